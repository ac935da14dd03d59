// SPDX-License-Identifier: MIT
// The table of system calls that a kernel with tests goes by: kernel/trap_entry.asm, assembled
// with MEASURE, takes each call's function from it. A test may have all calls go its own way.
#ifndef KERNEL_TEST_CALL_TABLE_H
#define KERNEL_TEST_CALL_TABLE_H

#include "kernel/calls/system_call.h"

extern system_call_function *const *call_table; // system_call_table at the start

#endif
