// SPDX-License-Identifier: MIT
// For grade/tests/system.bats: an ordinary program that tries to hold up the others. Its first word
// says how.
#include <stdbool.h>

#include "common/string.h"
#include "user/arguments.h"
#include "user/child.h"
#include "user/error_text.h"
#include "user/print.h"
#include "user/ram_memory.h"
#include "user/system.h"

enum { PORT = HANDLE_FREE, SPILL, CHILD };

#define WINDOW_AT    0x50000000u
#define WINDOW_SLOTS 2
#define CHILD_FRAMES 4
#define TREE_FRAMES  12

static _Alignas(16) uint8_t stacks[2][CHILD_STACK_BYTES];
static volatile uint32_t rounds;

// New processes that hold a capability for themselves, and that nobody else has one for.
static int32_t make_immortals(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (process_create(CHILD, CHILD_FRAMES, "immortal") != 0 ||
            capability_give(CHILD, CHILD, 1, RIGHT_READ, 0) != 0 || capability_drop(CHILD) != 0)
            return (int32_t)i + 1;
    }
    return 0;
}

static volatile uint32_t grandchildren;

// A child with a child, each of which would live on.
static int32_t make_grandchild(uint32_t unused)
{
    (void)unused;
    grandchildren += process_create(CHILD, CHILD_FRAMES, "grandchild") == 0;
    return process_sleep(TICKS_FOREVER);
}

static int32_t make_orphans(void)
{
    child_make(CHILD, "orphan", TREE_FRAMES);
    child_run_on(CHILD, stacks[0], make_grandchild, 0);
    process_sleep(20);
    return grandchildren == 1 ? 0 : 2;
}

// A pager, for which nobody has a request, that never waits.
static int32_t spin(uint32_t unused)
{
    (void)unused;
    if (port_create(PORT) != 0 || pager_create(PORT, WINDOW_AT, WINDOW_SLOTS, SPILL, 0) < 0)
        return 1;
    for (;;)
        rounds++;
}

static int32_t make_spinner(void)
{
    if (ram_memory_create(SPILL, WINDOW_SLOTS, 0) != 0)
        return 1;
    child_make(CHILD, "spinner", CHILD_FRAMES * 2);
    if (capability_give(CHILD, SPILL, SPILL, RIGHT_READ | RIGHT_WRITE, 0) != 0 ||
        capability_drop(SPILL) != 0)
        return 2;
    child_run_on(CHILD, stacks[0], spin, 0);
    process_sleep(100);
    print("hostile: the spinner %s\n", rounds != 0 ? "spins, and others run" : "does not run");
    return 0;
}

// --- pagers on as many levels as there can be, which nobody asks for anything

#define LEVELS_MOST 7
enum { OBJECT = CHILD + LEVELS_MOST, EXCHANGE };

static _Alignas(16) uint8_t level_stacks[LEVELS_MOST][CHILD_STACK_BYTES];

// Its spill came from the one before; what it gives back is the next one's.
static int32_t be_idle_pager(uint32_t unused)
{
    (void)unused;
    int32_t error = port_create(PORT);
    if (error == 0)
        error = pager_create(PORT, WINDOW_AT, WINDOW_SLOTS, SPILL, 0);
    if (error == 0)
        error = object_create(OBJECT, WINDOW_SLOTS, 0, 0);
    struct message message = {
        .port = EXCHANGE,
        .capability = error == 0 ? OBJECT : 0,
        .tag = 1,
        .words = {(uint32_t)error},
    };
    message_send(&message, TICKS_FOREVER);
    return process_sleep(TICKS_FOREVER);
}

// Says which level was refused, and why, and then stays.
static int32_t climb_levels(void)
{
    uint32_t level = 0;
    int32_t error = port_create(EXCHANGE);

    if (error == 0)
        error = ram_memory_create(SPILL, WINDOW_SLOTS, 0);
    while (error == 0 && level < LEVELS_MOST) {
        struct message message = {.port = EXCHANGE, .accept = SPILL};

        error = child_try_make(CHILD + level, "idle", CHILD_FRAMES * 2);
        if (error == 0)
            error = capability_give(CHILD + level, SPILL, SPILL, RIGHT_READ | RIGHT_WRITE, 0);
        if (error == 0)
            error = capability_give(CHILD + level, EXCHANGE, EXCHANGE, RIGHT_SEND, 0);
        capability_drop(SPILL);
        if (error == 0)
            error = child_try_run_on(CHILD + level, level_stacks[level], be_idle_pager, 0);
        if (error == 0 && message_receive(&message, TICKS_FOREVER) >= 0)
            error = (int32_t)message.words[0];
        level += error == 0;
    }
    print("hostile: pagers on %u levels; then %s\n", level, error_text(error));
    return process_sleep(TICKS_FOREVER);
}

int32_t main(const char *command_line);

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t count = 0;

    arguments_split(&arguments, command_line);
    const char *what = arguments.count > 1 ? arguments.words[1] : "";
    if (arguments.count > 2 && !arguments_number(arguments.words[2], 1000, &count))
        return 1;
    if (strcmp(what, "immortal") == 0)
        return make_immortals(count);
    if (strcmp(what, "orphan") == 0)
        return make_orphans();
    if (strcmp(what, "spin") == 0)
        return make_spinner();
    if (strcmp(what, "levels") == 0)
        return climb_levels();
    print("hostile: immortal N, orphan, spin, levels\n");
    return 1;
}
