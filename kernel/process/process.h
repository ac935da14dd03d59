// SPDX-License-Identifier: MIT
// Processes: an address space, a table of capabilities, and one thread. Each fills a frame.
//
// A system call that must wait leaves the process WAITING with its instruction pointer on the INT
// again. Either it starts the call anew when it is woken (process_wake), or its partner writes the
// result into its registers and moves it past the INT (process_complete).
#ifndef KERNEL_PROCESS_PROCESS_H
#define KERNEL_PROCESS_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/abi/limits.h"
#include "kernel/abi/process_end.h"
#include "kernel/capability/capability.h"
#include "kernel/capability/port.h"
#include "kernel/process/account.h"
#include "kernel/process/long_call.h"
#include "kernel/process/process_frame.h"
#include "kernel/report/panic.h"
#include "kernel/thread/schedule.h"
#include "kernel/thread/thread.h"
#include "kernel/thread/timeout.h"
#include "kernel/thread/work.h"
#include "mm/objects/region.h"
#include "mm/paging.h"

struct object;
struct pager;

#define FAULT_HAS_GRANT 1 // woken for frames, which its claim holds: mm/pagers/memory_wait.h
#define FAULT_OF_PAGER  2 // a paged pager may need the turn: mm/pagers/turn.h

// A process's part of the rendezvous; laid out for lab 4, which alone writes to it.
struct ipc {
    struct list callers;    // processes whose call it has received and not answered
    struct process *server; // WAIT_REPLY: who owes the reply
    struct port *port;      // WAIT_RECEIVE: where it waits for messages
    uint32_t calls;         // how many of its calls were delivered: part of the reply handle
    uint32_t lab_4;         // lab 4's, to use as it likes; 0 in a new process
};

// A page fault that the process waits with, or waited.
struct process_fault {
    user_address address;
    uint32_t patience_left; // ticks, when it last stopped waiting for the pager; 0: a new fault
    struct region *region;
    uint32_t frames;                 // WAIT_FRAMES: how many it needs
    uint8_t frame_class;             // WAIT_FRAMES: enum frame_class
    const struct frame *fresh;       // the page that was supplied to the process last
    const struct pager *slot_ticket; // the pager whose slot it was woken for; it may have ended
    bool is_admitted;                // has waited for frames: it need not queue again
};

struct process {
    struct thread; // first. Its members are the process's own (-fms-extensions)

    struct address_space space;
    int8_t level; // as a pager, or LEVEL_NONE
    bool is_core;
    bool is_given_back;   // ended, and nothing is left but its own frame
    uint8_t fault_flags;  // FAULT_ bits: its faults take the long way
    uint8_t region_count; // places used in region_order
    uint8_t fault_class;  // enum frame_class, of what its faults on paged memory take
    uint32_t number;      // for messages
    struct account account;
    struct process *creator; // whose child it is; NULL: the boot loader's. See kernel/life/family.h
    struct list children;    // that it made or has taken, and those of children that have ended
    struct list in_creator;

    struct ipc ipc;
    struct process_fault fault;
    struct claim claim; // frames for the fault that it waits in
    struct list in_granted;
    struct long_call long_call;

    struct pager *pager;              // as which it serves, or NULL
    struct list waiters;              // processes that wait for its end
    struct list all;                  // of all processes
    struct list objects;              // that it made: as a pager, and wired ones
    struct work work;                 // its end, bit by bit
    uint32_t capability_count;        // capabilities that name the process
    uint64_t core_generation;         // of the core right that it passes on; 0: none
    struct list core_objects;         // that others made with it (mm/core.h)
    bool core_is_shared;              // others made something with it
    uint32_t end_stage, end_progress; // kernel/life/teardown.c: how far its end is
    struct process_end end;
    char name[PROCESS_NAME_BYTES];

    struct port ports[PORTS_MOST];
    uint8_t region_order[REGIONS_MOST];
    struct capability capabilities[CAPABILITIES_MOST];
    struct region regions[REGIONS_MOST];
};

_Static_assert(sizeof(struct process) <= FRAME_BYTES, "a process fills a frame");

// All processes, by `all`, in the order in which they were made.
extern struct list process_list;

// Core processes that did not end themselves with status 0.
extern uint32_t process_core_failures;

// What a process waits for, behind "waits", by enum process_wait.
extern const char *const process_wait_texts[PROCESS_WAITS];

// The process whose thread runs, or will run when the kernel is left; NULL before the first one.
#define process_current thread_process(thread_current)

// Begins with an empty list of processes.
void process_init(void);

// The class of frames that the kernel takes on a process's behalf, but for its page faults.
static inline enum frame_class process_class(const struct process *process)
{
    return process->is_core ? CLASS_CORE : CLASS_PAGED;
}

// --- waiting

// Ends the wait of a system call with E_TIMEOUT.
void process_time_out(struct thread *thread);

// Ends the wait of `process` at the `ticks`-th tick from now with E_TIMEOUT as the result of its
// system call, unless it ends before: TICKS_FOREVER for never, at least 1. Requires: it has no
// timeout yet.
static inline void timeout_start(struct process *process, uint32_t ticks)
{
    if (ticks != TICKS_FOREVER)
        timeout_set(process_thread(process), ticks, process_time_out);
}

// Takes the timeout of a process off. Requires: it has one.
static inline void timeout_stop(struct process *process)
{
    timeout_clear(process_thread(process));
}

// The running process stops, to wait for `wait`. (A part of what follows.)
static inline void process_stop(struct process *process, enum process_wait wait)
{
    ASSERT(process->state, ==, PROCESS_RUNNING);
    process->state = PROCESS_WAITING;
    process->wait = (uint8_t)wait;
    schedule_stop();
}

// Stops a process that is running: it waits for `wait`, on `list` (NULL: on none), at its end.
static inline void process_wait(struct process *process, enum process_wait wait, struct list *list)
{
    process_stop(process, wait);
    if (list != NULL)
        list_append(list, &process->link);
    else
        list_init(&process->link);
}

// Takes the timeout of a process off, if it has one. The process may have to wait for the same page
// again, so the rest of its patience is kept.
static inline void process_pause_patience(struct process *process)
{
    if (!process->is_timed)
        return;
    uint32_t left = process->deadline_tick - timer_ticks();
    process->fault.patience_left = left == 0 ? 1 : left;
    timeout_stop(process);
}

// Ends the wait of a process, which is ready then, without a timeout, and does again what it waited
// in.
// Requires: it is WAITING.
static inline void process_wake(struct process *process)
{
    ASSERT(process->state, ==, PROCESS_WAITING);
    process_pause_patience(process);
    process->wait = WAIT_NONE;
    list_remove(&process->link);
    schedule_ready(process_thread(process));
}

// Ends a wait in a system call, with `result` as what the call returns.
// Requires: it is WAITING in a system call.
static inline void process_complete(struct process *process, int32_t result)
{
    ASSERT(process->state, ==, PROCESS_WAITING);
    if (process->is_timed)
        timeout_stop(process);
    process->wait = WAIT_NONE;
    process->registers.eax = (uint32_t)result;
    process->registers.eip += SYSTEM_CALL_BYTES;
    list_remove(&process->link);
    schedule_ready(process_thread(process));
}

// --- ports

// The port's owner, if it waits for a message there; else NULL.
static inline struct process *port_receiver(const struct port *port)
{
    struct process *owner = port_owner(port);
    return owner->wait == WAIT_RECEIVE && owner->ipc.port == port ? owner : NULL;
}

// Hands out what the kernel has for this port, in its owner's registers: a pager's requests first,
// then its RELEASE notices, then interrupts. Returns whether there was anything.
static inline bool port_take_notice(struct port *port)
{
    return port->has_notice && port_take_pending_notice(port);
}

// --- the end

// Ends a process: at once it runs no more and waits for nothing; what it has is given back bit by
// bit (kernel/thread/work.h). Prints a line, unless the reason is END_EXIT with status 0.
// Requires: it is not ENDING or ENDED.
void process_end(struct process *process, enum end_reason reason, int32_t status, uint32_t address);

// The rest of the end, from where it has begun (kernel/life/teardown.h sets it): gives back at once
// what must not wait, and has all else given back bit by bit.
extern void (*process_tear_down)(struct process *process);

// Whether it has ended, or is about to.
static inline bool process_is_over(const struct process *process)
{
    return thread_is_over(process_thread(process));
}

#endif
