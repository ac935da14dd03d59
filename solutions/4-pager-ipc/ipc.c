// SPDX-License-Identifier: MIT
// Lab 4, the reference: messages from one process's saved registers to another's.
#include "kernel/ipc.h"
#include "kernel/abi/system_call_numbers.h"
#include "kernel/process/process.h"

#define NUMBER_MASK 0xffu

static void move_words(const struct process *from, struct process *to)
{
    to->registers.ebx = from->registers.ebx;
    to->registers.edx = from->registers.edx;
    to->registers.esi = from->registers.esi;
    to->registers.edi = from->registers.edi;
    to->registers.ebp = from->registers.ebp;
}

// Moves a message to the owner of the port that it was sent to. Returns the flags of what arrived.
static inline uint32_t deliver(struct process *sender, struct process *receiver)
{
    move_words(sender, receiver);
    receiver->registers.ecx = message_destination(sender)->badge;
    return message_pass_capability(sender, receiver);
}

// The caller's message was delivered: it waits for the reply from now on. Returns its reply handle.
static uint32_t expect_reply(struct process *caller, struct process *server)
{
    caller->ipc.server = server;
    caller->ipc.calls++;
    caller->registers.eax =
        (caller->registers.eax & ~NUMBER_MASK) | SYSTEM_CALL_NUMBER_message_await_reply;
    return ipc_reply_handle(caller);
}

// What both ways to send check first. Returns 0 or an error.
static inline int check(struct process *sender, const struct port *port)
{
    if (port_owner(port) == sender)
        return E_SELF;
    return message_check_passing(sender);
}

static int32_t wait_to_send(struct process *sender, enum process_wait wait, struct port *port,
                            uint32_t timeout)
{
    process_wait(sender, wait, &port->senders);
    timeout_start(sender, timeout);
    return SYSTEM_CALL_WAITS;
}

int32_t ipc_send(struct process *sender, struct port *port, uint32_t timeout)
{
    struct process *receiver = port_receiver(port);

    int error = check(sender, port);
    if (error != 0)
        return error;
    if (receiver != NULL) {
        process_complete(receiver, (int32_t)deliver(sender, receiver));
        return 0;
    }
    if (timeout == 0)
        return E_TIMEOUT;
    return wait_to_send(sender, WAIT_SEND, port, timeout);
}

int32_t ipc_call(struct process *sender, struct port *port, uint32_t timeout)
{
    struct process *receiver = port_receiver(port);

    int error = check(sender, port);
    if (error != 0)
        return error;
    if (timeout == 0)
        return E_TIMEOUT;
    if (receiver == NULL)
        return wait_to_send(sender, WAIT_CALL, port, timeout);
    uint32_t flags = deliver(sender, receiver);
    uint32_t reply = expect_reply(sender, receiver);
    // The caller stops first: then the receiver runs at once, without a queue.
    process_wait(sender, WAIT_REPLY, &receiver->ipc.callers);
    timeout_start(sender, timeout);
    process_complete(receiver, (int32_t)(reply | flags));
    return SYSTEM_CALL_WAITS;
}

// Takes the message of a process that waits to send.
static int32_t take_from(struct process *sender, struct process *receiver)
{
    uint32_t flags = deliver(sender, receiver);

    if (sender->wait == WAIT_SEND) {
        process_complete(sender, 0);
        return (int32_t)flags;
    }
    list_remove(&sender->link);
    list_append(&receiver->ipc.callers, &sender->link);
    sender->wait = WAIT_REPLY;
    return (int32_t)(expect_reply(sender, receiver) | flags);
}

int32_t ipc_receive(struct process *receiver, struct port *port, uint32_t timeout)
{
    if (port_take_notice(port))
        return 0;
    for (int looked = 1; !list_is_empty(&port->senders); looked++) {
        struct process *sender = LIST_ITEM(port->senders.next, struct process, link);
        int error = message_check(sender, port);
        if (error == 0)
            return take_from(sender, receiver);
        process_complete(sender, error);
        if (looked == IPC_SLICE)
            return ipc_look_again();
    }
    if (timeout == 0)
        return E_TIMEOUT;
    receiver->ipc.port = port;
    process_wait(receiver, WAIT_RECEIVE, NULL);
    timeout_start(receiver, timeout);
    return SYSTEM_CALL_WAITS;
}

int32_t ipc_reply(struct process *server, uint32_t reply)
{
    struct process *caller = ipc_process_of_reply(reply);

    if (caller == NULL || process_is_over(caller))
        return E_DEAD;
    if (caller->wait != WAIT_REPLY || caller->ipc.server != server ||
        ((ipc_reply_handle(caller) ^ reply) & MESSAGE_REPLY) != 0)
        return E_STALE;
    int error = message_check_passing(server);
    if (error != 0)
        return error;
    move_words(server, caller);
    caller->registers.ecx = 0;
    process_complete(caller, (int32_t)message_pass_capability(server, caller));
    return 0;
}

static bool fail(struct list *waiting)
{
    for (int i = 0; i < IPC_SLICE && !list_is_empty(waiting); i++)
        process_complete(LIST_ITEM(waiting->next, struct process, link), E_DEAD);
    return list_is_empty(waiting);
}

bool ipc_fail_senders(struct port *port)
{
    return fail(&port->senders);
}

bool ipc_fail_callers(struct process *server)
{
    return fail(&server->ipc.callers);
}
