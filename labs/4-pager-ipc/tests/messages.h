// SPDX-License-Identifier: MIT
// Lab 4's kernel/ipc.h as an executable specification (kernel/test/specification.h). messages.c has
// what the contract allows, messages_view.c sees what there is, messages_calls.c makes the calls.
//
// Processes a, b, c and d. Under MESSAGE_PORTS + i each has a capability for the port i of all:
// a's two ports, b's two, c's one. (An owner's is one to receive with.)
#ifndef LABS_4_PAGER_IPC_TESTS_MESSAGES_H
#define LABS_4_PAGER_IPC_TESTS_MESSAGES_H

#include "kernel/test/specification.h"
#include "labs/4-pager-ipc/tests/view.h"

#define MESSAGE_PROCESSES  4
#define MESSAGE_PORT_COUNT 5

// Handles in each process.
#define MESSAGE_PORTS    1  // to 5
#define MESSAGE_PASSABLE 10 // a capability that may be passed on
#define MESSAGE_KEPT     11 // one that may not
#define MESSAGE_NOTHING  12 // nothing is there
#define MESSAGE_STALE    13 // what it was for is gone
#define MESSAGE_ACCEPT   14 // to 15: free at first
#define MESSAGE_HANDLES  16

enum messages_function {
    CALL_SEND,         // process, port, handle that goes along, timeout
    CALL_CALL,         // the same, and the handle for what comes with the reply
    CALL_RECEIVE,      // port, handle for what comes, timeout
    CALL_REPLY,        // process, caller, calls more than it has made, handle that goes along
    CALL_REPLY_NOBODY, // process, reply handle, handle that goes along
    CALL_FAIL_SENDERS, // port
    CALL_FAIL_CALLERS, // process
    // What others do meanwhile:
    DO_TICK,      // a tick passes
    DO_INTERRUPT, // port, line
    DO_SPOIL,     // process, handle, how: its capability is no good any more, or is again
    DO_END,       // process: it is over, or is not
    DO_REMOVE,    // process, handle: the handle is free again
    DO_CALLS,     // process, how many calls it has made
    MESSAGES_FUNCTIONS,
};

enum spoiled { SPOILED_GENERATION, SPOILED_RIGHTS, SPOILED_TARGET, SPOILED };

struct messages_process {
    uint8_t state, wait;
    bool is_timed;
    uint32_t deadline_tick;
    const struct process *server;
    const struct port *port;
    uint32_t calls;
    struct view_list callers;
    struct trap_frame registers;
    struct capability capabilities[MESSAGE_HANDLES];
    int error; // WAIT_SEND, WAIT_CALL: what message_check says of it
};

struct messages_port {
    struct view_list senders;
    uint16_t interrupts;
};

struct messages_view {
    struct messages_process process[MESSAGE_PROCESSES];
    struct messages_port port[MESSAGE_PORT_COUNT];
};

extern struct process *message_process[MESSAGE_PROCESSES];
extern struct port *message_port[MESSAGE_PORT_COUNT];

void messages_begin(void);
bool messages_perform(const struct specified_call *call);
void messages_print(const struct specified_call *call, char *text, size_t bytes);

void messages_read(struct messages_view *view);
void messages_check(const struct messages_view *found, const struct messages_view *expected,
                    const char *sentence);

uint32_t messages_owner(uint32_t port);

// --- what the contract allows: each changes the view of before, and says what must be returned.

struct messages_send {
    uint32_t sender, port, timeout;
    bool is_call;
    int error; // what message_check_passing says of it
};

int32_t messages_expect_send(struct messages_view *view, const struct messages_send *send,
                             const char **sentence);
int32_t messages_expect_receive(struct messages_view *view, uint32_t port, uint32_t timeout,
                                const char **sentence);
// `error` is what message_check_passing says of the server.
int32_t messages_expect_reply(struct messages_view *view, uint32_t server, uint32_t reply,
                              int error, const char **sentence);
bool messages_expect_fail(struct messages_view *view, struct view_list *waiting);
void messages_expect_tick(struct messages_view *view, uint32_t now);

#endif
