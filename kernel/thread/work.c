// SPDX-License-Identifier: MIT
#include "kernel/thread/work.h"

#include "kernel/thread/schedule.h"

static struct list queue;

void work_init(void)
{
    list_init(&queue);
}

void work_add(struct work *work, bool (*step)(struct work *work))
{
    if (work->is_queued)
        return;
    work->is_queued = true;
    work->step = step;
    list_append(&queue, &work->link);
    schedule_request(PENDING_WORK);
}

void work_cancel(struct work *work)
{
    if (!work->is_queued)
        return;
    work->is_queued = false;
    list_remove(&work->link);
}

bool work_is_pending(void)
{
    return !list_is_empty(&queue);
}

void work_do_some(void)
{
    struct work *work = LIST_ITEM(queue.next, struct work, link);

    // It leaves the queue first: the last slice frees the memory that it is in.
    list_remove(&work->link);
    work->is_queued = false;
    if (!work->step(work))
        work_add(work, work->step);
}
