// SPDX-License-Identifier: MIT
// Lab 6: interrupt lines, through a long random sequence of calls, and interrupts between them.
#include "common/format.h"
#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "labs/6-core/tests/sentences.h"
#include "labs/6-core/tests/world.h"

#define CALLS 4000
#define PORTS 4
#define NONE  UINT32_MAX

// What the walk tries: line 1 and others that the test machine's devices leave alone, and some that
// there are not, or that are the kernel's.
static const uint32_t numbers[] = {3, 5, 9, 10, 11, 13, 15, 0, 2, 16, 17, 32, UINT32_MAX};

#define LINES   7 // that are used, the last one among them
#define NUMBERS (sizeof numbers / sizeof numbers[0])

#define UNUSED_LINE 1 // masked throughout
#define LAST_LINE                                                                                  \
    15 // what the controller calls so may be none: an interrupt of it cannot be made up

enum function {
    CALL_MAKE,
    CALL_FREE,
    CALL_BIND,
    CALL_ACKNOWLEDGE,
    CALL_UNBIND,
    DO_FIRE,
    DO_RECEIVE,
    FUNCTIONS
};

static const uint8_t weights[FUNCTIONS] = {30, 6, 20, 16, 3, 40, 10};

static const char says_bound[] = SAYS_BOUND;

static struct view {
    struct interrupt_line lines[INTERRUPT_LINES];
    uint32_t masked;
    uint16_t bits[PORTS];
} before, after;

// Two ports of the first process, one of each other.
static struct port *port_of(uint32_t number)
{
    return number < 2 ? &world_process[FIRST]->ports[number] : &world_process[number - 1]->ports[0];
}

static uint32_t number_of_port(const struct port *port)
{
    uint32_t number = 0;
    while (number < PORTS && port_of(number) != port)
        number++;
    return number;
}

static void format_port(char *text, size_t bytes, uint32_t port)
{
    uint32_t number = number_of_port((const struct port *)port);

    if (port == 0)
        format_to_buffer(text, bytes, "NULL");
    else if (number == PORTS)
        specified_hexadecimal(text, bytes, port);
    else
        format_to_buffer(text, bytes, "port %u", number);
}

static void format_owner(char *text, size_t bytes, uint32_t process)
{
    format_to_buffer(text, bytes, "%s", world_name((const struct process *)process));
}

static void format_error(char *text, size_t bytes, uint32_t error)
{
    static const struct {
        int error;
        const char *name;
    } names[] = {{0, "0"},
                 {E_ARGUMENT, "E_ARGUMENT"},
                 {E_BUSY, "E_BUSY"},
                 {E_LIMIT, "E_LIMIT"},
                 {E_STATE, "E_STATE"}};

    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].error == (int)error) {
            format_to_buffer(text, bytes, "%s", names[i].name);
            return;
        }
    }
    format_to_buffer(text, bytes, "%d", (int)error);
}

static void read(struct view *view)
{
    memcpy(view->lines, interrupt_lines, sizeof view->lines);
    view->masked = world_masked_lines();
    for (uint32_t i = 0; i < PORTS; i++)
        view->bits[i] = port_of(i)->interrupts;
}

static void check(const char *sentence)
{
    read(&after);
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        const struct interrupt_line *found = &after.lines[i], *expected = &before.lines[i];
        SPECIFIED(found->generation, expected->generation, specified_number, sentence,
                  "the generation of line %u", i);
        SPECIFIED(found->port, expected->port, format_port, sentence, "the port of line %u", i);
        SPECIFIED(found->owner, expected->owner, format_owner, sentence, "the owner of line %u", i);
        SPECIFIED(after.masked >> i & 1, before.masked >> i & 1, specified_boolean, sentence,
                  "whether line %u is masked", i);
    }
    for (uint32_t i = 0; i < PORTS; i++)
        SPECIFIED(after.bits[i], before.bits[i], specified_hexadecimal,
                  sentence == says_bound ? SAYS_BIT_CLEARED : sentence,
                  "the interrupts that port %u has", i);
    specified_ends();
}

// --- what the contract allows

static void expect_mask(uint32_t line, bool masked)
{
    before.masked = (before.masked & ~(1u << line)) | (uint32_t)masked << line;
}

static void expect_no_bit(uint32_t line)
{
    const struct port *port = before.lines[line].port;
    if (port != NULL)
        before.bits[number_of_port(port)] &= (uint16_t)(0xffffu - (1u << line));
}

static bool make(uint32_t maker, uint32_t owner, uint32_t number, bool no_generation)
{
    struct interrupt_line *line = NULL;
    bool is_kernels = interrupt_line_is_kernels(number);
    bool is_busy = !is_kernels && before.lines[number].generation != 0;

    test_no_generation = no_generation;
    specified_begins();
    int error = core_make_interrupt(world_process[maker], world_process[owner], number, &line);
    test_no_generation = false;
    specified_result(format_error, (uint32_t)error);
    bool is_open = (is_kernels || is_busy) && no_generation && error == E_LIMIT; // which is first
    int expected = is_kernels ? E_ARGUMENT : is_busy ? E_BUSY : no_generation ? E_LIMIT : 0;
    SPECIFIED(error, is_open ? E_LIMIT : expected, format_error, SAYS_LINE_RETURNS,
              "what it returned");
    if (error == 0) {
        SPECIFIED(line, &interrupt_lines[number], specified_hexadecimal, SAYS_LINE_MADE, "*line");
        before.lines[number] = (struct interrupt_line){
            .generation = test_latest_generation,
            .owner = owner != maker ? world_process[owner] : NULL,
        };
        expect_mask(number, true);
    }
    check(error == 0 ? SAYS_LINE_MADE : SAYS_LINE_RETURNS);
    return true;
}

static bool free_line(uint32_t number)
{
    if (before.lines[number].generation == 0)
        return false;
    specified_begins();
    core_free_interrupt(&interrupt_lines[number]);
    expect_no_bit(number);
    expect_mask(number, true);
    before.lines[number] = (struct interrupt_line){0};
    check(SAYS_LINE_FREED);
    return true;
}

static bool bind(uint32_t number, uint32_t port)
{
    if (before.lines[number].generation == 0)
        return false;
    specified_begins();
    core_bind_interrupt(&interrupt_lines[number], port_of(port));
    expect_no_bit(number);
    expect_mask(number, false);
    before.lines[number].port = port_of(port);
    check(says_bound);
    return true;
}

static bool acknowledge(uint32_t process, uint32_t number)
{
    const struct port *port = before.lines[number].port;

    if (before.lines[number].generation == 0)
        return false;
    specified_begins();
    int error = core_acknowledge_interrupt(world_process[process], &interrupt_lines[number]);
    specified_result(format_error, (uint32_t)error);
    bool may = port != NULL && port_owner(port) == world_process[process];
    SPECIFIED(error, may ? 0 : E_STATE, format_error, SAYS_ACKNOWLEDGED, "what it returned");
    if (may)
        expect_mask(number, false);
    check(may ? SAYS_UNMASKED : SAYS_ACKNOWLEDGED);
    return true;
}

// (What becomes of the port's own bits is open: it is about to be gone.)
static bool unbind(uint32_t port)
{
    if (!interrupt_port_is_bound(port_of(port)))
        return false;
    specified_begins();
    core_unbind_port(port_of(port));
    port_of(port)->interrupts = before.bits[port] = 0;
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (before.lines[i].port != port_of(port))
            continue;
        before.lines[i].port = NULL;
        expect_mask(i, true);
    }
    check(SAYS_UNBOUND);
    return true;
}

static bool fire(uint32_t number)
{
    struct port *port = before.lines[number].port;

    if (before.masked >> number & 1 || before.lines[number].generation == 0 || number == LAST_LINE)
        return false;
    if (port != NULL)
        port->has_notice = false;
    interrupt_dispatch(number);
    expect_mask(number, true);
    if (port != NULL) {
        before.bits[number_of_port(port)] |= (uint16_t)(1u << number);
        SPECIFIED(port->has_notice, true, specified_boolean, SAYS_FIRED,
                  "whether port_notify was called for the port");
    }
    check(SAYS_FIRED);
    return true;
}

static bool perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    interrupt_mask(UNUSED_LINE); // and the controllers are told of all lines
    read(&before);
    switch ((enum function)call->function) {
    case CALL_MAKE:
        return make(argument[0], argument[1], argument[2], argument[3]);
    case CALL_FREE:
        return free_line(argument[0]);
    case CALL_BIND:
        return bind(argument[0], argument[1]);
    case CALL_ACKNOWLEDGE:
        return acknowledge(argument[1], argument[0]);
    case CALL_UNBIND:
        return unbind(argument[1]);
    case DO_FIRE:
        return fire(argument[0]);
    case DO_RECEIVE:
        port_of(argument[1])->interrupts = 0;
        return true;
    case FUNCTIONS:
        break;
    }
    return false;
}

static void print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;

    switch ((enum function)call->function) {
    case CALL_MAKE:
        format_to_buffer(text, bytes, "core_make_interrupt(%s, %s, %u, &line)%s",
                         world_names[argument[0]], world_names[argument[1]], argument[2],
                         argument[3] ? " when no generation is left" : "");
        break;
    case CALL_FREE:
        format_to_buffer(text, bytes, "core_free_interrupt(line %u)", argument[0]);
        break;
    case CALL_BIND:
        format_to_buffer(text, bytes, "core_bind_interrupt(line %u, port %u)", argument[0],
                         argument[1]);
        break;
    case CALL_ACKNOWLEDGE:
        format_to_buffer(text, bytes, "core_acknowledge_interrupt(%s, line %u)",
                         world_names[argument[1]], argument[0]);
        break;
    case CALL_UNBIND:
        format_to_buffer(text, bytes, "core_unbind_port(port %u)", argument[1]);
        break;
    case DO_FIRE:
        format_to_buffer(text, bytes, "line %u interrupts", argument[0]);
        break;
    case DO_RECEIVE:
        format_to_buffer(text, bytes, "the messages of port %u are received", argument[1]);
        break;
    case FUNCTIONS:
        break;
    }
}

static void draw(struct specified_call *call)
{
    uint32_t at = test_random(125), function = 0;

    while (at >= weights[function])
        at -= weights[function++];
    *call = (struct specified_call){.function = function};
    call->argument[0] = numbers[test_random(LINES)];
    call->argument[1] = test_random(function == CALL_ACKNOWLEDGE ? WORLD_PROCESSES : PORTS);
    if (function != CALL_MAKE)
        return;
    call->argument[0] = test_random(WORLD_PROCESSES);
    call->argument[1] = test_random(2);
    call->argument[2] = numbers[test_random(NUMBERS)];
    call->argument[3] = test_random(6) == 0;
}

static const struct specification lines = {NULL, draw, perform, NULL, print};

// However often a line was handed out and taken back, it is handed out again.
static void live_long(void)
{
    struct process *process = world_process[FIRST];
    struct interrupt_line *line = &interrupt_lines[numbers[0]];

    if (line->generation != 0)
        core_free_interrupt(line);
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        CHECK_THAT(core_make_interrupt(process, process, numbers[0], &line), ==, 0,
                   "what core_make_interrupt returns, time %u", i);
        core_bind_interrupt(line, port_of(0));
        CHECK_THAT(core_acknowledge_interrupt(process, line), ==, 0,
                   "what core_acknowledge_interrupt returns, time %u", i);
        core_free_interrupt(line);
    }
}

TEST(every_line, 6)
{
    world_make_state();
    specification_walk(&lines, CALLS);
    live_long();
}
