// SPDX-License-Identifier: MIT
// The ways into the kernel and out of it: kernel/trap_entry.asm, and what it calls for each trap
// but system calls (kernel/calls/system_call.h) and page faults in ring 3 (mm/pagers/page_fault.h).
#ifndef KERNEL_TRAP_ENTRY_H
#define KERNEL_TRAP_ENTRY_H

#include "kernel/machine/trap.h"

// The addresses that the descriptor table needs, by vector.
extern const uint32_t trap_entry_table[TRAP_VECTORS];

// Where the double fault's task starts. It calls trap_double_fault.
void trap_double_fault_entry(void);

// Leaves the kernel to thread_current, for ever.
_Noreturn void trap_leave(void);

// --- called by trap_entry.asm, interrupts off: kernel/trap_dispatch.c

// From ring 3: an interrupt goes to its handler, the watchdog's is reported, and an exception ends
// the process.
void trap_from_user(struct trap_frame *frame);

// From the kernel: interrupts come only while it idles; an exception is reported in full (name,
// error code in words, registers, backtrace) and ends the machine.
void trap_from_kernel(struct trap_frame *frame);

_Noreturn void trap_double_fault(void);

#endif
