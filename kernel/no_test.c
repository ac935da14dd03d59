// SPDX-License-Identifier: MIT
// In place of kernel/test.c in the kernel that people run.
#include "kernel/test.h"

void test_run(void)
{
}
