// SPDX-License-Identifier: MIT
// In place of kernel/test/test.c in the kernel that people run.
#include "kernel/abi/error.h"
#include "kernel/calls/system_call.h"
#include "kernel/test/test.h"

void test_run(void)
{
}

int32_t system_call_test(struct process *process)
{
    (void)process;
    return E_NO_CALL;
}
