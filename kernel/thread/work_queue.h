// SPDX-License-Identifier: MIT
// What takes long and is nobody's system call waits in one of two queues for its slices
// (kernel/thread/work.h). Its functions stand in kernel/thread/work.c.
//
//     urgent     done before anybody runs again, slice after slice, and interrupts are let in after
//                each. Between two slices nothing happens but interrupts: no process runs, and no
//                other work is done.
//     other      one slice on the way out of the kernel, unless a core process runs next, and slice
//                after slice while nobody runs.
#ifndef KERNEL_THREAD_WORK_QUEUE_H
#define KERNEL_THREAD_WORK_QUEUE_H

#include <stdbool.h>

#include "common/list.h"

struct work {
    struct list link;
    // Does one slice. Returns whether that was the last; then `work` may be gone.
    bool (*step)(struct work *work);
    bool is_queued, is_urgent;
};

void work_init(void);

// Queues `work`, unless it is queued already, to be done by `step`. Never fails, never waits.
void work_add(struct work *work, bool (*step)(struct work *work));
void work_add_urgent(struct work *work, bool (*step)(struct work *work));

// Takes it off its queue, if it is there.
void work_cancel(struct work *work);

bool work_is_pending(void);
bool work_is_urgent_pending(void);

// Does one slice of the first work in the queue. Work that is not done then goes to the queue's
// end. Requires: work_is_pending; for the second one work_is_urgent_pending.
void work_do_some(void);
void work_do_some_urgent(void);

#endif
