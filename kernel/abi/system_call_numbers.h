// SPDX-License-Identifier: MIT
// The system calls' numbers, as SYSTEM_CALL_NUMBER_null, ...
#ifndef KERNEL_ABI_SYSTEM_CALL_NUMBERS_H
#define KERNEL_ABI_SYSTEM_CALL_NUMBERS_H

enum {
#define SYSTEM_CALL(number, name, parameters) SYSTEM_CALL_NUMBER_##name = (number),
#include "kernel/abi/system_calls.h"
};

#endif
