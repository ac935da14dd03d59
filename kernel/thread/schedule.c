// SPDX-License-Identifier: MIT
#include "kernel/thread/schedule.h"

#include "kernel/machine/processor.h"
#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/thread/work.h"
#include "mm/frames/tlb.h"
#include "mm/pagers/memory_wait.h"

// Behind the bits of ready_mask that stand for the lists.
#define MASK_ONLY (1u << 31)

uint32_t kernel_pending;
struct process *process_current;
void (*schedule_idle_hook)(void);
void (*schedule_let_in_hook)(bool is_over);

static struct list ready[PRIORITIES];

// A bit for each list that is not empty, or MASK_ONLY alone: then `only_ready` is ready, and on no
// list, since most often process_current is about to wait, and this one is next.
static uint32_t ready_mask;
static struct process *only_ready;

static int32_t slice_left; // ticks

void schedule_init(void)
{
    for (uint32_t i = 0; i < PRIORITIES; i++)
        list_init(&ready[i]);
    ready_mask = 0;
    process_current = NULL;
    kernel_pending = PENDING_SCHEDULE;
}

static inline void set_current(struct process *process)
{
    process_current = process;
    process->state = PROCESS_RUNNING;
    segment_task.esp0 = (uint32_t)(&process->registers + 1);
    processor_clear_user_segments();
    if (tlb_space != &process->space)
        tlb_load(&process->space);
    kernel_pending &= ~(uint32_t)PENDING_SCHEDULE;
}

static void put_in_list(struct process *process)
{
    process->state = PROCESS_READY;
    list_append(&ready[process->priority], &process->link);
    ready_mask |= 1u << process->priority;
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
static __attribute__((noinline)) void queue(struct process *process)
{
    if (process_current == NULL && process->priority <= best_ready()) {
        set_current(process);
        return;
    }
    settle_only_ready();
    put_in_list(process);
    if (process_current != NULL && process->priority < process_current->priority)
        schedule_request(PENDING_SCHEDULE);
}

void schedule_ready(struct process *process)
{
    if (ready_mask != 0) {
        queue(process);
    } else if (process_current == NULL) {
        set_current(process);
    } else {
        only_ready = process;
        ready_mask = MASK_ONLY;
        process->state = PROCESS_READY;
        schedule_request(PENDING_SCHEDULE);
    }
}

void schedule_remove(struct process *process)
{
    settle_only_ready();
    list_remove(&process->link);
    if (list_is_empty(&ready[process->priority]))
        ready_mask &= ~(1u << process->priority);
}

void schedule_yield(void)
{
    settle_only_ready();
    put_in_list(process_current);
    slice_left = SLICE_TICKS;
    schedule_stop();
}

void schedule_set_priority(struct process *process, uint32_t priority)
{
    bool is_ready = process->state == PROCESS_READY;

    if (is_ready)
        schedule_remove(process);
    process->priority = (uint8_t)priority;
    if (is_ready)
        put_in_list(process);
    schedule_request(PENDING_SCHEDULE);
}

void schedule_tick(void)
{
    if (process_current == NULL)
        return;
    process_current->ticks_used++;
    if (--slice_left > 0)
        return;
    slice_left = SLICE_TICKS;
    if (best_ready() <= process_current->priority)
        schedule_yield();
}

// Lets the best of all run. Who is displaced goes behind its equals: else one that wakes somebody
// better again and again would never let them run.
static void choose(void)
{
    uint32_t best = best_ready();

    kernel_pending &= ~(uint32_t)PENDING_SCHEDULE;
    if (best == PRIORITIES || (process_current != NULL && best >= process_current->priority))
        return;
    if (process_current != NULL)
        put_in_list(process_current);
    struct process *next = LIST_ITEM(ready[best].next, struct process, link);
    schedule_remove(next);
    slice_left = SLICE_TICKS;
    set_current(next);
}

static void work_a_little(void)
{
    if (!work_is_pending()) {
        kernel_pending &= ~(uint32_t)PENDING_WORK;
        return;
    }
    if (process_current == NULL || process_current->priority != PRIORITY_CORE)
        work_do_some();
}

// Nobody runs: what came meanwhile is handled now, before more work is done or until something
// comes.
static void let_interrupts_in(void)
{
    bool has_work = work_is_pending();

    if (!has_work && schedule_idle_hook != NULL)
        schedule_idle_hook();
    if (schedule_let_in_hook != NULL)
        schedule_let_in_hook(false);
    if (has_work)
        interrupts_let_in();
    else
        interrupts_wait();
    if (!has_work && schedule_let_in_hook != NULL)
        schedule_let_in_hook(true);
}

static __attribute__((noinline)) void finish_slowly(void)
{
    bool has_worked = false; // one slice of work, and then interrupts

    for (;;) {
        if (kernel_pending & PENDING_FRAMES)
            memory_wait_wake();
        if (kernel_pending & PENDING_SCHEDULE)
            choose();
        if (kernel_pending & PENDING_WORK && !has_worked) {
            work_a_little();
            has_worked = true;
            if (kernel_pending & PENDING_FRAMES)
                continue; // there may be frames now
        }
        if (process_current != NULL && !(kernel_pending & PENDING_SCHEDULE))
            return;
        if (process_current != NULL || ready_mask != 0)
            continue;
        let_interrupts_in();
        has_worked = false;
    }
}

void kernel_finish(void)
{
    struct process *displaced = process_current;

    // Most often there is one that runs or has just stopped, and one that was woken.
    if (ready_mask != MASK_ONLY || kernel_pending != PENDING_SCHEDULE) {
        finish_slowly();
    } else if (displaced == NULL) {
        ready_mask = 0;
        set_current(only_ready);
    } else if (only_ready->priority < displaced->priority) {
        displaced->state = PROCESS_READY;
        slice_left = SLICE_TICKS;
        set_current(only_ready);
        only_ready = displaced;
    } else {
        finish_slowly();
    }
}
