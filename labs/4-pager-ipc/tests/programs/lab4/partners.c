// SPDX-License-Identifier: MIT
// Scenarios: partners that end, or ask for what is not theirs.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t go;

// A server that receives `calls` calls when it is told to, and answers none.
static int32_t receive_and_end(uint32_t calls)
{
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN};
    struct message message = {.port = CHILD_OWN};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    CHECK(message_receive(&message, TICKS_FOREVER), >, 0); // waits for the first one
    while (go < 1)
        process_sleep(1);
    for (uint32_t i = 1; i < calls; i++)
        CHECK(message_receive(&message, TICKS_FOREVER), >, 0); // the others have waited
    while (go < 2)
        process_sleep(1);
    return 5;
}

// Whoever waits for a server that ends, to send to it or for its reply, hears of it.
void ipc_dead_server(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = SPARE};
    uint32_t dead = 0;

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    make_child(CHILD, 1);
    child_run(CHILD, receive_and_end, 20);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    await_wait(CHILD, TO_RECEIVE);
    for (uint32_t i = 1; i <= 30; i++) {
        child_make(CHILD + i, "client", CHILD_QUOTA);
        CHECK(capability_give(CHILD + i, SPARE, CHILD_PORT, RIGHT_SEND, 0), ==, 0);
        child_run(CHILD + i, i <= 25 ? call_it : send_it, i);
        await_wait(CHILD + i, i == 1 ? FOR_REPLY : i <= 25 ? TO_CALL : TO_SEND);
    }
    go = 1;
    for (uint32_t i = 1; i <= 20; i++)
        await_wait(CHILD + i, FOR_REPLY);
    go = 2;
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 5);
    for (uint32_t i = 1; i <= 30; i++) {
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, E_DEAD);
        dead++;
    }
    struct message message = {.port = SPARE};
    CHECK(message_call(&message, 0), ==, E_STALE); // there is nothing to call any more
    test_report("dead", dead);
}

// The same for a port that its owner gives up.
void ipc_dropped_port(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    for (uint32_t i = 0; i < 20; i++) {
        make_child(CHILD + i, i);
        child_run(CHILD + i, i % 2 ? call_it : send_it, i);
        await_wait(CHILD + i, i % 2 ? TO_CALL : TO_SEND);
    }
    CHECK(capability_drop(PORT), ==, 0);
    for (uint32_t i = 0; i < 20; i++)
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, E_DEAD);
    CHECK(port_create(PORT), ==, 0);
    test_report("dead", 20);
}

static int32_t call_twice(uint32_t argument)
{
    CHECK(call_it(argument), ==, 0);
    return call_it(argument + 1);
}

void ipc_dead_caller(const char *arguments)
{
    struct message first = {.port = PORT}, second = {.port = PORT}, reply = {.tag = 1};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    make_child(CHILD, 1);
    make_child(CHILD + 1, 2);
    child_run(CHILD, call_twice, 1);
    child_run(CHILD + 1, call_twice, 1);
    CHECK(message_receive(&first, 100), >, 0);
    CHECK(message_receive(&second, 100), >, 0);
    uint32_t dead = message_reply_handle(&first), alive = message_reply_handle(&second);
    CHECK(process_end(CHILD), ==, 0);
    CHECK(message_reply(&reply, dead), ==, E_DEAD);
    test_expect_end(CHILD, END_KILLED);
    CHECK(message_reply(&reply, dead), ==, E_DEAD); // now it is gone altogether
    // Forged: another call of the same process, other processes, no process at all
    CHECK(message_reply(&reply, alive + (1u << 21)), ==, E_STALE);
    CHECK(message_reply(&reply, 0), ==, E_DEAD);
    CHECK(message_reply(&reply, 0x7ffffffcu), ==, E_DEAD);
    for (uint32_t frame = 0; frame < 6000; frame += 3)
        CHECK(message_reply(&reply, frame << 2), <, 0);
    CHECK(message_reply(&reply, alive), ==, 0);
    CHECK(message_reply(&reply, alive), ==, E_STALE); // once only
    CHECK(message_receive(&second, 100), >, 0);
    CHECK(message_reply(&reply, alive), ==, E_STALE);
    CHECK(message_reply(&reply, message_reply_handle(&second)), ==, 0);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    test_report("done", 1);
}

// Somebody else's caller is not for me to answer.
static int32_t answer_for_another(uint32_t reply)
{
    struct message message = {.tag = 666};
    return message_reply(&message, reply);
}

void ipc_foreign_reply(const char *arguments)
{
    struct message call = {.port = PORT}, reply = {.tag = 1};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    make_child(CHILD, 1);
    child_run(CHILD, call_it, 1);
    CHECK(message_receive(&call, 100), >, 0);
    make_child(CHILD + 1, 2);
    child_run(CHILD + 1, answer_for_another, message_reply_handle(&call));
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, E_STALE);
    CHECK(message_reply(&reply, message_reply_handle(&call)), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("done", 1);
}

void ipc_self(const char *arguments)
{
    struct message message = {.port = PORT, .tag = 1};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(message_send(&message, TICKS_FOREVER), ==, E_SELF);
    CHECK(message_call(&message, TICKS_FOREVER), ==, E_SELF);
    CHECK(capability_copy(PORT, SPARE, RIGHT_SEND, 5), ==, 0);
    message.port = SPARE;
    CHECK(message_send(&message, TICKS_FOREVER), ==, E_SELF);
    message.port = PORT;
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT); // and nothing came of it
    test_report("done", 1);
}
