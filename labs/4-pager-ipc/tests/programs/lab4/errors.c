// SPDX-License-Identifier: MIT
// Scenarios: errors, each with its own number, and interrupts, which are messages.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

// --- errors, each with its own number

static int32_t send_without_time(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument};

    CHECK(message_send(&message, 0), ==, E_TIMEOUT);
    CHECK(message_call(&message, 0), ==, E_TIMEOUT);
    message.capability = CHILD_OWN; // there is none
    CHECK(message_send(&message, 0), ==, E_EMPTY);
    CHECK(message_call(&message, 0), ==, E_EMPTY);
    CHECK(port_create(CHILD_OWN), ==, 0);
    message = (struct message){.port = CHILD_OWN};
    CHECK(message_send(&message, 0), ==, E_SELF);
    CHECK(message_call(&message, 0), ==, E_SELF);
    return 0;
}

void ipc_errors(const char *arguments)
{
    struct message message = {.port = 0, .tag = 1};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(message_send(&message, 0), ==, E_HANDLE);
    message.port = 64;
    CHECK(message_send(&message, 0), ==, E_HANDLE);
    message.port = 255;
    CHECK(message_call(&message, 0), ==, E_HANDLE);
    message.port = SPARE;
    CHECK(message_send(&message, 0), ==, E_EMPTY);
    message.port = HANDLE_CORE;
    CHECK(message_send(&message, 0), ==, E_KIND);
    CHECK(capability_copy(PORT, SPARE, RIGHT_PASS, 0), ==, 0);
    message.port = SPARE;
    CHECK(message_send(&message, 0), ==, E_RIGHTS);
    CHECK(message_receive(&message, 0), ==, E_RIGHTS);
    message.port = HANDLE_SELF;
    CHECK(message_receive(&message, 0), ==, E_KIND);
    CHECK(capability_copy(PORT, SPARE + 1, RIGHT_SEND, 0), ==, 0);
    CHECK(capability_revoke(PORT), ==, 0);
    message.port = SPARE + 1;
    CHECK(message_send(&message, 0), ==, E_STALE);
    CHECK(capability_copy(PORT, SPARE + 1, RIGHT_SEND, 0), ==, 0); // a stale place is free
    CHECK(capability_copy(PORT, SPARE + 1, RIGHT_SEND, 0), ==, E_OCCUPIED);
    message.port = PORT;
    message.accept = 99;
    CHECK(message_receive(&message, 0), ==, E_HANDLE);
    message.accept = SPARE + 1;
    CHECK(message_receive(&message, 0), ==, E_OCCUPIED);
    CHECK(message_await_reply(&message, 0), ==, E_STATE);
    // What is wrong for good comes before that there is no time.
    make_child(CHILD, 7);
    child_run(CHILD, send_without_time, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    message = (struct message){.port = PORT};
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    test_report("done", 1);
}

static int32_t forge(uint32_t tag)
{
    struct message message = {.port = CHILD_PORT, .tag = tag, .words = {0, 64}};
    int32_t first = message_send(&message, TICKS_FOREVER),
            second = message_call(&message, TICKS_FOREVER);
    return first == second ? first : 0;
}

// The kernel's tags cannot be sent by anybody else, not in replies either.
void ipc_tags(const char *arguments)
{
    static const uint32_t tags[] = {TAG_FETCH,     TAG_STORE,  TAG_RELEASE,
                                    TAG_INTERRUPT, TAG_KERNEL, 0xffffffffu};
    struct message message = {.port = PORT}, reply = {.tag = TAG_FETCH};

    (void)arguments;
    base_start(4);
    for (uint32_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        make_child(CHILD, i);
        child_run(CHILD, forge, tags[i]);
        CHECK(test_expect_end(CHILD, END_EXIT), ==, E_TAG);
    }
    base_expect_nothing();
    base_check_service(); // while the kernel's own come
    make_child(CHILD, 1);
    child_run(CHILD, call_it, TAG_KERNEL - 1);
    CHECK(message_receive(&message, 100), >, 0);
    CHECK(message_reply(&reply, message_reply_handle(&message)), ==, E_TAG);
    reply.tag = TAG_KERNEL - 1;
    CHECK(message_reply(&reply, message_reply_handle(&message)), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("tags", sizeof tags / sizeof tags[0]);
}

// --- interrupts, which are messages

#define LINES (1u << 8 | 1u << 14)

static void expect_interrupts(uint32_t lines)
{
    struct message message = {.port = PORT};

    CHECK(message_receive(&message, 0), ==, 0);
    CHECK(message.tag, ==, TAG_INTERRUPT);
    CHECK(message.badge, ==, 0u);
    CHECK(message.words[0], ==, lines);
}

// They arrive in front of what others send, all that have come in one message.
void ipc_interrupts(const char *arguments)
{
    struct message message = {.port = PORT};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    struct test_counts before = test_counts();
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    for (uint32_t i = 0; i < 2; i++) {
        make_child(CHILD + i, i);
        child_run(CHILD + i, send_it, 70 + i);
        await_wait(CHILD + i, TO_SEND);
    }
    CHECK(test_call(TEST_INTERRUPT, PORT, 8, 0), ==, 0);
    CHECK(test_call(TEST_INTERRUPT, PORT, 14, 0), ==, 0);
    expect_interrupts(LINES);
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(message_receive(&message, 0), ==, 0);
        CHECK(message.tag, ==, 70 + i);
        test_expect_end(CHILD + i, END_EXIT);
    }
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT); // each came once
    test_call(TEST_INTERRUPT, PORT, 8, 0);
    CHECK(capability_drop(PORT), ==, 0); // and none after the port
    CHECK(port_create(PORT), ==, 0);
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    test_expect_counts(&before);
    test_report("done", 1);
}
