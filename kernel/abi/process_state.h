// SPDX-License-Identifier: MIT
// What a process does, and what it waits for: the kernel's own names, which programs see too.
#ifndef KERNEL_ABI_PROCESS_STATE_H
#define KERNEL_ABI_PROCESS_STATE_H

// STATE(name, what a person reads)
#define PROCESS_STATE_LIST(STATE)                                                                  \
    STATE(PROCESS_NEW, "new") /* not started yet */                                                \
    STATE(PROCESS_READY, "ready")                                                                  \
    STATE(PROCESS_RUNNING, "running") /* it is process_current */                                  \
    STATE(PROCESS_WAITING, "waits")                                                                \
    STATE(PROCESS_ENDING, "is ending") /* what it had is being given back */                       \
    STATE(PROCESS_ENDED, "ended")

// What a WAITING process waits for, and so who wakes it and which list it is on.
// WAIT(name, what a person reads)
#define PROCESS_WAIT_LIST(WAIT)                                                                    \
    WAIT(WAIT_NONE, "")                                                                            \
    WAIT(WAIT_SEND, "to send")           /* the port's senders                  (lab 4) */         \
    WAIT(WAIT_CALL, "to call")           /* to send, and for the reply: the same (lab 4) */        \
    WAIT(WAIT_REPLY, "for a reply")      /* its server's callers                (lab 4) */         \
    WAIT(WAIT_RECEIVE, "for messages")   /* on ipc.port: no list                (lab 4) */         \
    WAIT(WAIT_SLEEP, "for time to pass") /* no list */                                             \
    WAIT(WAIT_END, "for an end")         /* of another process: its `waiters` */                   \
    WAIT(WAIT_PAGE, "for a page")        /* FETCHING or STORING: its slot's waiters */             \
    WAIT(WAIT_SLOT, "for a slot")        /* of a pager: the pager's slot waiters */                \
    WAIT(WAIT_FRAMES, "for free frames") /* mm/pagers/memory_wait.h */                             \
    WAIT(WAIT_SYNC, "for a store")       /* object_sync: the slot's waiters */

#define PROCESS_VALUE(name, text) name,

enum process_state { PROCESS_STATE_LIST(PROCESS_VALUE) PROCESS_STATES };
enum process_wait { PROCESS_WAIT_LIST(PROCESS_VALUE) PROCESS_WAITS };

#undef PROCESS_VALUE

#endif
