// SPDX-License-Identifier: MIT
// Lab 4: long random sequences of messages among four processes, and waits in great numbers.
#include "kernel/ipc.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/messages.h"

#define CALLS 7000
#define TRIES 5 // for somebody who can do it

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static struct walk {
    uint8_t weights[MESSAGES_FUNCTIONS];
    bool all; // capabilities, timeouts, handles that are wrong, the sender's own port
} walk;

static const uint32_t timeouts[] = {TICKS_FOREVER, TICKS_FOREVER, 0, 0, 1, 1, 2, 2, 3, 5, 255, 256};
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

// A process in that state, if one is found soon.
static uint32_t draw_process(enum process_state state)
{
    uint32_t process = 0;

    for (uint32_t i = 0; i < TRIES; i++) {
        process = test_random(MESSAGE_PROCESSES);
        if (message_process[process]->state == state)
            break;
    }
    return process;
}

// Most often one where somebody waits to send, and the owner can receive.
static uint32_t draw_port(void)
{
    uint32_t port = 0;

    for (uint32_t i = 0; i < TRIES; i++) {
        port = test_random(MESSAGE_PORT_COUNT);
        if (message_process[messages_owner(port)]->state == PROCESS_READY &&
            !list_is_empty(&message_port[port]->senders))
            break;
    }
    return port;
}

static void draw_receive(uint32_t *argument)
{
    argument[0] = draw_port();
    argument[1] = draw_accepted();
    argument[2] = draw_timeout();
}

// Whether somebody who waits for that process can be helped: it waits for nobody itself.
static bool can_be_waited_for(const struct process *process)
{
    return process->state == PROCESS_READY || process->wait == WAIT_RECEIVE;
}

// If all waited for each other in a ring, there would be nothing left to try. A walk that knows no
// ends of waits makes no rings; one that does makes few. Who finds nobody to send to, receives.
static void draw_send(struct specified_call *call)
{
    uint32_t *argument = call->argument;
    bool rings = walk.all && test_random(8) == 0;

    argument[0] = draw_process(PROCESS_READY);
    for (uint32_t i = 0; i < MESSAGE_PORT_COUNT; i++) {
        argument[1] = test_random(MESSAGE_PORT_COUNT);
        uint32_t owner = messages_owner(argument[1]);
        if (!rings && (owner == argument[0] || !can_be_waited_for(message_process[owner])))
            continue;
        argument[2] = draw_along();
        argument[3] = draw_timeout();
        argument[4] = draw_accepted();
        return;
    }
    call->function = CALL_RECEIVE;
    draw_receive(argument);
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

// Most often what somebody who waits has sent with, or sends along.
static void draw_spoiled(uint32_t *argument)
{
    const struct process *process = message_process[0];

    for (uint32_t i = 0; i < 4; i++) {
        argument[0] = test_random(MESSAGE_PROCESSES);
        process = message_process[argument[0]];
        if (process->wait == WAIT_SEND || process->wait == WAIT_CALL)
            break;
    }
    argument[1] = MESSAGE_PASSABLE;
    if (test_random(2) == 0)
        argument[1] = process->wait == WAIT_SEND || process->wait == WAIT_CALL
                          ? process->registers.eax >> MESSAGE_PORT_SHIFT & 0xff
                          : MESSAGE_PORTS + test_random(MESSAGE_PORT_COUNT);
    argument[2] = test_random(SPOILED);
}

static void draw(struct specified_call *call)
{
    uint32_t *argument = call->argument;

    *call = (struct specified_call){.function = draw_function()};
    switch ((enum messages_function)call->function) {
    case CALL_SEND:
    case CALL_CALL:
        draw_send(call);
        break;
    case CALL_RECEIVE:
        draw_receive(argument);
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
    case DO_END:
        argument[0] = draw_process(PROCESS_ENDING);
        break;
    case CALL_FAIL_CALLERS:
        argument[0] = test_random(MESSAGE_PROCESSES);
        break;
    case DO_SPOIL:
        draw_spoiled(argument);
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
                    [CALL_RECEIVE] = 40,
                    [CALL_REPLY] = 50,
                    [CALL_REPLY_NOBODY] = 3,
                    [CALL_FAIL_SENDERS] = 4,
                    [CALL_FAIL_CALLERS] = 4,
                    [DO_TICK] = 40,
                    [DO_INTERRUPT] = 24,
                    [DO_SPOIL] = 24,
                    [DO_END] = 4,
                    [DO_REMOVE] = 12,
                    [DO_CALLS] = 3},
        .all = true,
    };
    messages_begin();
    specification_walk(&messages, CALLS);
}
