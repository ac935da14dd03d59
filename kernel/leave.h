// SPDX-License-Identifier: MIT
// The way out of the kernel, where what is pending is done.
#ifndef KERNEL_LEAVE_H
#define KERNEL_LEAVE_H

// Called by kernel/trap_entry.asm on the way out when kernel_pending (kernel/thread/schedule.h) is
// not 0: does what is pending, and waits for interrupts until somebody runs. Afterwards
// thread_current is not NULL.
void kernel_finish(void);

// Called while nobody runs and nothing is pending, unless it is NULL.
extern void (*leave_idle_hook)(void);

// For tests: called before interrupts are let in, unless it is NULL.
extern void (*leave_let_in_hook)(void);

#endif
