// SPDX-License-Identifier: MIT
// For grade/tests/system.bats: an ordinary program that tries to hold up the others. Its first word
// says how.
#include <stdbool.h>

#include "common/string.h"
#include "user/arguments.h"
#include "user/child.h"
#include "user/error_text.h"
#include "user/print.h"
#include "user/store.h"
#include "user/system.h"

#define LEVELS_MOST 7
#define CROWD       10

enum { PORT = HANDLE_FREE, SPILL, OBJECT, EXCHANGE, EVERYBODYS, CHILD, FIRST_HELD };

#define WINDOW_AT    0x50000000u
#define WINDOW_SLOTS 2
#define CHILD_FRAMES 4
#define TREE_FRAMES  12

static _Alignas(16) uint8_t stacks[2][CHILD_STACK_BYTES];
static volatile uint32_t rounds;
static uint32_t held;

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
    if (store_memory_create(SPILL, WINDOW_SLOTS, 0) != 0)
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

// --- processes that never wait

static _Alignas(16) uint8_t crowd_stacks[CROWD][CHILD_STACK_BYTES];

static _Noreturn void loop(void)
{
    for (;;)
        rounds++;
}

static int32_t be_looper(uint32_t unused)
{
    (void)unused;
    loop();
}

static int32_t make_crowd(void)
{
    for (uint32_t i = 0; i < CROWD; i++) {
        if (child_try_make(CHILD + i, "looper", CHILD_FRAMES) != 0 ||
            child_try_run_on(CHILD + i, crowd_stacks[i], be_looper, 0) != 0)
            return 1;
    }
    loop();
}

// --- a pager that is asked for something again and again, and takes the processor for each answer

#define SPIN_TICKS 50
#define SPUN_PAGES 900
#define SPUN_AT    0x60000000u

// An object of its own is under OBJECT.
static int32_t be_pager(void)
{
    int32_t error = port_create(PORT);
    if (error == 0)
        error = pager_create(PORT, WINDOW_AT, WINDOW_SLOTS, SPILL, 0);
    return error == 0 ? object_create(OBJECT, SPUN_PAGES, 0, 0) : error;
}

static void send_object(int32_t error)
{
    struct message message = {
        .port = EXCHANGE,
        .capability = error == 0 ? OBJECT : 0,
        .tag = 1,
        .words = {(uint32_t)error},
    };
    message_send(&message, TICKS_FOREVER);
}

static int32_t spin_and_answer(uint32_t unused)
{
    struct message message = {.port = PORT};

    (void)unused;
    send_object(be_pager());
    while (message_receive(&message, TICKS_FOREVER) >= 0) {
        for (uint32_t start = (uint32_t)clock_read(); (uint32_t)clock_read() - start < SPIN_TICKS;)
            rounds++;
        pager_answer(message.words[1], 0);
    }
    return 1;
}

static int32_t make_busy_pager(void)
{
    struct message message = {.port = EXCHANGE, .accept = OBJECT};

    if (port_create(EXCHANGE) != 0 || store_memory_create(SPILL, WINDOW_SLOTS, 0) != 0)
        return 1;
    child_make(CHILD, "spinner", CHILD_FRAMES * 2);
    if (capability_give(CHILD, SPILL, SPILL, RIGHT_READ | RIGHT_WRITE, 0) != 0 ||
        capability_give(CHILD, EXCHANGE, EXCHANGE, RIGHT_SEND, 0) != 0 ||
        capability_drop(SPILL) != 0)
        return 2;
    child_run_on(CHILD, stacks[0], spin_and_answer, 0);
    if (message_receive(&message, TICKS_FOREVER) < 0 || message.words[0] != 0 ||
        object_map(OBJECT, SPUN_AT, SPUN_PAGES, REGION_READ) != 0)
        return 3;
    for (uint32_t page = 0; page < SPUN_PAGES; page++)
        rounds += *(volatile uint32_t *)(SPUN_AT + page * PAGE_BYTES);
    return 4;
}

// --- how much of the processor somebody gets who has nothing to do with all that

#define SHARE_TICKS TICKS_PER_SECOND

static int32_t measure_share(uint32_t seconds)
{
    struct information_process self = {0};
    uint32_t place = (uint32_t)information_place(HANDLE_SELF), least = SHARE_TICKS;

    for (uint32_t i = 0; i < seconds; i++) {
        uint32_t start = (uint32_t)clock_read();
        must(information_process(place, &self) > 0 ? 0 : E_STALE, "information_process");
        uint32_t used = self.ticks_used;
        while ((uint32_t)clock_read() - start < SHARE_TICKS)
            rounds++;
        must(information_process(place, &self) > 0 ? 0 : E_STALE, "information_process");
        used = self.ticks_used - used;
        least = used < least ? used : least;
    }
    print("hostile: had at least %u of %u ticks\n", least, SHARE_TICKS);
    return 0;
}

// --- pagers on as many levels as there can be, which nobody asks for anything

static _Alignas(16) uint8_t level_stacks[LEVELS_MOST][CHILD_STACK_BYTES];

// Its spill came from the one before; what it gives back is the next one's.
static int32_t be_idle_pager(uint32_t unused)
{
    (void)unused;
    send_object(be_pager());
    return process_sleep(TICKS_FOREVER);
}

// Says which level was refused, and why, and then stays.
static int32_t climb_levels(void)
{
    uint32_t level = 0;
    int32_t error = port_create(EXCHANGE);

    if (error == 0)
        error = store_memory_create(SPILL, WINDOW_SLOTS, 0);
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

// Memory that is asked for in a way that nobody can get it: without a reply, without a place for
// it.
static int32_t lose_memory(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct message message = {.port = HANDLE_STORE, .tag = STORE_MEMORY, .words = {1}};
        if (message_send(&message, TICKS_FOREVER) < 0)
            return 1;
        message = (struct message){.port = HANDLE_STORE, .tag = STORE_MEMORY, .words = {1}};
        if (message_call(&message, TICKS_FOREVER) < 0)
            return 2;
    }
    return 0;
}

static uint32_t count_left(uint32_t store)
{
    struct store_state state = {0};
    return store_read_state(store, &state) == 0 ? state.promises.left : 0;
}

// Takes all objects that a store gives it, or all pages. Returns the error that ended it.
static int32_t take_all(uint32_t store, bool all_pages)
{
    int32_t error;

    do {
        uint32_t left = all_pages ? count_left(store) : 0;
        error = store_memory_create_from(store, FIRST_HELD + held, left == 0 ? 1 : left, 0);
        held += error == 0;
    } while (error == 0);
    return error;
}

static int32_t hold(bool pages)
{
    if (service_find(SERVICE_RAM_STORE, EVERYBODYS) != 0)
        return 1;
    int32_t own = take_all(HANDLE_STORE, pages);
    int32_t everybodys = take_all(EVERYBODYS, pages);
    print("hostile: holds %u objects; its share is %s, and so is everybody's%s\n", held,
          own == E_QUOTA ? "used up" : "not used up", everybodys == E_QUOTA ? "" : " NOT");
    process_sleep(1000);
    return 0;
}

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
    if (strcmp(what, "crowd") == 0)
        return make_crowd();
    if (strcmp(what, "busy") == 0)
        return make_busy_pager();
    if (strcmp(what, "share") == 0)
        return measure_share(count);
    if (strcmp(what, "lost") == 0)
        return lose_memory(count);
    if (strcmp(what, "objects") == 0 || strcmp(what, "pages") == 0)
        return hold(strcmp(what, "pages") == 0);
    print(
        "hostile: immortal N, lost N, orphan, spin, levels, crowd, busy, share SECONDS, objects,\n"
        "         pages\n");
    return 1;
}
