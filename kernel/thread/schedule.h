// SPDX-License-Identifier: MIT
// Who runs: of the ready processes the one with the lowest priority number, in turn among equals.
// Ordinary processes take turns by branch of the tree of processes. Each child of a core process is
// the root of a branch, so that a program and all that it starts are one branch. All operations
// take constant time, whatever the number of processes.
#ifndef KERNEL_THREAD_SCHEDULE_H
#define KERNEL_THREAD_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/thread/thread.h"

// How long a process runs while others of its priority are ready.
#define SLICE_TICKS 2

// What is left to do before the kernel is left, in kernel_pending.
#define PENDING_SCHEDULE 1 // somebody else runs from now on, or has to be found
#define PENDING_WORK     2 // kernel/thread/work.h
#define PENDING_FRAMES   4 // somebody waits for free frames: mm/pagers/memory_wait.h
#define PENDING_URGENT   8 // kernel/thread/work.h: before anything else

extern uint32_t kernel_pending;

static inline void schedule_request(uint32_t what)
{
    kernel_pending |= what;
}

void schedule_init(void);

// Makes a thread ready. If the processor has just become free, and nobody better is ready, it is
// thread_current at once, which saves the way through the queue.
// Requires: it is on no list.
void schedule_ready(struct thread *thread);

// Takes a thread that is ready out of its queue.
void schedule_remove(struct thread *thread);

// The processor is free, since thread_current waits or ends. If only one other thread is ready,
// that thread is thread_current from now on. Else thread_current is NULL, and schedule_choose is
// asked for.
void schedule_stop(void);

// thread_current goes behind all others of its priority, or of its branch if it is ordinary.
void schedule_yield(void);

// Changes a thread's priority, wherever it is.
void schedule_set_priority(struct thread *thread, uint32_t priority);

// Called each tick.
void schedule_tick(void);

// Lets the best of all run, if nobody runs or somebody better is ready. (PENDING_SCHEDULE)
void schedule_choose(void);

// Whether anybody is ready.
bool schedule_is_any_ready(void);

#endif
