// SPDX-License-Identifier: MIT
// The one kernel stack. Below it lies a gap that is never mapped (mm/boot/direct_map.c), so that an
// overflow faults instead of writing over other data.
#ifndef KERNEL_MACHINE_STACK_H
#define KERNEL_MACHINE_STACK_H

#include <stdint.h>

#include "mm/address/layout.h"

#define KERNEL_STACK_BYTES       16384
#define KERNEL_STACK_GUARD_BYTES 65536 // more than any local array that the compiler lets pass

extern uint8_t kernel_stack_guard[KERNEL_STACK_GUARD_BYTES];
extern uint8_t kernel_stack_bottom[KERNEL_STACK_BYTES];
extern uint8_t kernel_stack_top[];

// Where a trap from ring 3 starts to use the stack: its top, except while a test in the kernel runs
// programs (kernel/test/user.h).
extern uint32_t kernel_entry_stack;

#endif
