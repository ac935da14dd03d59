// SPDX-License-Identifier: MIT
// The one kernel stack. Below it lies a gap that is never mapped (mm/direct_map.c), so that an
// overflow faults instead of writing over other data.
#ifndef KERNEL_STACK_H
#define KERNEL_STACK_H

#include <stdint.h>

#include "mm/layout.h"

#define KERNEL_STACK_BYTES       16384
#define KERNEL_STACK_GUARD_BYTES 65536 // more than any local array that the compiler lets pass

extern uint8_t kernel_stack_guard[KERNEL_STACK_GUARD_BYTES];
extern uint8_t kernel_stack_bottom[KERNEL_STACK_BYTES];
extern uint8_t kernel_stack_top[];

#endif
