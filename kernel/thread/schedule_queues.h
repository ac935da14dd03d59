// SPDX-License-Identifier: MIT
// The queues of threads that are ready. Only kernel/thread/schedule.c writes to them; the audit of
// test kernels holds them against what threads say of themselves.
#ifndef KERNEL_THREAD_SCHEDULE_QUEUES_H
#define KERNEL_THREAD_SCHEDULE_QUEUES_H

#include <stdint.h>

#include "common/list.h"
#include "kernel/thread/thread.h"

// By priority; that of PRIORITY_ORDINARY is always empty, since those threads are in their
// branches.
extern struct list schedule_lists[PRIORITIES];

// Ordinary threads take turns by branch, and within a branch among themselves, so that a program
// has no more of the processor for having more processes.
struct schedule_branch {
    struct list link;  // of schedule_ready_branches, while `ready` is not empty
    struct list ready; // threads
};

extern struct schedule_branch schedule_branches[SCHEDULE_BRANCHES];
extern struct list schedule_ready_branches;

// Behind the bits of schedule_mask that stand for the lists.
#define SCHEDULE_MASK_ONLY (1u << 31)

// A bit for each priority that has somebody who is ready. Or SCHEDULE_MASK_ONLY alone: then
// schedule_only_ready is the only thread that is ready, and on no list. Two threads that meet pass
// the processor to each other without a queue: a thread that becomes ready while nobody runs is
// current at once, and so is the only one that is ready when the current one stops.
extern uint32_t schedule_mask;
extern struct thread *schedule_only_ready;

#endif
