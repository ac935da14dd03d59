// SPDX-License-Identifier: MIT
// Work that takes long is done in slices, so that interrupts are never off for long. This header
// says what a slice costs. Whoever comes to the end of one goes on in another: a system call with
// the process's next entry (kernel/process/long_call.h), everything else from a queue
// (kernel/thread/work_queue.h).
#ifndef KERNEL_THREAD_WORK_H
#define KERNEL_THREAD_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/thread/schedule.h"
#include "kernel/thread/work_queue.h"

// What a slice costs, in instructions, more or less: so much that with all around it interrupts are
// off for less than 10,000. When the kernel was entered for something that took long itself,
// interrupts are let in before it does other work.
#define WORK_SLICE 4000

// What each of these costs. Code that does one of them many times counts it with work_spend. (The
// console counts what it writes.)
#define WORK_COST_LOOK    16   // at an item of a list
#define WORK_COST_PAGER   60   // to count its patience
#define WORK_COST_ENTRY   64   // to find what maps a page in a region
#define WORK_COST_MAPPING 120  // to take it away
#define WORK_COST_WAKE    120  // to end a process's wait
#define WORK_COST_PAGE    500  // to free it, or to send it to its pager
#define WORK_COST_CLEAR   1100 // a frame
#define WORK_COST_END     600  // of a process, at once

// How many pages are a slice.
#define WORK_SLICE_PAGES (WORK_SLICE / WORK_COST_PAGE)

// What is left of the slice. kernel/leave.c begins another one.
extern int32_t work_left;

// Counts what something costs.
static inline void work_spend(uint32_t cost)
{
    work_left -= (int32_t)cost;
    schedule_request(PENDING_WORK); // so that another slice begins on the way out
}

// Whether the slice is over.
static inline bool work_is_spent(void)
{
    return work_left <= 0;
}

static inline void work_begin_slice(void)
{
    work_left = WORK_SLICE;
}

#endif
