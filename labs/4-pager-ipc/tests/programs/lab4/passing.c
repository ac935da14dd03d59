// SPDX-License-Identifier: MIT
// Scenarios: capabilities in messages, and the core right, which only boot processes have.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

// --- capabilities in messages

// Gets a port with a message, and sends through it.
static int32_t use_what_comes(uint32_t argument)
{
    struct message message = {.port = CHILD_OWN, .accept = CHILD_OWN + 2};
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    CHECK(message_receive(&message, TICKS_FOREVER), ==, MESSAGE_CAPABILITY_CAME);
    struct message through = {.port = CHILD_OWN + 2, .tag = 11, .words = {argument}};
    CHECK(message_send(&through, TICKS_FOREVER), ==, 0);
    // Refused: no place named, then a place that is taken
    CHECK(message_receive(&message, TICKS_FOREVER), ==, E_OCCUPIED);
    message.accept = 0;
    CHECK(message_receive(&message, TICKS_FOREVER), ==, MESSAGE_CAPABILITY_REFUSED);
    CHECK(message.words[0], ==, 77u);
    return 0;
}

void ipc_capability(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = SPARE}, message;
    uint32_t word = test_random(1000000);

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    make_child(CHILD, 1);
    child_run(CHILD, use_what_comes, word);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    CHECK(capability_inspect(SPARE), ==, CAPABILITY_PORT | (RIGHT_SEND | RIGHT_PASS) << 8);
    // What may not be passed on is refused, and nothing is sent.
    CHECK(capability_copy(PORT, SPARE + 1, RIGHT_SEND, 33), ==, 0);
    message = (struct message){.port = SPARE, .capability = SPARE + 1};
    CHECK(message_send(&message, 20), ==, E_RIGHTS);
    message.capability = SPARE + 2;
    CHECK(message_send(&message, 20), ==, E_EMPTY);
    message.capability = 200;
    CHECK(message_send(&message, 20), ==, E_HANDLE);
    await_wait(CHILD, TO_RECEIVE);
    CHECK(capability_copy(PORT, SPARE + 2, RIGHT_SEND | RIGHT_PASS, 44), ==, 0);
    message.capability = SPARE + 2;
    CHECK(message_send(&message, 20), ==, 0);
    struct message back = {.port = PORT};
    CHECK(message_receive(&back, 100), ==, 0);
    CHECK(back.badge, ==, 44u); // it came through the passed capability
    CHECK(back.words[0], ==, word);
    message = (struct message){.port = SPARE, .capability = SPARE + 2, .words = {77}};
    CHECK(message_send(&message, 20), ==, 0);
    CHECK(capability_inspect(SPARE + 2), >, 0); // passing on is copying
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("word", back.words[0]);
}

static int32_t expect_capability_with_reply(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .accept = CHILD_OWN, .words = {argument}};

    CHECK(message_call(&message, TICKS_FOREVER), ==, MESSAGE_CAPABILITY_CAME);
    return capability_inspect(CHILD_OWN);
}

void ipc_capability_in_reply(const char *arguments)
{
    struct message call = {.port = PORT}, reply = {.tag = 1, .capability = SPARE};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    make_child(CHILD, 1);
    child_run(CHILD, expect_capability_with_reply, 1);
    CHECK(message_receive(&call, 100), >, 0);
    CHECK(message_reply(&reply, message_reply_handle(&call)), ==, E_EMPTY);
    CHECK(capability_copy(PORT, SPARE, RIGHT_SEND | RIGHT_PASS, 9), ==, 0);
    CHECK(message_reply(&reply, message_reply_handle(&call)), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, CAPABILITY_PORT | (RIGHT_SEND | RIGHT_PASS) << 8);
    test_report("done", 1);
}

// Capabilities are looked up when partners meet: what is revoked while a sender waits counts no
// more.
void ipc_revoked(const char *arguments)
{
    struct message message = {.port = PORT};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    for (uint32_t i = 0; i < 24; i++) {
        make_child(CHILD + i, i);
        child_run(CHILD + i, i % 2 ? call_it : send_it, i);
        await_wait(CHILD + i, i % 2 ? TO_CALL : TO_SEND);
    }
    CHECK(capability_revoke(PORT), ==, 0);
    make_child(CHILD + 24, 99);
    child_run(CHILD + 24, send_it, 24);
    await_wait(CHILD + 24, TO_SEND);
    CHECK(message_receive(&message, 50), ==, 0); // the first that still may
    CHECK(message.badge, ==, 99u);
    CHECK(message.words[0], ==, 24u);
    for (uint32_t i = 0; i < 24; i++)
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, E_STALE);
    CHECK(test_expect_end(CHILD + 24, END_EXIT), ==, 0);
    test_report("stale", 24);
}

static int32_t send_with_capability(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .capability = CHILD_OWN + 1, .tag = argument};
    return message_send(&message, TICKS_FOREVER);
}

static int32_t call_with_capability(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .capability = CHILD_OWN + 1, .tag = argument};
    return message_call(&message, TICKS_FOREVER);
}

// Two who send and two who call; what the first of either passes on is revoked while they wait.
void ipc_revoked_passed(const char *arguments)
{
    struct message message = {.port = PORT, .accept = SPARE + 2};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(port_create(SPARE), ==, 0);
    for (uint32_t i = 0; i < 4; i++) {
        make_child(CHILD + i, i);
        CHECK(capability_give(CHILD + i, SPARE, CHILD_OWN + 1, RIGHT_SEND | RIGHT_PASS, 0), ==, 0);
        child_run(CHILD + i, i % 2 ? call_with_capability : send_with_capability, i);
        await_wait(CHILD + i, i % 2 ? TO_CALL : TO_SEND);
        if (i == 1)
            CHECK(capability_revoke(SPARE), ==, 0);
    }
    CHECK(message_receive(&message, 50), ==, MESSAGE_CAPABILITY_CAME);
    CHECK(message.tag, ==, 2u);
    message = (struct message){.port = PORT, .accept = SPARE + 3};
    CHECK(message_receive(&message, 50) & MESSAGE_CAPABILITY_CAME, !=, 0);
    CHECK(message.tag, ==, 3u);
    struct message reply = {.tag = 4};
    CHECK(message_reply(&reply, message_reply_handle(&message)), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, E_STALE);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, E_STALE);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 0);
    CHECK(test_expect_end(CHILD + 3, END_EXIT), ==, 0);
    test_report("done", 1);
}
