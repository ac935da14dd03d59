// SPDX-License-Identifier: MIT
// Another design, and what the contract leaves open done the other way: callers are linked in front
// of each other, what goes along is checked before the port is, a waiting sender is told before
// the receiver goes on, and lists are cut into smaller slices.
#include "kernel/ipc.h"

#define OWN_SLICE 5

static void copy_message(const struct trap_frame *from, struct trap_frame *to, uint32_t badge)
{
    to->ebp = from->ebp;
    to->edi = from->edi;
    to->esi = from->esi;
    to->edx = from->edx;
    to->ecx = badge;
    to->ebx = from->ebx;
}

// The message arrives at `to`. Returns what its EAX will be.
static uint32_t arrive(struct process *from, struct process *to, bool calls)
{
    uint32_t came = message_pass_capability(from, to);

    copy_message(&from->registers, &to->registers, message_destination(from)->badge);
    if (!calls)
        return came;
    from->ipc.calls += 1;
    from->ipc.server = to;
    from->registers.eax &= ~0xffu;
    from->registers.eax |= SYSTEM_CALL_NUMBER_message_await_reply;
    return came | ipc_reply_handle(from);
}

static int32_t begin(struct process *sender, struct port *port, uint32_t timeout, bool calls)
{
    struct process *owner = port_owner(port);
    bool waits = owner->wait == WAIT_RECEIVE && owner->ipc.port == port;
    int error = message_check_passing(sender);

    if (error == 0 && owner == sender)
        error = E_SELF;
    if (error == 0 && timeout == 0 && (calls || !waits))
        error = E_TIMEOUT;
    if (error != 0)
        return error;
    if (!waits) {
        process_wait(sender, calls ? WAIT_CALL : WAIT_SEND, &port->senders);
        timeout_start(sender, timeout);
        return SYSTEM_CALL_WAITS;
    }
    uint32_t what = arrive(sender, owner, calls);
    if (calls) {
        process_wait(sender, WAIT_REPLY, owner->ipc.callers.next); // the first from now on
        timeout_start(sender, timeout);
    }
    process_complete(owner, (int32_t)what);
    return calls ? SYSTEM_CALL_WAITS : 0;
}

int32_t ipc_send(struct process *sender, struct port *port, uint32_t timeout)
{
    return begin(sender, port, timeout, false);
}

int32_t ipc_call(struct process *sender, struct port *port, uint32_t timeout)
{
    return begin(sender, port, timeout, true);
}

int32_t ipc_receive(struct process *receiver, struct port *port, uint32_t timeout)
{
    uint32_t refused = 0;

    if (port_take_notice(port))
        return 0;
    while (port->senders.next != &port->senders) {
        struct process *sender = LIST_ITEM(port->senders.next, struct process, link);
        int error = refused < OWN_SLICE ? message_check(sender, port) : 0;
        if (refused == OWN_SLICE)
            return ipc_look_again();
        if (error != 0) {
            process_complete(sender, error);
            refused++;
            continue;
        }
        bool calls = sender->wait == WAIT_CALL;
        uint32_t what = arrive(sender, receiver, calls);
        if (!calls) {
            process_complete(sender, 0);
            return (int32_t)what;
        }
        list_remove(&sender->link);
        list_insert(receiver->ipc.callers.next, &sender->link);
        sender->wait = WAIT_REPLY;
        return (int32_t)what;
    }
    if (timeout == 0)
        return E_TIMEOUT;
    process_wait(receiver, WAIT_RECEIVE, NULL);
    timeout_start(receiver, timeout);
    receiver->ipc.port = port;
    return SYSTEM_CALL_WAITS;
}

int32_t ipc_reply(struct process *server, uint32_t reply)
{
    struct process *caller = ipc_process_of_reply(reply);

    if (caller == NULL)
        return E_DEAD;
    if (process_is_over(caller))
        return E_DEAD;
    bool waits = caller->wait == WAIT_REPLY && caller->ipc.server == server;
    uint32_t calls = reply >> REPLY_CALLS_SHIFT & REPLY_CALLS_MASK;
    if (!waits || calls != (caller->ipc.calls & REPLY_CALLS_MASK))
        return E_STALE;
    int error = message_check_passing(server);
    if (error != 0)
        return error;
    uint32_t came = message_pass_capability(server, caller);
    copy_message(&server->registers, &caller->registers, 0);
    process_complete(caller, (int32_t)came);
    return 0;
}

// The last ones first, a few at a time.
static bool end_some(struct list *list)
{
    for (uint32_t i = 0; i < OWN_SLICE; i++) {
        if (list_is_empty(list))
            return true;
        process_complete(LIST_ITEM(list->previous, struct process, link), E_DEAD);
    }
    return list_is_empty(list);
}

bool ipc_fail_senders(struct port *port)
{
    return end_some(&port->senders);
}

bool ipc_fail_callers(struct process *server)
{
    return end_some(&server->ipc.callers);
}
