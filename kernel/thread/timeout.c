// SPDX-License-Identifier: MIT
#include "kernel/thread/timeout.h"

#include "kernel/machine/timer.h"
#include "kernel/process/process.h"

struct list timeout_wheel[TIMEOUT_SPOKES];

void timeout_init(void)
{
    for (uint32_t i = 0; i < TIMEOUT_SPOKES; i++)
        list_init(&timeout_wheel[i]);
}

bool timeout_is_any(void)
{
    for (uint32_t i = 0; i < TIMEOUT_SPOKES; i++) {
        if (!list_is_empty(&timeout_wheel[i]))
            return true;
    }
    return false;
}

static void expire(struct process *process)
{
    switch ((enum process_wait)process->wait) {
    case WAIT_SEND:
    case WAIT_CALL:
    case WAIT_REPLY:
    case WAIT_RECEIVE:
        process_complete(process, E_TIMEOUT);
        return;
    case WAIT_SLEEP:
        process_complete(process, 0);
        return;
    default: // for a page
        process_end(process, END_PATIENCE, 0, process->fault.address.value);
        return;
    }
}

void timeout_tick(void)
{
    struct list *spoke = &timeout_wheel[timer_ticks() % TIMEOUT_SPOKES], *next;

    for (struct list *at = spoke->next; at != spoke; at = next) {
        struct process *process = LIST_ITEM(at, struct process, timer);
        next = at->next;
        if (process->deadline_tick == timer_ticks())
            expire(process); // takes it off the wheel, and no other
    }
}
