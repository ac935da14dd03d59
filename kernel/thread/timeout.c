// SPDX-License-Identifier: MIT
#include "kernel/thread/timeout.h"
#include "kernel/thread/work.h"

struct list timeout_wheel[TIMEOUT_BUCKETS];

static struct list turned_up; // threads from the buckets of ticks that have come

void timeout_init(void)
{
    for (uint32_t i = 0; i < TIMEOUT_BUCKETS; i++)
        list_init(&timeout_wheel[i]);
    list_init(&turned_up);
}

void timeout_tick(void)
{
    list_move_all(&turned_up, &timeout_wheel[timer_ticks() % TIMEOUT_BUCKETS]);
}

// The thread's bucket has come, but its deadline may lie in a later turn of the wheel.
static void look_at(struct thread *thread)
{
    if (timer_ticks() - thread->deadline_tick < TIMEOUT_BUCKETS) {
        thread->time_out(thread); // takes it off its list
        return;
    }
    list_remove(&thread->timer);
    list_append(&timeout_wheel[thread->deadline_tick % TIMEOUT_BUCKETS], &thread->timer);
}

bool timeout_end_some(void)
{
    while (!list_is_empty(&turned_up)) {
        if (work_is_spent())
            return false;
        look_at(LIST_ITEM(turned_up.next, struct thread, timer));
        if (!list_is_empty(&turned_up)) // a single one takes no time
            work_spend(WORK_COST_WAKE);
    }
    return true;
}
