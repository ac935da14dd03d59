// SPDX-License-Identifier: MIT
// Lab 4: long random sequences of messages among four processes, and waits in great numbers.
#include "kernel/ipc.h"
#include "kernel/test.h"
#include "labs/4-pager-ipc/tests/messages.h"

#define CALLS 7000

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct walk {
    uint8_t weights[MESSAGES_FUNCTIONS];
    bool all; // capabilities, timeouts, handles that are wrong, the sender's own port
} walk;

static const uint32_t timeouts[] = {TICKS_FOREVER, TICKS_FOREVER, 0, 1, 2, 3, 255, 256, 257};
static const uint32_t along[] = {0,
                                 0,
                                 0,
                                 MESSAGE_PASSABLE,
                                 MESSAGE_PASSABLE,
                                 MESSAGE_PASSABLE,
                                 MESSAGE_KEPT,
                                 MESSAGE_NOTHING,
                                 MESSAGE_STALE,
                                 CAPABILITIES_MOST};
static const uint32_t accepted[] = {0, MESSAGE_ACCEPT, MESSAGE_ACCEPT + 1};
static const uint32_t wrong_calls[] = {1, (uint32_t)-1, 2, 16, 64, 256, 512};
static const uint32_t nobodies[] = {0, 1u << REPLY_FRAME_SHIFT, 0x100u << REPLY_FRAME_SHIFT,
                                    REPLY_FRAME_MASK << REPLY_FRAME_SHIFT, 0x7ffffffc};
static const uint32_t calls_made[] = {0, 15, 63, 254, 510, 1021, 1022, 1023, 65535, 0xffffffff};

static uint32_t draw_timeout(void)
{
    return walk.all ? timeouts[test_random(COUNT(timeouts))] : TICKS_FOREVER;
}

static uint32_t draw_along(void)
{
    return walk.all ? along[test_random(COUNT(along))] : 0;
}

static uint32_t draw_accepted(void)
{
    return walk.all ? accepted[test_random(COUNT(accepted))] : 0;
}

static enum messages_function draw_function(void)
{
    uint32_t sum = 0, function = 0;

    for (uint32_t i = 0; i < MESSAGES_FUNCTIONS; i++)
        sum += walk.weights[i];
    uint32_t at = test_random(sum);
    while (at >= walk.weights[function])
        at -= walk.weights[function++];
    return (enum messages_function)function;
}

static void draw_send(uint32_t *argument)
{
    argument[0] = test_random(MESSAGE_PROCESSES);
    do
        argument[1] = test_random(MESSAGE_PORT_COUNT);
    while (!walk.all && messages_owner(argument[1]) == argument[0]);
    argument[2] = draw_along();
    argument[3] = draw_timeout();
    argument[4] = draw_accepted();
}

static void draw_reply(uint32_t *argument)
{
    argument[0] = test_random(MESSAGE_PROCESSES);
    argument[1] = test_random(MESSAGE_PROCESSES);
    for (uint32_t i = 0; i < 4; i++) { // most often to one who waits for it
        const struct process *caller = message_process[argument[1]];
        if (caller->wait != WAIT_REPLY) {
            argument[1] = test_random(MESSAGE_PROCESSES);
            continue;
        }
        for (uint32_t j = 0; j < MESSAGE_PROCESSES; j++)
            argument[0] = message_process[j] == caller->ipc.server ? j : argument[0];
        break;
    }
    if (!walk.all)
        return;
    if (test_random(4) == 0)
        argument[0] = test_random(MESSAGE_PROCESSES);
    if (test_random(4) == 0)
        argument[2] = wrong_calls[test_random(COUNT(wrong_calls))];
    argument[3] = draw_along();
}

static void draw(struct specified_call *call)
{
    uint32_t *argument = call->argument;

    *call = (struct specified_call){.function = draw_function()};
    switch ((enum messages_function)call->function) {
    case CALL_SEND:
    case CALL_CALL:
        draw_send(argument);
        break;
    case CALL_RECEIVE:
        argument[0] = test_random(MESSAGE_PORT_COUNT);
        argument[1] = draw_accepted();
        argument[2] = draw_timeout();
        break;
    case CALL_REPLY:
        draw_reply(argument);
        break;
    case CALL_REPLY_NOBODY:
        argument[0] = test_random(MESSAGE_PROCESSES);
        argument[1] = nobodies[test_random(COUNT(nobodies))];
        argument[2] = draw_along();
        break;
    case DO_INTERRUPT:
        argument[0] = test_random(MESSAGE_PORT_COUNT);
        argument[1] = test_random(16);
        break;
    case CALL_FAIL_SENDERS:
        argument[0] = test_random(MESSAGE_PORT_COUNT);
        break;
    case CALL_FAIL_CALLERS:
    case DO_END:
        argument[0] = test_random(MESSAGE_PROCESSES);
        break;
    case DO_SPOIL:
        argument[0] = test_random(MESSAGE_PROCESSES);
        argument[1] = test_random(3) == 0 ? MESSAGE_PASSABLE
                                          : MESSAGE_PORTS + test_random(MESSAGE_PORT_COUNT);
        argument[2] = test_random(SPOILED);
        break;
    case DO_REMOVE:
        argument[0] = test_random(MESSAGE_PROCESSES);
        argument[1] = MESSAGE_ACCEPT + test_random(2);
        break;
    case DO_CALLS:
        argument[0] = test_random(MESSAGE_PROCESSES);
        argument[1] = calls_made[test_random(COUNT(calls_made))];
        break;
    case DO_TICK:
    case MESSAGES_FUNCTIONS:
        break;
    }
}

static const struct specification messages = {
    NULL, draw, messages_perform, NULL, messages_print,
};

TEST(every_send, 4)
{
    // (A receiver that waits in vain is told of an interrupt, so that there is an end to it.)
    walk = (struct walk){
        .weights = {[CALL_SEND] = 40, [CALL_RECEIVE] = 40, [DO_INTERRUPT] = 12},
    };
    messages_begin();
    specification_walk(&messages, CALLS / 2);
}

TEST(every_call, 4)
{
    walk = (struct walk){
        .weights = {[CALL_SEND] = 10,
                    [CALL_CALL] = 40,
                    [CALL_RECEIVE] = 40,
                    [CALL_REPLY] = 40,
                    [DO_INTERRUPT] = 12,
                    [DO_CALLS] = 4},
    };
    messages_begin();
    specification_walk(&messages, CALLS / 2);
}

TEST(every_message, 4)
{
    walk = (struct walk){
        .weights = {[CALL_SEND] = 30,
                    [CALL_CALL] = 40,
                    [CALL_RECEIVE] = 50,
                    [CALL_REPLY] = 50,
                    [CALL_REPLY_NOBODY] = 3,
                    [CALL_FAIL_SENDERS] = 4,
                    [CALL_FAIL_CALLERS] = 4,
                    [DO_TICK] = 40,
                    [DO_INTERRUPT] = 6,
                    [DO_SPOIL] = 24,
                    [DO_END] = 6,
                    [DO_REMOVE] = 12,
                    [DO_CALLS] = 3},
        .all = true,
    };
    messages_begin();
    specification_walk(&messages, CALLS);
}
