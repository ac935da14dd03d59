// SPDX-License-Identifier: MIT
#include "mm/memory_wait.h"

#include "kernel/process.h"
#include "kernel/schedule.h"
#include "mm/reserve.h"

static struct list waiters;
static uint32_t promised_frames; // to those who were woken and have not tried again yet

void memory_wait_init(void)
{
    list_init(&waiters);
    promised_frames = 0;
}

void memory_wait(struct process *process, uint32_t frames)
{
    process->fault.frames = frames;
    process_wait_by_priority(process, WAIT_FRAMES, &waiters);
    schedule_request(PENDING_FRAMES);
}

void memory_wait_return_ticket(struct process *process)
{
    if (!process->has_ticket)
        return;
    process->has_ticket = false;
    promised_frames -= process->fault.frames;
}

void memory_wait_wake(void)
{
    while (!list_is_empty(&waiters)) {
        struct process *first = LIST_ITEM(waiters.next, struct process, link);
        struct reserve_counts counts;
        reserve_read_counts(&counts);
        uint32_t needed =
            reserve_floor(process_class(first)) + first->fault.frames + promised_frames;
        if (counts.free < needed)
            return;
        promised_frames += first->fault.frames;
        first->has_ticket = true;
        process_wake(first);
    }
    kernel_pending &= ~(uint32_t)PENDING_FRAMES;
}
