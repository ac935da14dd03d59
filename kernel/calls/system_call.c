// SPDX-License-Identifier: MIT
#include "kernel/calls/system_call.h"

#include "kernel/abi/error.h"

static int32_t unknown(struct process *process)
{
    (void)process;
    return E_NO_CALL;
}

#pragma GCC diagnostic ignored "-Woverride-init" // most of the table is `unknown`, and then is not
#ifdef __clang__
#pragma clang diagnostic ignored "-Winitializer-overrides"
#endif

system_call_function *const system_call_table[SYSTEM_CALL_NUMBERS] = {
    [0 ... SYSTEM_CALL_NUMBERS - 1] = unknown,
    [SYSTEM_CALL_TEST] = system_call_test,
#define SYSTEM_CALL(number, name, parameters) [number] = system_call_##name,
#include "kernel/abi/system_calls.h"
};

int32_t system_call_null(struct process *process)
{
    (void)process;
    return 0;
}
