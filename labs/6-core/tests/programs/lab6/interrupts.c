// SPDX-License-Identifier: MIT
// Interrupts, which are messages: from a real device, the PC's clock.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define LINE  SPARE
#define CLOCK (SPARE + 1) // its I/O ports

#define SILENT_LINE 11 // no device of the test machine has it

// MC146818A: registers A (rate), B (enabled interrupts) and C (reading it takes note of the
// interrupt, without which the clock does not send the next).
#define CLOCK_A             0x0a
#define CLOCK_A_RATE_976_US 0x26 // 32,768 Hz time base, divided to 1,024 Hz
#define CLOCK_B             0x0b
#define CLOCK_B_24_HOURS    0x02
#define CLOCK_B_PERIODIC    0x40
#define CLOCK_C             0x0c

static void write_clock(uint32_t number, uint32_t value)
{
    CHECK(io_write(CLOCK, IO_PORT_WORD(CLOCK_INDEX, 1), number), ==, 0);
    CHECK(io_write(CLOCK, IO_PORT_WORD(CLOCK_DATA, 1), value), ==, 0);
}

static void take_note(void)
{
    CHECK(io_write(CLOCK, IO_PORT_WORD(CLOCK_INDEX, 1), CLOCK_C), ==, 0);
    CHECK(io_read(CLOCK, CLOCK_DATA, 1), >=, 0);
}

// The clock interrupts about every millisecond from now on, or not any more.
static void let_clock_interrupt(bool on)
{
    if (capability_inspect(CLOCK) < 0)
        CHECK(io_create(CLOCK, HANDLE_CORE, CLOCK_INDEX, 2), ==, 0);
    write_clock(CLOCK_A, CLOCK_A_RATE_976_US);
    write_clock(CLOCK_B, on ? CLOCK_B_24_HOURS | CLOCK_B_PERIODIC : CLOCK_B_24_HOURS);
    take_note();
}

static bool receive_interrupt(uint32_t port, uint32_t ticks)
{
    struct message message = {.port = (uint8_t)port};
    int32_t result = message_receive(&message, ticks);

    if (result == E_TIMEOUT)
        return false;
    CHECK(result, ==, 0);
    CHECK(message.tag, ==, TAG_INTERRUPT);
    CHECK(message.badge, ==, 0u);
    CHECK(message.words[0], ==, 1u << CLOCK_LINE);
    return true;
}

// They arrive, each once it was acknowledged.
void interrupt_arrives(const char *arguments)
{
    uint32_t arrived = 0, rounds = 10 + test_random(20);

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(interrupt_create(LINE, HANDLE_CORE, CLOCK_LINE), ==, 0);
    CHECK(is_line_masked(CLOCK_LINE), ==, true);
    let_clock_interrupt(true);
    CHECK(receive_interrupt(PORT, 2), ==, false); // not bound
    CHECK(interrupt_bind(LINE, PORT), ==, 0);
    for (uint32_t i = 0; i < rounds; i++) {
        arrived += receive_interrupt(PORT, 2);
        CHECK(is_line_masked(CLOCK_LINE), ==, true);
        take_note();
        CHECK(receive_interrupt(PORT, 2), ==, false); // not acknowledged
        CHECK(interrupt_acknowledge(LINE), ==, 0);
    }
    let_clock_interrupt(false);
    test_report("arrived", arrived);
}

void interrupt_errors(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    struct test_counts before = test_counts();
    CHECK(interrupt_create(LINE, HANDLE_CORE, 0), ==, E_ARGUMENT); // the timer is the kernel's
    CHECK(interrupt_create(LINE, HANDLE_CORE, 2), ==, E_ARGUMENT);
    CHECK(interrupt_create(LINE, HANDLE_CORE, 16), ==, E_ARGUMENT);
    CHECK(interrupt_create(LINE, HANDLE_CORE, UINT32_MAX), ==, E_ARGUMENT);
    CHECK(interrupt_create(PORT, HANDLE_CORE, CLOCK_LINE), ==, E_OCCUPIED);
    CHECK(interrupt_create(LINE, HANDLE_CORE, CLOCK_LINE), ==, 0);
    CHECK(interrupt_create(LINE + 1, HANDLE_CORE, CLOCK_LINE), ==, E_BUSY);
    CHECK(interrupt_acknowledge(LINE), ==, E_STATE);
    CHECK(capability_copy(PORT, LINE + 1, RIGHT_SEND, 0), ==, 0);
    CHECK(interrupt_bind(LINE, LINE + 1), ==, E_RIGHTS);
    CHECK(interrupt_bind(LINE + 1, PORT), ==, E_KIND);
    CHECK(capability_drop(LINE + 1), ==, 0);
    CHECK(capability_copy(LINE, LINE + 1, RIGHT_READ, 0), ==, 0);
    CHECK(interrupt_bind(LINE + 1, PORT), ==, E_RIGHTS);
    CHECK(capability_drop(LINE + 1), ==, 0); // a copy's end is not the line's
    CHECK(interrupt_create(LINE + 1, HANDLE_CORE, CLOCK_LINE), ==, E_BUSY);
    for (uint32_t line = 3; line < 16; line++) {
        if (line == CLOCK_LINE)
            continue;
        CHECK(interrupt_create(LINE + 1, HANDLE_CORE, line), ==, 0);
        CHECK(capability_drop(LINE + 1), ==, 0);
    }
    CHECK(capability_drop(LINE), ==, 0);
    test_expect_counts(&before);
    test_report("done", 1);
}

// Dropped, the line is silent, nothing of it is left at the port, and it can be had again.
void interrupt_dropped(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(port_create(PORT + 1), ==, 0);
    for (uint32_t round = 0; round < 3; round++) {
        CHECK(interrupt_create(LINE, HANDLE_CORE, CLOCK_LINE), ==, 0);
        CHECK(interrupt_bind(LINE, PORT), ==, 0);
        let_clock_interrupt(true);
        CHECK(receive_interrupt(PORT, 2), ==, true);
        CHECK(interrupt_acknowledge(LINE), ==, 0);
        take_note();
        process_sleep(1); // the next one waits at the port
        CHECK(interrupt_bind(LINE, PORT + 1), ==, 0);
        CHECK(receive_interrupt(PORT, 0), ==, false); // that was for another port
        take_note();
        CHECK(receive_interrupt(PORT + 1, 2), ==, true);
        CHECK(receive_interrupt(PORT, 2), ==, false);
        CHECK(interrupt_acknowledge(LINE), ==, 0);
        take_note();
        process_sleep(1);
        CHECK(capability_drop(LINE), ==, 0);
        CHECK(is_line_masked(CLOCK_LINE), ==, true);
        CHECK(receive_interrupt(PORT + 1, 0), ==, false);
        take_note();
        CHECK(receive_interrupt(PORT + 1, 2), ==, false);
        let_clock_interrupt(false);
    }
    // A line that never fires shows it best.
    CHECK(interrupt_create(LINE, HANDLE_CORE, SILENT_LINE), ==, 0);
    CHECK(is_line_masked(SILENT_LINE), ==, true);
    CHECK(interrupt_bind(LINE, PORT), ==, 0);
    CHECK(is_line_masked(SILENT_LINE), ==, false);
    CHECK(capability_drop(PORT), ==, 0);
    CHECK(is_line_masked(SILENT_LINE), ==, true);
    test_report("done", 1);
}

// --- passed to an ordinary process

static volatile uint32_t received, go_on;

static int32_t serve_interrupts(uint32_t count)
{
    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(interrupt_bind(CHILD_OTHER, CHILD_OWN), ==, 0);
    while (received < count) {
        CHECK(receive_interrupt(CHILD_OWN, 100), ==, true);
        received++;
        while (go_on < received)
            process_sleep(1);
        CHECK(interrupt_acknowledge(CHILD_OTHER), ==, 0);
    }
    return process_sleep(TICKS_FOREVER);
}

static void await_received(uint32_t count)
{
    while (received < count)
        process_sleep(1);
}

void interrupt_passed(const char *arguments)
{
    uint32_t count = 3 + test_random(10);

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(interrupt_create(LINE, HANDLE_CORE, CLOCK_LINE), ==, 0);
    let_clock_interrupt(true);
    struct test_counts before = test_counts();
    make_child(CHILD, CHILD_QUOTA);
    CHECK(capability_give(CHILD, LINE, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, serve_interrupts, count);
    for (uint32_t i = 1; i <= count; i++) {
        await_received(i);
        CHECK(interrupt_acknowledge(LINE), ==, E_STATE); // it is bound to another's port
        CHECK(is_line_masked(CLOCK_LINE), ==, true);
        take_note();
        go_on = i;
    }
    process_sleep(2);
    CHECK(process_end(CHILD), ==, 0); // its port ends with it
    test_expect_end(CHILD, END_KILLED);
    CHECK(is_line_masked(CLOCK_LINE), ==, true);
    test_expect_counts(&before);
    take_note();
    CHECK(interrupt_bind(LINE, PORT), ==, 0);
    CHECK(receive_interrupt(PORT, 2), ==, true);
    CHECK(capability_drop(PORT), ==, 0); // so do lines that are bound to one that is dropped
    CHECK(is_line_masked(CLOCK_LINE), ==, true);
    CHECK(interrupt_acknowledge(LINE), ==, E_STATE);
    let_clock_interrupt(false);
    test_report("received", received);
}
