// SPDX-License-Identifier: MIT
#include "kernel/thread/timeout.h"

struct list timeout_wheel[TIMEOUT_BUCKETS];

void timeout_init(void)
{
    for (uint32_t i = 0; i < TIMEOUT_BUCKETS; i++)
        list_init(&timeout_wheel[i]);
}

bool timeout_is_any(void)
{
    for (uint32_t i = 0; i < TIMEOUT_BUCKETS; i++) {
        if (!list_is_empty(&timeout_wheel[i]))
            return true;
    }
    return false;
}

void timeout_tick(void)
{
    struct list *bucket = &timeout_wheel[timer_ticks() % TIMEOUT_BUCKETS], *next;

    for (struct list *at = bucket->next; at != bucket; at = next) {
        struct thread *thread = LIST_ITEM(at, struct thread, timer);
        next = at->next;
        if (thread->deadline_tick == timer_ticks())
            thread->time_out(thread); // takes it off the wheel, and no other
    }
}
