// SPDX-License-Identifier: MIT
// What the scheduler, timeouts and waiting know of a process: its registers, its address space, and
// what it does now. Each process is one thread (kernel/process/process.h), which its structure
// starts with.
//
// There is one kernel stack. A trap from ring 3 leaves the registers in the thread, and the way
// back takes them from thread_current's. So a thread that waits has nothing in the kernel but its
// structure, and switching is changing thread_current.
#ifndef KERNEL_THREAD_THREAD_H
#define KERNEL_THREAD_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/abi/limits.h"
#include "kernel/abi/process_state.h"
#include "kernel/machine/trap.h"

struct address_space;
struct process;

// A system call returns this when its process waits: nothing is written to its EAX, and its
// instruction pointer goes back to the INT.
#define SYSTEM_CALL_WAITS INT32_MIN
// The same when its process has ended, and nothing of that matters.
#define SYSTEM_CALL_ENDED SYSTEM_CALL_WAITS

// Priorities: the thread with the lowest number runs. Core processes that are no pagers come first:
// drivers, and programs that work in real time. Pagers that owe an answer follow by level, so that
// a page storm on one level does not delay the levels below. A pager that owes nothing is an
// ordinary process, if it is no core process.
#define PRIORITY_CORE         0
#define PRIORITY_PAGER(level) (1 + (level))
#define PRIORITY_ORDINARY     (PRIORITY_PAGER(PAGER_LEVEL_MOST) + 1)
#define PRIORITIES            (PRIORITY_ORDINARY + 1)

// Branches of the tree of processes that are told apart. If there are more, some share their turn.
#define SCHEDULE_BRANCHES 64

struct thread {
    struct trap_frame registers; // first: kernel/trap_entry.asm
    struct list link;            // of the list that `state` and `wait` say
    const struct address_space *address_space;

    uint8_t state;    // enum process_state
    uint8_t wait;     // enum process_wait
    uint8_t priority; // PRIORITY_
    bool is_timed;

    // kernel/thread/timeout.h
    struct list timer;
    uint32_t deadline_tick;
    void (*time_out)(struct thread *thread); // ends its wait, and its timeout with it

    uint32_t ticks_used;
    uint8_t branch; // of the tree of processes: whose turn it is among ordinary ones
};

// The thread that runs in ring 3, or will run when the kernel is left; NULL before the first one.
extern struct thread *thread_current;

static inline struct process *thread_process(struct thread *thread)
{
    return (struct process *)thread; // whose structure starts with it
}

static inline struct thread *process_thread(const struct process *process)
{
    return (struct thread *)process;
}

// Whether it has ended, or is about to.
static inline bool thread_is_over(const struct thread *thread)
{
    return thread->state >= PROCESS_ENDING;
}

#endif
