// SPDX-License-Identifier: MIT
// Work that takes long, done bit by bit: one slice on the way out of the kernel, unless a core
// process runs next, and slice after slice while nobody runs.
#ifndef KERNEL_THREAD_WORK_H
#define KERNEL_THREAD_WORK_H

#include <stdbool.h>

#include "common/list.h"

// One slice handles about this many pages, so that it stays below the longest stretch with
// interrupts off that we promise.
#define WORK_SLICE_PAGES 8

struct work {
    struct list link;
    // Does one slice. Returns whether that was the last; then `work` may be gone.
    bool (*step)(struct work *work);
    bool is_queued;
};

void work_init(void);

// Queues `work`, unless it is queued already, to be done by `step`. Never fails, never waits.
void work_add(struct work *work, bool (*step)(struct work *work));

// Takes it off the queue, if it is there.
void work_cancel(struct work *work);

bool work_is_pending(void);

// One slice of the first work in the queue, which then goes to its end.
// Requires: work_is_pending.
void work_do_some(void);

#endif
