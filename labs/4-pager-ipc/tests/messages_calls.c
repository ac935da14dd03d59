// SPDX-License-Identifier: MIT
// The calls: made as the system calls make them, with a look at everything before and after.
#include "common/format.h"
#include "common/string.h"
#include "kernel/abi/system_call_numbers.h"
#include "kernel/ipc.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/messages.h"
#include "labs/4-pager-ipc/tests/sentences.h"

#define NO_FRAME_NUMBER REPLY_FRAME_MASK

struct process *message_process[MESSAGE_PROCESSES];
struct port *message_port[MESSAGE_PORT_COUNT];

static struct messages_view before, after;

uint32_t messages_owner(uint32_t port)
{
    return port / 2; // a's two, b's two, c's
}

// --- beginning

static void put(struct process *process, uint32_t handle, struct port *port, uint32_t rights,
                uint32_t badge)
{
    const struct capability capability = {
        .kind = CAPABILITY_PORT,
        .rights = (uint8_t)rights,
        .badge = badge,
        .target = port,
        .generation = port->generation,
    };
    capability_put(process, handle, &capability);
}

static void equip(uint32_t number)
{
    struct process *process = message_process[number];
    struct port *last = message_port[MESSAGE_PORT_COUNT - 1];

    for (uint32_t i = 0; i < MESSAGE_PORT_COUNT; i++) {
        bool owns = messages_owner(i) == number;
        put(process, MESSAGE_PORTS + i, message_port[i],
            RIGHT_SEND | RIGHT_PASS | (owns ? RIGHT_OWN : 0),
            0x80000000u + number * 0x1000 + i * 0x10);
    }
    put(process, MESSAGE_PASSABLE, last, RIGHT_SEND | RIGHT_PASS, 0xbad6e + number);
    put(process, MESSAGE_KEPT, last, RIGHT_SEND, 7);
    put(process, MESSAGE_STALE, last, RIGHT_SEND | RIGHT_PASS, 8);
    process->capabilities[MESSAGE_STALE].generation ^= 0x40000000;
}

void messages_begin(void)
{
    world_make_processes(message_process, MESSAGE_PROCESSES);
    test_state_add((void *)(uint32_t)&timer_tick_count, sizeof timer_tick_count);
    for (uint32_t i = 0; i < MESSAGE_PORT_COUNT; i++) {
        struct process *owner = message_process[messages_owner(i)];
        message_port[i] = i % 2 == 0 ? &owner->ports[0] : port_make(owner);
        CHECK(message_port[i] != NULL, ==, true);
    }
    for (uint32_t i = 0; i < MESSAGE_PROCESSES; i++)
        equip(i);
    specification_set_origin("processes a, b, c, d; ports 0 and 1 are a's, 2 and 3 b's, 4 c's");
}

// --- calling

static bool is_ready(uint32_t process)
{
    return message_process[process]->state == PROCESS_READY;
}

// Fills the registers as a program does, with words that nobody else has, and lets it run.
static void enter(uint32_t number, uint32_t eax)
{
    static uint32_t fresh;
    struct process *process = message_process[number];
    struct trap_frame *registers = &process->registers;

    fresh += 0x10;
    registers->eax = eax;
    registers->ebx = fresh & ~TAG_KERNEL;
    registers->ecx = fresh + 1;
    registers->edx = fresh + 2;
    registers->esi = fresh + 3;
    registers->edi = fresh + 4;
    registers->ebp = fresh + 5;
    before.process[number].registers = *registers;
    before.process[number].state = PROCESS_READY;
    world_run(process);
}

static void format_result(char *text, size_t bytes, uint32_t value)
{
    static const char *const names[] = {[-E_TIMEOUT] = "E_TIMEOUT", [-E_SELF] = "E_SELF",
                                        [-E_DEAD] = "E_DEAD",       [-E_STALE] = "E_STALE",
                                        [-E_EMPTY] = "E_EMPTY",     [-E_HANDLE] = "E_HANDLE",
                                        [-E_RIGHTS] = "E_RIGHTS",   [-E_KIND] = "E_KIND"};
    uint32_t error = -value;

    if (value == (uint32_t)SYSTEM_CALL_WAITS)
        format_to_buffer(text, bytes, "SYSTEM_CALL_WAITS");
    else if (error < sizeof names / sizeof names[0] && names[error] != NULL)
        format_to_buffer(text, bytes, "%s", names[error]);
    else
        format_to_buffer(text, bytes, "0x%x", value);
}

// What comes of a call, of the process that made it and of all others.
static bool check(uint32_t process, int32_t result, int32_t expected, const char *sentence)
{
    world_park();
    specified_result(format_result, (uint32_t)result);
    SPECIFIED(result, expected, format_result, sentence, "what it returned");
    messages_read(&after);
    messages_check(&after, &before, sentence);
    specified_ends();
    if (result != SYSTEM_CALL_WAITS)
        message_process[process]->registers.eax = (uint32_t)result;
    return true;
}

static bool is_good(uint32_t process, uint32_t port)
{
    const struct capability *capability =
        &message_process[process]->capabilities[MESSAGE_PORTS + port];

    return capability->target == message_port[port] && capability->rights & RIGHT_SEND &&
           capability->generation == message_port[port]->generation;
}

static bool send(const uint32_t *argument, bool is_call)
{
    struct messages_send call = {argument[0], argument[1], argument[3], is_call, 0};
    uint32_t number = is_call ? SYSTEM_CALL_NUMBER_message_call : SYSTEM_CALL_NUMBER_message_send;
    const char *sentence;

    if (!is_ready(call.sender) || !is_good(call.sender, call.port))
        return false;
    enter(call.sender, number | (MESSAGE_PORTS + call.port) << MESSAGE_PORT_SHIFT |
                           argument[2] << MESSAGE_CAPABILITY_SHIFT |
                           (is_call ? argument[4] << MESSAGE_ACCEPT_SHIFT : 0));
    struct process *process = message_process[call.sender];
    call.error = message_check_passing(process);
    specified_begins();
    int32_t result =
        (is_call ? ipc_call : ipc_send)(process, message_port[call.port], call.timeout);
    int32_t expected = messages_expect_send(&before, &call, &sentence);
    if (expected == E_SELF && call.error != 0 && result == call.error)
        expected = result;
    return check(call.sender, result, expected, sentence);
}

static bool receive(uint32_t port, uint32_t accept, uint32_t timeout)
{
    uint32_t owner = messages_owner(port);
    const char *sentence;

    if (!is_ready(owner))
        return false;
    if (accept != 0 && message_process[owner]->capabilities[accept].kind != CAPABILITY_NONE)
        return false;
    enter(owner, SYSTEM_CALL_NUMBER_message_receive | (MESSAGE_PORTS + port) << MESSAGE_PORT_SHIFT |
                     accept << MESSAGE_ACCEPT_SHIFT);
    specified_begins();
    int32_t result = ipc_receive(message_process[owner], message_port[port], timeout);
    int32_t expected = messages_expect_receive(&before, port, timeout, &sentence);
    return check(owner, result, expected, sentence);
}

static bool reply(uint32_t server, uint32_t handle, uint32_t along)
{
    const char *sentence;

    if (!is_ready(server))
        return false;
    enter(server, SYSTEM_CALL_NUMBER_message_reply | along << MESSAGE_CAPABILITY_SHIFT);
    int error = message_check_passing(message_process[server]);
    specified_begins();
    int32_t result = ipc_reply(message_process[server], handle);
    int32_t expected = messages_expect_reply(&before, server, handle, error, &sentence);
    return check(server, result, expected, sentence);
}

static uint32_t handle_of(uint32_t caller, uint32_t more)
{
    uint32_t frame = ((uint32_t)message_process[caller] - KERNEL_BASE) >> FRAME_SHIFT;
    uint32_t calls = message_process[caller]->ipc.calls + more;

    return frame << REPLY_FRAME_SHIFT | (calls & REPLY_CALLS_MASK) << REPLY_CALLS_SHIFT;
}

static bool fail(bool is_over, bool must_be, const char *sentence)
{
    world_park();
    specified_result(specified_boolean, is_over);
    SPECIFIED(is_over, must_be, specified_boolean, sentence, "what it returned");
    messages_read(&after);
    messages_check(&after, &before, sentence);
    specified_ends();
    return true;
}

// --- what others do

static bool tick(void)
{
    timer_tick_count++;
    timeout_tick();
    work_begin_slice();
    CHECK(timeout_end_some(), ==, true);
    world_park();
    messages_expect_tick(&before, timer_ticks());
    messages_read(&after);
    messages_check(&after, &before, SAYS_TIMEOUT);
    return true;
}

static bool interrupt(uint32_t port, uint32_t line)
{
    message_port[port]->interrupts |= (uint16_t)(1u << line);
    port_notify(message_port[port]);
    return true;
}

static bool spoil(uint32_t process, uint32_t handle, enum spoiled how)
{
    struct capability *capability = &message_process[process]->capabilities[handle];

    if (capability->kind == CAPABILITY_NONE)
        return false;
    if (how == SPOILED_GENERATION)
        capability->generation ^= 0x40000000;
    else if (how == SPOILED_RIGHTS)
        capability->rights ^= handle == MESSAGE_PASSABLE ? RIGHT_PASS : RIGHT_SEND;
    else if (handle >= MESSAGE_PORTS && handle < MESSAGE_PORTS + MESSAGE_PORT_COUNT)
        capability->target = capability->target == message_port[handle - MESSAGE_PORTS]
                                 ? &message_process[MESSAGE_PROCESSES - 1]->ports[0]
                                 : message_port[handle - MESSAGE_PORTS];
    return true;
}

static bool end(uint32_t number)
{
    struct process *process = message_process[number];

    if (process->state == PROCESS_READY) {
        schedule_remove(process_thread(process));
        process->state = PROCESS_ENDING;
    } else if (process->state == PROCESS_ENDING) {
        schedule_ready(process_thread(process));
    }
    world_park();
    return true;
}

static bool remove(uint32_t process, uint32_t handle)
{
    message_process[process]->capabilities[handle] = (struct capability){0};
    return true;
}

bool messages_perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    world_park();
    messages_read(&before);
    switch ((enum messages_function)call->function) {
    case CALL_SEND:
        return send(argument, false);
    case CALL_CALL:
        return send(argument, true);
    case CALL_RECEIVE:
        return receive(argument[0], argument[1], argument[2]);
    case CALL_REPLY:
        return reply(argument[0], handle_of(argument[1], argument[2]), argument[3]);
    case CALL_REPLY_NOBODY:
        return reply(argument[0], argument[1], argument[2]);
    case CALL_FAIL_SENDERS:
        specified_begins();
        return fail(ipc_fail_senders(message_port[argument[0]]),
                    messages_expect_fail(&before, &before.port[argument[0]].senders),
                    SAYS_FAIL_SENDERS);
    case CALL_FAIL_CALLERS:
        specified_begins();
        return fail(ipc_fail_callers(message_process[argument[0]]),
                    messages_expect_fail(&before, &before.process[argument[0]].callers),
                    SAYS_FAIL_CALLERS);
    case DO_TICK:
        return tick();
    case DO_INTERRUPT:
        return interrupt(argument[0], argument[1]);
    case DO_SPOIL:
        return spoil(argument[0], argument[1], (enum spoiled)argument[2]);
    case DO_END:
        return end(argument[0]);
    case DO_REMOVE:
        return remove(argument[0], argument[1]);
    case DO_CALLS:
        if (message_process[argument[0]]->wait == WAIT_REPLY)
            return false;
        message_process[argument[0]]->ipc.calls = argument[1];
        return true;
    case MESSAGES_FUNCTIONS:
        break;
    }
    return false;
}

// --- words

static void print_send(char *text, size_t bytes, const char *name, const uint32_t *argument)
{
    format_to_buffer(text, bytes, "%s(%c, port %u of %c, timeout %d), with handle %u, accepting %u",
                     name, (char)('a' + argument[0]), argument[1],
                     (char)('a' + messages_owner(argument[1])), (int)argument[3], argument[2],
                     argument[4]);
}

void messages_print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    char process = (char)('a' + argument[0]);

    switch ((enum messages_function)call->function) {
    case CALL_SEND:
        print_send(text, bytes, "ipc_send", argument);
        break;
    case CALL_CALL:
        print_send(text, bytes, "ipc_call", argument);
        break;
    case CALL_RECEIVE:
        format_to_buffer(text, bytes, "ipc_receive(%c, port %u, timeout %d), accepting %u",
                         (char)('a' + messages_owner(argument[0])), argument[0], (int)argument[2],
                         argument[1]);
        break;
    case CALL_REPLY:
        format_to_buffer(text, bytes, "ipc_reply(%c, to %c, its call of now + %d), with handle %u",
                         process, (char)('a' + argument[1]), (int)argument[2], argument[3]);
        break;
    case CALL_REPLY_NOBODY:
        format_to_buffer(text, bytes, "ipc_reply(%c, 0x%x), with handle %u", process, argument[1],
                         argument[2]);
        break;
    case CALL_FAIL_SENDERS:
        format_to_buffer(text, bytes, "ipc_fail_senders(port %u)", argument[0]);
        break;
    case CALL_FAIL_CALLERS:
        format_to_buffer(text, bytes, "ipc_fail_callers(%c)", process);
        break;
    case DO_TICK:
        format_to_buffer(text, bytes, "a tick passes");
        break;
    case DO_INTERRUPT:
        format_to_buffer(text, bytes, "interrupt line %u of port %u fires", argument[1],
                         argument[0]);
        break;
    case DO_SPOIL:
        format_to_buffer(text, bytes, "handle %u of %c %s", argument[1], process,
                         argument[2] == SPOILED_GENERATION ? "is stale, or is not any more"
                         : argument[2] == SPOILED_RIGHTS   ? "loses its right, or has it again"
                                                           : "is for another port, or is not");
        break;
    case DO_END:
        format_to_buffer(text, bytes, "%c is over, or is not any more", process);
        break;
    case DO_REMOVE:
        format_to_buffer(text, bytes, "handle %u of %c is free", argument[1], process);
        break;
    case DO_CALLS:
        format_to_buffer(text, bytes, "%c->ipc.calls = 0x%x", process, argument[1]);
        break;
    case MESSAGES_FUNCTIONS:
        break;
    }
}
