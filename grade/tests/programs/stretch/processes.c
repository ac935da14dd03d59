// SPDX-License-Identifier: MIT
// The console, and many processes.
#include "common/string.h"
#include "grade/tests/programs/stretch/support.h"

static void write_all(const char *text, uint32_t bytes)
{
    for (uint32_t written = 0; written < bytes;) {
        int32_t result = console_write(text + written, bytes - written);
        CHECK(result, >=, 0);
        written += (uint32_t)result;
    }
}

// Letters, lines that are wrapped, ends of lines, tabs, and what clears the screen.
void console(const char *arguments)
{
    static char text[CONSOLE_BYTES_MOST];
    static const char sequences[] = "\033[J\033[H\033[K\033[80D\t\033[JX\n";

    (void)arguments;
    for (uint32_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i % 26);
    for (uint32_t i = 0; i < 2 * 25; i++) // more than a screen
        write_all(text, sizeof text);
    text[100] = text[200] = '\n';
    text[254] = text[255] = '\t';
    write_all(text, sizeof text);
    memset(text, '\n', sizeof text);
    write_all(text, sizeof text);
    memset(text, '\t', sizeof text);
    write_all(text, sizeof text);
    for (uint32_t i = 0; i < sizeof text; i++)
        text[i] = sequences[i % (sizeof sequences - 1)];
    write_all(text, sizeof text);
}

static volatile uint32_t common_tick;

static void sleep_until_common_tick(void)
{
    process_sleep(common_tick - (uint32_t)clock_read());
}

static int32_t end_badly(uint32_t address)
{
    sleep_until_common_tick();
    return *(volatile int32_t *)address;
}

// Many that end at once, each with a line.
void ends(const char *arguments)
{
    (void)arguments;
    common_tick = (uint32_t)clock_read() + 100;
    for (uint32_t i = 0; i < CROWD; i++) {
        child_prepare();
        child_start(end_badly, 0xfffffff0 - i);
    }
    process_sleep(100 + 50);
}

static int32_t wake_together(uint32_t unused)
{
    (void)unused;
    sleep_until_common_tick();
    return sleep_for_ever(0);
}

void sleepers(const char *arguments)
{
    (void)arguments;
    common_tick = (uint32_t)clock_read() + 100;
    for (uint32_t i = 0; i < CROWD; i++) {
        child_prepare();
        child_start(wake_together, 0);
    }
    process_sleep(100 + 20);
}

// A process with as many regions as it can have, each of another object.
void information(const char *arguments)
{
    struct information_process process;
    struct information_region region;

    (void)arguments;
    for (uint32_t i = 0; i < MADE - OBJECT; i++) {
        CHECK(object_create_wired(OBJECT + i, HANDLE_CORE, 1, 0, 0), ==, 0);
        CHECK(region_map(REGION_WORD(0, OBJECT + i, READ_WRITE), (uint32_t)child_place(i, 0), 0, 1,
                         1),
              ==, 0);
    }
    int32_t place = information_place(HANDLE_SELF);
    CHECK(place, >, 0);
    for (uint32_t i = 0; i < 10; i++)
        CHECK(information_process((uint32_t)place, &process), >=, 0);
    CHECK(process.regions, >, (uint32_t)(MADE - OBJECT));
    CHECK(process.present_pages, >=, process.regions);
    CHECK(information_region((uint32_t)place, process.number, process.regions - 1, &region), ==, 0);
}

#define FAMILY 10 // children, and as many of each of them

static void pass_program_on(void)
{
    for (uint32_t i = 0; i < 2; i++)
        CHECK(capability_give(CHILD, HANDLE_SEGMENTS + i, HANDLE_SEGMENTS + i, RIGHTS_ALL, 0), ==,
              0);
}

static int32_t have_children(uint32_t depth)
{
    for (uint32_t i = 0; i < FAMILY && depth > 0; i++) {
        child_make(CHILD, "grandchild", depth == 1 ? CROWD_QUOTA : (FAMILY + 1) * CROWD_QUOTA);
        pass_program_on();
        child_run(CHILD, have_children, depth - 1);
        CHECK(capability_drop(CHILD), ==, 0);
    }
    return sleep_for_ever(0);
}

// An ordinary process that ends with its children and theirs.
void family(const char *arguments)
{
    (void)arguments;
    child_make(CHILD, "parent", (FAMILY + 1) * (FAMILY + 1) * CROWD_QUOTA);
    pass_program_on();
    child_run(CHILD, have_children, 2);
    process_sleep(50);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    process_sleep(20);
}

static int32_t send_for_ever(uint32_t unused)
{
    struct message message = {.port = PORT, .tag = 1};

    (void)unused;
    while (message_call(&message, TICKS_FOREVER) >= 0)
        continue;
    return 0;
}

// Many that wait to send, and many that wait for an end.
void senders(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    for (uint32_t i = 0; i < CROWD; i++) {
        child_prepare();
        CHECK(capability_give(CHILD, PORT, PORT, RIGHT_SEND, 0), ==, 0);
        child_start(send_for_ever, 0);
    }
    process_sleep(20);
    CHECK(capability_drop(PORT), ==, 0);
    process_sleep(20);
}
