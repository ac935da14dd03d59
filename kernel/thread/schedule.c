// SPDX-License-Identifier: MIT
#include "kernel/thread/schedule.h"

#include "kernel/machine/processor.h"
#include "kernel/machine/segment.h"
#include "kernel/thread/schedule_queues.h"
#include "mm/frames/tlb.h"

uint32_t kernel_pending;
struct thread *thread_current;

struct list schedule_lists[PRIORITIES];
struct schedule_branch schedule_branches[SCHEDULE_BRANCHES];
struct list schedule_ready_branches;
uint32_t schedule_mask;
struct thread *schedule_only_ready;

static int32_t slice_left; // ticks

void schedule_init(void)
{
    for (uint32_t i = 0; i < PRIORITIES; i++)
        list_init(&schedule_lists[i]);
    for (uint32_t i = 0; i < SCHEDULE_BRANCHES; i++)
        list_init(&schedule_branches[i].ready);
    list_init(&schedule_ready_branches);
    schedule_mask = 0;
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
    struct list *list = &schedule_lists[thread->priority];

    if (thread->priority == PRIORITY_ORDINARY) {
        struct schedule_branch *branch = &schedule_branches[thread->branch];
        list = &branch->ready;
        if (list_is_empty(list))
            list_append(&schedule_ready_branches, &branch->link);
    }
    thread->state = PROCESS_READY;
    list_append(list, &thread->link);
    schedule_mask |= 1u << thread->priority;
}

static void settle_only_ready(void)
{
    if (schedule_mask != SCHEDULE_MASK_ONLY)
        return;
    schedule_mask = 0;
    put_in_list(schedule_only_ready);
}

// The lowest priority number that is ready; PRIORITIES if nobody is.
static uint32_t best_ready(void)
{
    settle_only_ready();
    return schedule_mask == 0 ? PRIORITIES : (uint32_t)__builtin_ctz(schedule_mask);
}

// Makes a thread ready while others are ready, too.
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
    if (schedule_mask != 0) {
        queue(thread);
    } else if (thread_current == NULL) {
        set_current(thread);
    } else {
        schedule_only_ready = thread;
        schedule_mask = SCHEDULE_MASK_ONLY;
        thread->state = PROCESS_READY;
        schedule_request(PENDING_SCHEDULE);
    }
}

void schedule_stop(void)
{
    if (schedule_mask == SCHEDULE_MASK_ONLY) {
        schedule_mask = 0;
        set_current(schedule_only_ready);
    } else {
        thread_current = NULL;
        schedule_request(PENDING_SCHEDULE);
    }
}

static void take_from_list(struct thread *thread)
{
    const struct list *list = &schedule_lists[thread->priority];

    list_remove(&thread->link);
    if (thread->priority == PRIORITY_ORDINARY) {
        struct schedule_branch *branch = &schedule_branches[thread->branch];
        if (list_is_empty(&branch->ready))
            list_remove(&branch->link);
        list = &schedule_ready_branches;
    }
    if (list_is_empty(list))
        schedule_mask &= ~(1u << thread->priority);
}

// Takes the ordinary thread whose turn it is off its queue. The next turn is another branch's.
static struct thread *take_ordinary(void)
{
    struct schedule_branch *branch =
        LIST_ITEM(schedule_ready_branches.next, struct schedule_branch, link);
    struct thread *thread = LIST_ITEM(branch->ready.next, struct thread, link);

    list_remove(&thread->link);
    list_remove(&branch->link);
    if (!list_is_empty(&branch->ready))
        list_append(&schedule_ready_branches, &branch->link);
    else if (list_is_empty(&schedule_ready_branches))
        schedule_mask &= ~(1u << PRIORITY_ORDINARY);
    return thread;
}

static struct thread *take_first(uint32_t priority)
{
    if (priority == PRIORITY_ORDINARY)
        return take_ordinary();
    struct thread *thread = LIST_ITEM(schedule_lists[priority].next, struct thread, link);
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
    slice_left--;
    if (slice_left > 0)
        return;
    slice_left = SLICE_TICKS;
    if (best_ready() <= thread_current->priority)
        schedule_yield();
}

// While two threads alone compete, the better one runs.
static void choose_of_two(void)
{
    struct thread *displaced = thread_current;

    if (schedule_only_ready->priority >= displaced->priority)
        return;
    set_current(schedule_only_ready);
    slice_left = SLICE_TICKS;
    displaced->state = PROCESS_READY;
    schedule_only_ready = displaced;
}

// A preempted thread goes to the end of its queue. At the front, a thread that keeps waking a
// better one would always run before its equals.
void schedule_choose(void)
{
    kernel_pending &= ~(uint32_t)PENDING_SCHEDULE;
    if (schedule_mask == SCHEDULE_MASK_ONLY) {
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
    return schedule_mask != 0;
}
