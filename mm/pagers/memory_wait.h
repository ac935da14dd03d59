// SPDX-License-Identifier: MIT
// Processes whose page fault has to wait for free frames. A process holds nothing while it waits.
// The first in the queue are those that need a table for wired memory, of class CORE. Then come
// those that have the turn (mm/pagers/turn.h), lowest level first, and then the others by priority;
// a pager that has no request counts as an ordinary process. As many are woken as there are frames
// for, each with a grant: its frames are claimed for it until it has tried again.
#ifndef MM_PAGERS_MEMORY_WAIT_H
#define MM_PAGERS_MEMORY_WAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/process/process.h"
#include "mm/address/types.h"

void memory_wait_init(void);

// Whether a fault of the process may try to take frames: memory is not short, nobody waits before
// it, or it was admitted after it had waited, which counts once. If not, it has to wait behind
// those who wait already.
bool memory_wait_use_admission(struct process *process);

// The process waits until `frames` frames of that class can be had. Requires: its claim is empty.
void memory_wait(struct process *process, uint32_t frames, enum frame_class frame_class);

// The process waits on another list, `wait` saying for what, at its place in the same order.
void memory_wait_in(struct list *list, struct process *process, enum process_wait wait);

bool memory_wait_is_any(void);

// Called when the class of the process may have changed: a process that waits gets the place in the
// queue that its class has.
void memory_wait_update_class(struct process *process);

// The process faults at `address`, and its fault_flags is not 0: what it was granted is free
// frames, and it is admitted; if it is a paged pager, it may get the turn.
void memory_begin_fault(struct process *process, user_address address);

// Takes back what the process was granted, if it has something.
void memory_return_grant(struct process *process);

// Wakes the processes for which there are enough frames now. Called on the way out of the kernel
// while anybody waits.
void memory_wait_wake(void);

// Called each tick.
void memory_wait_tick(void);

#endif
