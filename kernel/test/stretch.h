// SPDX-License-Identifier: MIT
// How long interrupts stay off, in kernels with tests: from each entry until the way back
// to ring 3, or until interrupts are let in. kernel/trap_entry.asm, assembled with MEASURE, keeps
// the longest stretch for each way in.
#ifndef KERNEL_TEST_STRETCH_H
#define KERNEL_TEST_STRETCH_H

#include <stdint.h>

#include "kernel/calls/system_call.h"
#include "kernel/machine/trap.h"

// Ways in: system calls by their number, then exceptions and interrupts by their vector.
#define STRETCH_TRAP SYSTEM_CALL_NUMBERS
#define STRETCH_WAYS (STRETCH_TRAP + TRAP_VECTORS)

// In time stamps: when the latest stretch began, and how it began; and the longest for each way.
extern uint32_t stretch_start, stretch_way, stretch_longest[STRETCH_WAYS];

// The kernel is about to be left: what was before does not count. Watches the idle loop, too.
void stretch_begin(void);

// Sends a record for each way in that was used: which, and its longest stretch in instructions.
void stretch_report(void);

#endif
