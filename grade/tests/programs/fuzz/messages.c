// SPDX-License-Identifier: MIT
// Ports, messages and capabilities.
#include "grade/tests/programs/fuzz/fuzz.h"

#define TAGS  8
#define TRIES 4

void make_port(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);

    if (counted(worker, port_create(to)) == 0 && (worker->port == 0 || one_in(worker, 4)))
        worker->port = to;
    learn(worker, to);
}

static struct message make_message(struct worker *worker, uint32_t port)
{
    bool passes = one_in(worker, 4), accepts = one_in(worker, 2);

    return (struct message){
        .port = (uint8_t)port,
        .capability = (uint8_t)(passes ? choose_known_handle(worker) : 0),
        .accept = (uint8_t)(accepts ? choose_handle(worker, CAPABILITY_NONE) : 0),
        .tag = one_in(worker, 30) ? choose_odd_value(worker) : choose(worker, TAGS),
        .words = {worker->random, 1, 2, 3},
    };
}

static void look_at(struct worker *worker, const struct message *message, int32_t result)
{
    if (result < 0)
        return;
    if (message->arrived & MESSAGE_CAPABILITY_CAME)
        learn(worker, message->accept);
    uint32_t reply = message_reply_handle(message);
    if (reply != 0 && worker->reply_count < REQUESTS)
        worker->replies[worker->reply_count++] = reply;
}

// Mostly somebody else's.
static uint32_t choose_destination(struct worker *worker)
{
    uint32_t port = choose_handle(worker, CAPABILITY_PORT);

    for (uint32_t i = 0; i < TRIES && (port == STORE || port == worker->port); i++)
        port = choose_handle(worker, CAPABILITY_PORT);
    return port;
}

static void send(struct worker *worker)
{
    struct message message = make_message(worker, choose_destination(worker));
    counted(worker, message_send(&message, choose_timeout(worker)));
}

static void call(struct worker *worker)
{
    struct message message = make_message(worker, choose_destination(worker));
    look_at(worker, &message, counted(worker, message_call(&message, choose_timeout(worker))));
}

static uint32_t choose_own_port(struct worker *worker)
{
    return one_in(worker, 10) ? choose_handle(worker, CAPABILITY_PORT) : worker->port;
}

static void receive(struct worker *worker)
{
    if (worker->port == 0 && !one_in(worker, 10))
        return;
    struct message message = make_message(worker, choose_own_port(worker));
    look_at(worker, &message, counted(worker, message_receive(&message, choose_timeout(worker))));
}

static uint32_t take_reply(struct worker *worker)
{
    if (worker->reply_count == 0)
        return choose_odd_value(worker);
    uint32_t reply = worker->replies[choose(worker, worker->reply_count)];
    if (!one_in(worker, 8)) // else once more, later
        worker->reply_count--;
    return reply;
}

static void reply(struct worker *worker)
{
    struct message message = make_message(worker, worker->port);

    if (worker->reply_count == 0 && !one_in(worker, 20))
        return;
    counted(worker, message_reply(&message, take_reply(worker)));
}

static void reply_and_receive(struct worker *worker)
{
    struct message message = make_message(worker, choose_own_port(worker));

    if (worker->reply_count == 0 && !one_in(worker, 10))
        return; // mostly it would wait for ever
    int32_t result = counted(worker, message_reply_receive(&message, take_reply(worker)));
    look_at(worker, &message, result);
}

static void await(struct worker *worker)
{
    struct message message = make_message(worker, worker->port);
    counted(worker, message_await_reply(&message, choose_timeout(worker)));
}

static void copy(struct worker *worker)
{
    uint32_t to = choose_handle(worker, CAPABILITY_NONE);

    counted(worker, capability_copy(choose_known_handle(worker), to, choose_rights(worker),
                                    choose(worker, 100)));
    learn(worker, to);
}

// Ports above all, so that messages have somewhere to go.
static void give_any(struct worker *worker)
{
    uint32_t from = choose_handle(worker, CAPABILITY_PORT);

    if (one_in(worker, 3))
        from = choose_known_handle(worker);
    else if (worker->port != 0 && one_in(worker, 2))
        from = worker->port;
    give(worker, from, choose_rights(worker) | RIGHT_SEND);
}

static void drop(struct worker *worker)
{
    uint32_t handle = one_in(worker, 6) ? choose_any_handle(worker) : choose_known_handle(worker);

    if (handle < FRIENDS || handle >= DRONE)
        return;
    counted(worker, capability_drop(handle));
    learn(worker, handle);
}

static void revoke(struct worker *worker)
{
    counted(worker, capability_revoke(choose_known_handle(worker)));
}

// clang-format off
const struct action message_actions[] = {
    //              client pager messenger maker core
    {make_port, {1, 2, 4, 1, 2}},
    {send, {2, 2, 40, 4, 4}},
    {call, {4, 2, 40, 4, 4}},
    {receive, {1, 4, 40, 4, 12}},
    {reply, {1, 1, 24, 2, 2}},
    {reply_and_receive, {0, 0, 6, 1, 1}},
    {await, {0, 0, 1, 1, 0}},
    {copy, {4, 4, 10, 4, 4}},
    {give_any, {6, 6, 30, 8, 8}},
    {drop, {6, 3, 10, 8, 8}},
    {revoke, {1, 1, 3, 2, 2}},
    {NULL, {0}},
};
// clang-format on
