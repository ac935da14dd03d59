// SPDX-License-Identifier: MIT
// The figures of labs 3 and 4 are measured by a program: programs/figures/.
#include "kernel/test/test.h"
#include "kernel/test/user.h"

BENCH(program, 4)
{
    test_run_modules(4);
}
