// SPDX-License-Identifier: MIT
// Who runs: of the ready processes the one with the lowest priority number, in turn among equals.
// All operations take constant time, whatever the number of processes.
#ifndef KERNEL_THREAD_SCHEDULE_H
#define KERNEL_THREAD_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct process;

// How long a process runs while others of its priority are ready.
#define SLICE_TICKS 2

// What is left to do before the kernel is left, in kernel_pending.
#define PENDING_SCHEDULE 1 // somebody else runs from now on, or has to be found
#define PENDING_WORK     2 // kernel/thread/work.h
#define PENDING_FRAMES   4 // somebody waits for free frames: mm/pagers/memory_wait.h

extern uint32_t kernel_pending;

// Who runs in ring 3, or will when the kernel is left; NULL: nobody yet.
extern struct process *process_current;

static inline void schedule_request(uint32_t what)
{
    kernel_pending |= what;
}

void schedule_init(void);

// Makes a process ready. If the processor has just become free, and nobody better is ready, it is
// process_current at once, which saves the way through the queue.
// Requires: it is on no list.
void schedule_ready(struct process *process);

// Takes a process that is ready out of its queue.
void schedule_remove(struct process *process);

// The processor is free: process_current waits or ends.
static inline void schedule_stop(void)
{
    process_current = NULL;
    schedule_request(PENDING_SCHEDULE);
}

// process_current goes behind all others of its priority.
void schedule_yield(void);

// Changes a process's priority, wherever it is.
void schedule_set_priority(struct process *process, uint32_t priority);

// Called each tick.
void schedule_tick(void);

// Called on the way out of the kernel when kernel_pending is not 0: does what is pending, and waits
// for interrupts until somebody runs. Afterwards process_current is not NULL.
void kernel_finish(void);

// What a test in the kernel has called while nobody runs; else NULL.
extern void (*schedule_idle_hook)(void);

// The same before (false) and after (true) interrupts are let in while nobody runs.
extern void (*schedule_let_in_hook)(bool is_over);

#endif
