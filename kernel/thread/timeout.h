// SPDX-License-Identifier: MIT
// A timeout limits how long a thread waits. A thread has one at the most, since it waits for one
// thing at a time. Setting a timeout and taking it off take constant time, and so does a tick. The
// waits whose timeouts come with a tick are ended in slices.
#ifndef KERNEL_THREAD_TIMEOUT_H
#define KERNEL_THREAD_TIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/machine/timer.h"
#include "kernel/thread/thread.h"

#define TIMEOUT_BUCKETS 256 // a power of two

// A wheel of lists. A thread with a timeout is on the list whose index is its deadline modulo the
// number of lists.
extern struct list timeout_wheel[TIMEOUT_BUCKETS];

void timeout_init(void);

// At the `ticks`-th tick from now `time_out` is called, which ends the wait of the thread, unless
// it has ended before. Requires: the thread has no timeout yet; ticks > 0.
static inline void timeout_set(struct thread *thread, uint32_t ticks,
                               void (*time_out)(struct thread *thread))
{
    thread->is_timed = true;
    thread->time_out = time_out;
    thread->deadline_tick = timer_ticks() + ticks;
    list_append(&timeout_wheel[thread->deadline_tick % TIMEOUT_BUCKETS], &thread->timer);
}

// Takes the timeout of a thread off. Requires: it has one.
static inline void timeout_clear(struct thread *thread)
{
    thread->is_timed = false;
    list_remove(&thread->timer);
}

// Called each tick: the timeouts of this tick have come.
void timeout_tick(void);

// Ends the waits whose timeouts have come: a slice. Returns whether none is left.
bool timeout_end_some(void);

#endif
