// SPDX-License-Identifier: MIT
// System calls, from the kernel's side. kernel/abi/system_calls.h says what each does.
#ifndef KERNEL_CALLS_SYSTEM_CALL_H
#define KERNEL_CALLS_SYSTEM_CALL_H

#include <stdint.h>

#include "kernel/abi/system_call_numbers.h"
#include "kernel/abi/test_calls.h"

struct process;

// One for each number that fits into a byte: the entry needs no comparison.
#define SYSTEM_CALL_NUMBERS 256

// Tests' own calls: kernel/test/user.h. In the kernel that people run it does not exist.
#define SYSTEM_CALL_TEST TEST_CALL_NUMBER

typedef int32_t system_call_function(struct process *process);

extern system_call_function *const system_call_table[SYSTEM_CALL_NUMBERS];

// system_call_null, system_call_process_exit, ...: kernel/calls/*.c.
#define SYSTEM_CALL(number, name, parameters) system_call_function system_call_##name;
#include "kernel/abi/system_calls.h"

system_call_function system_call_test;

#endif
