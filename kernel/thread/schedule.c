// SPDX-License-Identifier: MIT
#include "kernel/thread/schedule.h"

#include "kernel/machine/processor.h"
#include "kernel/machine/segment.h"
#include "mm/frames/tlb.h"

// Behind the bits of ready_mask that stand for the lists.
#define MASK_ONLY (1u << 31)

uint32_t kernel_pending;
struct thread *thread_current;

static struct list ready[PRIORITIES]; // not PRIORITY_ORDINARY: those are in their branches

// Ordinary threads take turns by branch, and within a branch among themselves, so that a program
// has no more of the processor for having more processes.
static struct branch {
    struct list link;  // of ready_branches, while `ready` is not empty
    struct list ready; // threads
} branches[SCHEDULE_BRANCHES];
static struct list ready_branches;

// A bit for each list that is not empty. Or MASK_ONLY alone: then only_ready is the only thread
// that is ready, and on no list. Two threads that meet pass the processor to each other without a
// queue: a thread that becomes ready while nobody runs is current at once, and so is the only one
// that is ready when the current one stops.
static uint32_t ready_mask;
static struct thread *only_ready;

static int32_t slice_left; // ticks

void schedule_init(void)
{
    for (uint32_t i = 0; i < PRIORITIES; i++)
        list_init(&ready[i]);
    for (uint32_t i = 0; i < SCHEDULE_BRANCHES; i++)
        list_init(&branches[i].ready);
    list_init(&ready_branches);
    ready_mask = 0;
    thread_current = NULL;
    kernel_pending = PENDING_SCHEDULE;
}

static inline void set_current(struct thread *thread)
{
    thread_current = thread;
    thread->state = PROCESS_RUNNING;
    segment_task.esp0 = (uint32_t)(&thread->registers + 1);
    processor_clear_user_segments();
    if (tlb_space != thread->address_space)
        tlb_load(thread->address_space);
    kernel_pending &= ~(uint32_t)PENDING_SCHEDULE;
}

static void put_in_list(struct thread *thread)
{
    struct list *list = &ready[thread->priority];

    if (thread->priority == PRIORITY_ORDINARY) {
        struct branch *branch = &branches[thread->branch];
        list = &branch->ready;
        if (list_is_empty(list))
            list_append(&ready_branches, &branch->link);
    }
    thread->state = PROCESS_READY;
    list_append(list, &thread->link);
    ready_mask |= 1u << thread->priority;
}

static void settle_only_ready(void)
{
    if (ready_mask != MASK_ONLY)
        return;
    ready_mask = 0;
    put_in_list(only_ready);
}

// The lowest priority number that is ready; PRIORITIES if nobody is.
static uint32_t best_ready(void)
{
    settle_only_ready();
    return ready_mask == 0 ? PRIORITIES : (uint32_t)__builtin_ctz(ready_mask);
}

// With others ready too.
static __attribute__((noinline)) void queue(struct thread *thread)
{
    if (thread_current == NULL && thread->priority <= best_ready()) {
        set_current(thread);
        return;
    }
    settle_only_ready();
    put_in_list(thread);
    if (thread_current != NULL && thread->priority < thread_current->priority)
        schedule_request(PENDING_SCHEDULE);
}

void schedule_ready(struct thread *thread)
{
    if (ready_mask != 0) {
        queue(thread);
    } else if (thread_current == NULL) {
        set_current(thread);
    } else {
        only_ready = thread;
        ready_mask = MASK_ONLY;
        thread->state = PROCESS_READY;
        schedule_request(PENDING_SCHEDULE);
    }
}

void schedule_stop(void)
{
    if (ready_mask == MASK_ONLY) {
        ready_mask = 0;
        set_current(only_ready);
    } else {
        thread_current = NULL;
        schedule_request(PENDING_SCHEDULE);
    }
}

static void take_from_list(struct thread *thread)
{
    const struct list *list = &ready[thread->priority];

    list_remove(&thread->link);
    if (thread->priority == PRIORITY_ORDINARY) {
        struct branch *branch = &branches[thread->branch];
        if (list_is_empty(&branch->ready))
            list_remove(&branch->link);
        list = &ready_branches;
    }
    if (list_is_empty(list))
        ready_mask &= ~(1u << thread->priority);
}

// The ordinary thread whose turn it is; and the next turn is another branch's.
static struct thread *take_ordinary(void)
{
    struct branch *branch = LIST_ITEM(ready_branches.next, struct branch, link);
    struct thread *thread = LIST_ITEM(branch->ready.next, struct thread, link);

    list_remove(&thread->link);
    list_remove(&branch->link);
    if (!list_is_empty(&branch->ready))
        list_append(&ready_branches, &branch->link);
    else if (list_is_empty(&ready_branches))
        ready_mask &= ~(1u << PRIORITY_ORDINARY);
    return thread;
}

static struct thread *take_first(uint32_t priority)
{
    if (priority == PRIORITY_ORDINARY)
        return take_ordinary();
    struct thread *thread = LIST_ITEM(ready[priority].next, struct thread, link);
    take_from_list(thread);
    return thread;
}

void schedule_remove(struct thread *thread)
{
    settle_only_ready();
    take_from_list(thread);
}

void schedule_yield(void)
{
    settle_only_ready();
    put_in_list(thread_current);
    slice_left = SLICE_TICKS;
    schedule_stop();
}

void schedule_set_priority(struct thread *thread, uint32_t priority)
{
    bool is_ready = thread->state == PROCESS_READY;

    if (is_ready)
        schedule_remove(thread);
    thread->priority = (uint8_t)priority;
    if (is_ready)
        put_in_list(thread);
    if (is_ready || thread == thread_current)
        schedule_request(PENDING_SCHEDULE);
}

void schedule_tick(void)
{
    if (thread_current == NULL)
        return;
    thread_current->ticks_used++;
    if (--slice_left > 0)
        return;
    slice_left = SLICE_TICKS;
    if (best_ready() <= thread_current->priority)
        schedule_yield();
}

// While two threads alone compete, the better one runs.
static void choose_of_two(void)
{
    struct thread *displaced = thread_current;

    if (only_ready->priority >= displaced->priority)
        return;
    set_current(only_ready);
    slice_left = SLICE_TICKS;
    displaced->state = PROCESS_READY;
    only_ready = displaced;
}

// A preempted thread goes to the end of its queue. At the front, a thread that keeps waking a
// better one would always run before its equals.
void schedule_choose(void)
{
    kernel_pending &= ~(uint32_t)PENDING_SCHEDULE;
    if (ready_mask == MASK_ONLY) {
        choose_of_two();
        return;
    }
    uint32_t best = best_ready();
    if (best == PRIORITIES || (thread_current != NULL && best >= thread_current->priority))
        return;
    if (thread_current != NULL)
        put_in_list(thread_current);
    slice_left = SLICE_TICKS;
    set_current(take_first(best));
}

bool schedule_is_any_ready(void)
{
    return ready_mask != 0;
}
