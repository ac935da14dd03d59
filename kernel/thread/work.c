// SPDX-License-Identifier: MIT
#include "kernel/thread/work.h"

static struct list queue, urgent_queue;

int32_t work_left = WORK_SLICE;

void work_init(void)
{
    list_init(&queue);
    list_init(&urgent_queue);
}

static void add(struct work *work, bool is_urgent, bool (*step)(struct work *work))
{
    if (work->is_queued)
        return;
    work->is_queued = true;
    work->is_urgent = is_urgent;
    work->step = step;
    list_append(is_urgent ? &urgent_queue : &queue, &work->link);
    schedule_request(is_urgent ? PENDING_URGENT : PENDING_WORK);
}

void work_add(struct work *work, bool (*step)(struct work *work))
{
    add(work, false, step);
}

void work_add_urgent(struct work *work, bool (*step)(struct work *work))
{
    add(work, true, step);
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

bool work_is_urgent_pending(void)
{
    return !list_is_empty(&urgent_queue);
}

static void do_some(struct list *from)
{
    struct work *work = LIST_ITEM(from->next, struct work, link);
    bool is_urgent = work->is_urgent;

    // It leaves the queue first: the last slice frees the memory that it is in.
    list_remove(&work->link);
    work->is_queued = false;
    work_begin_slice();
    if (!work->step(work))
        add(work, is_urgent, work->step);
}

void work_do_some(void)
{
    do_some(&queue);
}

void work_do_some_urgent(void)
{
    do_some(&urgent_queue);
}
