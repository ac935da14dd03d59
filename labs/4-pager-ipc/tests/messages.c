// SPDX-License-Identifier: MIT
#include "labs/4-pager-ipc/tests/messages.h"
#include "kernel/abi/system_call_numbers.h"

#include "common/string.h"
#include "kernel/ipc.h"
#include "labs/4-pager-ipc/tests/sentences.h"

static uint32_t handle_of(const struct messages_process *process, uint32_t shift)
{
    return process->registers.eax >> shift & 0xff;
}

// --- the ends of waits

static void end_wait(struct messages_process *process, int32_t result)
{
    process->state = PROCESS_READY;
    process->wait = WAIT_NONE;
    process->is_timed = false;
    process->deadline_tick = 0;
    process->registers.eax = (uint32_t)result;
    process->registers.eip += SYSTEM_CALL_BYTES;
}

static void begin_wait(struct messages_process *process, enum process_wait wait, uint32_t timeout)
{
    process->state = PROCESS_WAITING;
    process->wait = (uint8_t)wait;
    process->is_timed = timeout != TICKS_FOREVER;
    process->deadline_tick = process->is_timed ? timer_ticks() + timeout : 0;
}

// --- delivering

static void move_words(const struct messages_process *from, struct messages_process *to)
{
    to->registers.ebx = from->registers.ebx;
    to->registers.edx = from->registers.edx;
    to->registers.esi = from->registers.esi;
    to->registers.edi = from->registers.edi;
    to->registers.ebp = from->registers.ebp;
}

// As message_pass_capability, which is given. Returns the flags.
static uint32_t pass(const struct messages_process *from, struct messages_process *to)
{
    uint32_t handle = handle_of(from, MESSAGE_CAPABILITY_SHIFT);
    uint32_t accept = handle_of(to, MESSAGE_ACCEPT_SHIFT);

    if (handle == 0)
        return 0;
    if (accept == 0 || to->capabilities[accept].kind != CAPABILITY_NONE)
        return MESSAGE_CAPABILITY_REFUSED;
    to->capabilities[accept] = from->capabilities[handle];
    return MESSAGE_CAPABILITY_CAME;
}

// Returns what the receiver gets: the flags, and for a call the reply handle.
static uint32_t deliver(struct messages_view *view, uint32_t sender, uint32_t receiver,
                        bool is_call)
{
    struct messages_process *from = &view->process[sender], *to = &view->process[receiver];
    uint32_t flags, frame = ((uint32_t)message_process[sender] - KERNEL_BASE) >> FRAME_SHIFT;

    move_words(from, to);
    to->registers.ecx = from->capabilities[handle_of(from, MESSAGE_PORT_SHIFT)].badge;
    flags = pass(from, to);
    if (!is_call)
        return flags;
    from->calls++;
    from->server = message_process[receiver];
    from->registers.eax = (from->registers.eax & ~0xffu) | SYSTEM_CALL_NUMBER_message_await_reply;
    view_list_append(&to->callers, sender);
    return flags | frame << REPLY_FRAME_SHIFT |
           (from->calls & REPLY_CALLS_MASK) << REPLY_CALLS_SHIFT;
}

// --- the calls

int32_t messages_expect_send(struct messages_view *view, const struct messages_send *send,
                             const char **sentence)
{
    uint32_t owner = messages_owner(send->port);
    struct messages_process *sender = &view->process[send->sender];
    struct messages_process *receiver = &view->process[owner];
    bool is_waited_for =
        receiver->wait == WAIT_RECEIVE && receiver->port == message_port[send->port];

    *sentence = send->is_call ? SAYS_CALL_RETURNS : SAYS_SEND_RETURNS;
    if (owner == send->sender)
        return E_SELF; // or what message_check_passing says: which, is open
    if (send->error != 0)
        return send->error;
    if (send->timeout == 0 && (send->is_call || !is_waited_for))
        return E_TIMEOUT;
    if (!is_waited_for) {
        *sentence = send->is_call ? SAYS_CALL_WAITS : SAYS_SEND_WAITS;
        begin_wait(sender, send->is_call ? WAIT_CALL : WAIT_SEND, send->timeout);
        view_list_append(&view->port[send->port].senders, send->sender);
        return SYSTEM_CALL_WAITS;
    }
    *sentence = send->is_call ? SAYS_CALL : SAYS_SEND;
    uint32_t result = deliver(view, send->sender, owner, send->is_call);
    end_wait(receiver, (int32_t)result);
    if (!send->is_call)
        return 0;
    begin_wait(sender, WAIT_REPLY, send->timeout);
    return SYSTEM_CALL_WAITS;
}

static void take_interrupts(struct messages_process *receiver, struct messages_port *port)
{
    receiver->registers.ebx = TAG_INTERRUPT;
    receiver->registers.edx = port->interrupts;
    receiver->registers.ecx = receiver->registers.esi = 0;
    receiver->registers.edi = receiver->registers.ebp = 0;
    port->interrupts = 0;
}

int32_t messages_expect_receive(struct messages_view *view, uint32_t port, uint32_t timeout,
                                const char **sentence)
{
    uint32_t owner = messages_owner(port);
    struct messages_process *receiver = &view->process[owner];
    struct view_list *senders = &view->port[port].senders;
    bool has_failed = false;

    *sentence = SAYS_NOTICE_FIRST;
    if (view->port[port].interrupts != 0) {
        take_interrupts(receiver, &view->port[port]);
        return 0;
    }
    *sentence = SAYS_RECEIVE_CHECKS;
    while (senders->count > 0) {
        uint32_t number = view_list_take(senders, 0);
        struct messages_process *sender = &view->process[number];
        if (sender->error != 0) {
            end_wait(sender, sender->error);
            has_failed = true;
            continue;
        }
        *sentence = SAYS_RECEIVE_DELIVERS;
        bool is_call = sender->wait == WAIT_CALL;
        uint32_t result = deliver(view, number, owner, is_call);
        if (is_call)
            sender->wait = WAIT_REPLY;
        else
            end_wait(sender, 0);
        return (int32_t)result;
    }
    *sentence = has_failed ? SAYS_RECEIVE_CHECKS : SAYS_RECEIVE_WAITS;
    if (timeout == 0)
        return E_TIMEOUT;
    begin_wait(receiver, WAIT_RECEIVE, timeout);
    receiver->port = message_port[port];
    return SYSTEM_CALL_WAITS;
}

int32_t messages_expect_reply(struct messages_view *view, uint32_t server, uint32_t reply,
                              int error, const char **sentence)
{
    uint32_t frame = reply >> REPLY_FRAME_SHIFT & REPLY_FRAME_MASK, caller = 0;
    struct view_list *callers = &view->process[server].callers;

    *sentence = SAYS_REPLY_RETURNS;
    while (caller < MESSAGE_PROCESSES &&
           ((uint32_t)message_process[caller] - KERNEL_BASE) >> FRAME_SHIFT != frame)
        caller++;
    if (caller == MESSAGE_PROCESSES || view->process[caller].state >= PROCESS_ENDING)
        return E_DEAD;
    struct messages_process *to = &view->process[caller];
    if (to->wait != WAIT_REPLY || to->server != message_process[server] ||
        (to->calls & REPLY_CALLS_MASK) != (reply >> REPLY_CALLS_SHIFT & REPLY_CALLS_MASK))
        return E_STALE;
    if (error != 0)
        return error;
    *sentence = SAYS_REPLY;
    move_words(&view->process[server], to);
    to->registers.ecx = 0;
    end_wait(to, (int32_t)pass(&view->process[server], to));
    for (uint32_t i = 0; i < callers->count; i++) {
        if (callers->item[i] == caller)
            view_list_take(callers, i);
    }
    return 0;
}

bool messages_expect_fail(struct messages_view *view, struct view_list *waiting)
{
    while (waiting->count > 0)
        end_wait(&view->process[view_list_take(waiting, 0)], E_DEAD);
    return true;
}

static void leave(struct view_list *list, uint32_t item)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->item[i] == item)
            view_list_take(list, i);
    }
}

void messages_expect_tick(struct messages_view *view, uint32_t now)
{
    for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++) {
        struct messages_process *process = &view->process[i];
        if (!process->is_timed || process->deadline_tick != now)
            continue;
        end_wait(process, E_TIMEOUT);
        for (uint32_t j = 0; j < MESSAGE_PROCESSES; j++)
            leave(&view->process[j].callers, i);
        for (uint32_t j = 0; j < MESSAGE_PORT_COUNT; j++)
            leave(&view->port[j].senders, i);
    }
}
