// SPDX-License-Identifier: MIT
// Messages: order, blocking, calls and replies.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t done, stage;

static void start_with_port(void)
{
    CHECK(port_create(PORT), ==, 0);
}

// Sends one message with its argument in every word.
static int32_t send_one(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument};
    for (uint32_t i = 0; i < MESSAGE_WORDS; i++)
        message.words[i] = argument * 10 + i;
    int32_t result = message_send(&message, TICKS_FOREVER);
    done++;
    return result;
}

// Those who came first are received first, whatever is received meanwhile.
void ipc_order(const char *arguments)
{
    struct message message = {.port = PORT};
    uint32_t sum = 0;

    (void)arguments;
    start_with_port();
    for (uint32_t i = 0; i < 12; i++) {
        make_child(CHILD + i, 100 + i);
        child_run(CHILD + i, send_one, i);
        await_wait(CHILD + i, TO_SEND);
    }
    for (uint32_t i = 0; i < 12; i++) {
        CHECK(message_receive(&message, 0), ==, 0);
        CHECK(message.badge, ==, 100 + i);
        CHECK(message.tag, ==, i);
        for (uint32_t word = 0; word < MESSAGE_WORDS; word++) {
            CHECK(message.words[word], ==, i * 10 + word);
            sum += message.words[word];
        }
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, 0);
    }
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    test_report("sum", sum);
}

static int32_t send_after_a_while(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = 3, .words = {argument}};

    process_sleep(5);
    stage = 1;
    int32_t result = message_send(&message, TICKS_FOREVER);
    stage = 2;
    return result;
}

// Whoever comes first waits for the other: the receiver for a sender, the sender for a receiver.
void ipc_blocking(const char *arguments)
{
    struct message message = {.port = PORT};
    uint32_t word = test_random(1000000);

    (void)arguments;
    start_with_port();
    make_child(CHILD, 1);
    child_run(CHILD, send_after_a_while, word);
    CHECK(message_receive(&message, TICKS_FOREVER), ==, 0); // waits
    CHECK(stage >= 1, ==, true);
    CHECK(message.words[0], ==, word);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    stage = 0;
    make_child(CHILD, 2);
    child_run(CHILD, send_after_a_while, word + 1);
    await_wait(CHILD, TO_SEND);
    process_sleep(5);
    CHECK(stage, ==, 1u); // it waits still
    CHECK(message_receive(&message, TICKS_FOREVER), ==, 0);
    CHECK(message.badge, ==, 2u);
    CHECK(message.words[0], ==, word + 1);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    CHECK(stage, ==, 2u);
    test_report("word", message.words[0]);
}

static volatile uint32_t answers[16];

static int32_t call_one(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = 7, .words = {argument, 2, 3, 4}};

    int32_t result = message_call(&message, TICKS_FOREVER);
    CHECK(message.words[1], ==, argument * 2);
    CHECK(message.words[2], ==, argument * 3);
    CHECK(message.words[3], ==, ~argument);
    CHECK(message.tag, ==, 1000 + argument);
    answers[argument % 16] = message.words[0];
    return result;
}

static void reply_to(struct message *message)
{
    uint32_t argument = message->words[0];
    struct message reply = {
        .tag = 1000 + argument,
        .words = {argument + 1, argument * 2, argument * 3, ~argument},
    };
    CHECK(message_reply(&reply, message_reply_handle(message)), ==, 0);
}

// A server receives several calls, and answers them in another order.
void ipc_call_reply(const char *arguments)
{
    struct message calls[8];
    uint32_t sum = 0;

    (void)arguments;
    start_with_port();
    for (uint32_t i = 0; i < 8; i++) {
        make_child(CHILD + i, 50 + i);
        child_run(CHILD + i, call_one, i);
        calls[i] = (struct message){.port = PORT};
        CHECK(message_receive(&calls[i], TICKS_FOREVER), >, 0);
        CHECK(calls[i].badge, ==, 50 + i);
        CHECK(message_reply_handle(&calls[i]), !=, 0u);
    }
    for (uint32_t i = 0; i < 8; i++)
        reply_to(&calls[(i * 5 + 3) % 8]);
    for (uint32_t i = 0; i < 8; i++) {
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, 0);
        CHECK(answers[i], ==, i + 1);
        sum = sum * 3 + answers[i];
    }
    test_report("sum", sum);
}

static int32_t send_many(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT};
    for (uint32_t i = 0; i < 20; i++) {
        message.tag = i;
        message.words[0] = argument * 100 + i;
        int32_t result = message_send(&message, TICKS_FOREVER);
        CHECK(result, ==, 0);
    }
    return 0;
}

// Thirty senders at once: each message comes once, and each sender's in order.
void ipc_many_senders(const char *arguments)
{
    struct message message = {.port = PORT};
    uint32_t next[30] = {0}, sum = 0;

    (void)arguments;
    start_with_port();
    for (uint32_t i = 0; i < 30; i++) {
        make_child(CHILD + i, i);
        child_run(CHILD + i, send_many, i);
    }
    for (uint32_t i = 0; i < 30 * 20; i++) {
        CHECK(message_receive(&message, 100), ==, 0);
        CHECK(message.badge, <, 30u);
        CHECK(message.tag, ==, next[message.badge]);
        CHECK(message.words[0], ==, message.badge * 100 + message.tag);
        next[message.badge]++;
        sum += message.words[0];
    }
    for (uint32_t i = 0; i < 30; i++)
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, 0);
    test_report("sum", sum);
}

static int32_t echo_server(uint32_t rounds)
{
    struct message message = {.port = CHILD_OWN};
    int32_t result = message_receive(&message, TICKS_FOREVER);

    for (uint32_t i = 1; i < rounds; i++) {
        CHECK(result, >, 0);
        message.words[0] += message.badge;
        message.tag += 1;
        result = message_reply_receive(&message, message_reply_handle(&message));
    }
    message.words[0] += message.badge;
    message.tag += 1;
    return message_reply(&message, message_reply_handle(&message));
}

// The child makes its port and passes it to the boot process, which calls it.
static int32_t serve_from_port_of_its_own(uint32_t rounds)
{
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN + 1};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(capability_copy(CHILD_OWN, CHILD_OWN + 1, RIGHT_SEND | RIGHT_PASS, 7), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    return echo_server(rounds);
}

static void get_port_of_child(uint32_t process, uint32_t handle, int32_t (*run)(uint32_t),
                              uint32_t argument)
{
    struct message offer = {.port = PORT, .accept = (uint8_t)handle};

    make_child(process, 1);
    child_run(process, run, argument);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
}

void ipc_reply_receive(const char *arguments)
{
    struct message message = {.port = SPARE};
    uint32_t word = test_random(100000), rounds = 50;

    (void)arguments;
    start_with_port();
    get_port_of_child(CHILD, SPARE, serve_from_port_of_its_own, rounds);
    message.words[0] = word;
    for (uint32_t i = 0; i < rounds; i++) {
        CHECK(message_call(&message, TICKS_FOREVER), ==, 0);
        CHECK(message.words[0], ==, word + (i + 1) * 7);
        CHECK(message.tag, ==, i + 1);
    }
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    // A reply that fails receives nothing: the message that waits is still there afterwards.
    make_child(CHILD, 9);
    child_run(CHILD, send_one, 4);
    await_wait(CHILD, TO_SEND);
    struct message own = {.port = PORT};
    CHECK(message_reply_receive(&own, 12344), ==, E_DEAD);
    CHECK(test_call(TEST_PROCESS_WAIT, CHILD, 0, 0), ==, TO_SEND);
    CHECK(message_receive(&own, 0), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("word", message.words[0]);
}

// --- time

static int32_t receive_and_sleep(uint32_t argument)
{
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN};
    struct message message = {.port = CHILD_OWN};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    CHECK(message_receive(&message, TICKS_FOREVER), >, 0);
    process_sleep(argument);
    return 0;
}

void ipc_timeout(const char *arguments)
{
    struct message message = {.port = PORT};

    (void)arguments;
    start_with_port();
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    int32_t start = clock_read();
    CHECK(message_receive(&message, 7), ==, E_TIMEOUT);
    CHECK(clock_read() - start, ==, 7);
    get_port_of_child(CHILD, SPARE, serve_from_port_of_its_own, 2);
    await_wait(CHILD, TO_RECEIVE);
    message = (struct message){.port = SPARE, .tag = 5};
    CHECK(message_call(&message, 0), ==, E_TIMEOUT);
    CHECK(message_call(&message, 50), ==, 0);
    CHECK(message.tag, ==, 6u);
    CHECK(message_call(&message, 50), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    // Received at once, and never answered
    get_port_of_child(CHILD, SPARE + 1, receive_and_sleep, 40);
    await_wait(CHILD, TO_RECEIVE);
    message.port = SPARE + 1;
    start = clock_read();
    CHECK(message_call(&message, 9), ==, E_TIMEOUT);
    CHECK(clock_read() - start, ==, 9);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("done", 1);
}

static volatile int32_t results[4];

// One that gives up while it waits to send, and one while it waits for the reply.
static int32_t give_up(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument};

    results[0] = message_send(&message, 0);
    results[1] = message_send(&message, 3);
    results[2] = message_call(&message, 4);
    stage = 1;
    results[3] = message_call(&message, 200);
    return (int32_t)message.words[0];
}

void ipc_gives_up(const char *arguments)
{
    struct message message = {.port = PORT}, late;

    (void)arguments;
    start_with_port();
    make_child(CHILD, 1);
    child_run(CHILD, give_up, 1);
    await_wait(CHILD, TO_CALL);
    CHECK(results[0], ==, E_TIMEOUT);
    CHECK(results[1], ==, E_TIMEOUT);
    CHECK(message_receive(&message, 0), >, 0); // what was sent before is gone: this is the call
    late = message;
    await_wait(CHILD, TO_CALL); // it has given that one up, and calls again
    CHECK(stage, ==, 1u);
    CHECK(results[2], ==, E_TIMEOUT);
    struct message reply = {.tag = 2, .words = {1}};
    CHECK(message_reply(&reply, message_reply_handle(&late)), ==, E_STALE);
    CHECK(message_receive(&message, 0), >, 0);
    CHECK(message_reply_handle(&message), !=, message_reply_handle(&late));
    CHECK(message_reply(&reply, message_reply_handle(&late)), ==, E_STALE);
    reply.words[0] = 42;
    CHECK(message_reply(&reply, message_reply_handle(&message)), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 42);
    CHECK(results[3], ==, 0);
    CHECK(message_receive(&message, 0), ==, E_TIMEOUT);
    test_report("done", 1);
}

// A message in waiting costs no frame, whoever waits how.
void ipc_no_memory(const char *arguments)
{
    struct message message = {.port = PORT};

    (void)arguments;
    start_with_port();
    for (uint32_t i = 0; i < 30; i++)
        make_child(CHILD + i, i);
    struct test_counts before = test_counts();
    test_call(TEST_TAKE_FRAMES, 100000, 0, 0); // there is not one frame for anybody
    for (uint32_t i = 0; i < 30; i++)
        child_run(CHILD + i, i % 2 == 0 ? send_one : call_one, i);
    for (uint32_t i = 0; i < 30; i++)
        await_wait(CHILD + i, i % 2 == 0 ? TO_SEND : TO_CALL);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < 30; i++) {
        CHECK(message_receive(&message, 0), >=, 0);
        sum += message.badge;
        if (message_reply_handle(&message) != 0)
            reply_to(&message);
    }
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    CHECK(test_counts().kernel_frames, <=, before.kernel_frames);
    for (uint32_t i = 0; i < 30; i++)
        test_expect_end(CHILD + i, END_EXIT);
    test_report("sum", sum);
}
