// SPDX-License-Identifier: MIT
// When memory has run out: what is the end of the system.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/storms.h"
#include "user/ram_store.h"

// The device hangs in the middle of a storm.
void deadlock_hangs(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    start_storm(CHILD, PAGES);
    serve_requests(4000 + test_random(4000));
    write_nothing();
}

// The same while several processes wait, with the limit that the command line says.
void deadlock_default(const char *arguments)
{
    (void)arguments;
    start_pager(0);
    for (uint32_t i = 0; i < 4; i++)
        start_storm(CHILD + i, PAGES);
    serve_requests(6000 + test_random(1000));
    write_nothing();
}

// The RAM store is full: it keeps what it cannot store in its slots, in the hope that something is
// released.
#define ARENA_PAGES 100

static _Alignas(PAGE_BYTES) uint8_t arena[ARENA_PAGES * PAGE_BYTES];

void deadlock_store_full(const char *arguments)
{
    struct message request;

    (void)arguments;
    start_pager(LIMIT);
    ram_store_init(arena, ARENA_PAGES);
    start_storm(CHILD, PAGES);
    for (;;) {
        if (!receive(&request, LONG))
            continue;
        void *memory = pager_slot_memory(WINDOW, request.words[1]);
        if (request.tag == TAG_FETCH)
            ram_store_fetch(request.badge, request.words[0], memory);
        else if (ram_store_store(request.badge, request.words[0], memory) != 0)
            continue;
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
}

// The other one hangs; this one serves as ever, and was there first. The pages of its client are
// all that can be stolen, until these are gone, too.
void deadlock_other(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    storm_pauses = true;
    start_storm(CHILD, 600);
    for (;;)
        serve_requests(1);
}

void other_hangs(const char *arguments)
{
    process_sleep(2);
    deadlock_hangs(arguments);
}

// Both hang, the other one since long before.
void deadlock_both(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    process_sleep(LIMIT / 3);
    start_storm(CHILD, PAGES);
    write_nothing();
}

void other_hangs_early(const char *arguments)
{
    (void)arguments;
    process_sleep(2);
    start_pager(LIMIT);
    start_storm(CHILD, 1);
    hang();
}

// The slower of the two has the say, whichever of them hangs.
void deadlock_slowest(const char *arguments)
{
    deadlock_hangs(arguments);
}

void other_is_slower(const char *arguments)
{
    (void)arguments;
    start_pager(3 * LIMIT);
    for (;;)
        serve_requests(1);
}

// As long as somebody answers, there is hope. (The verdict is asked for here, tick by tick: in a
// storm, an answer would move something, and nobody would ask.)
#define CLIENTS       6
#define BETWEEN_TICKS (LIMIT - 20)

void deadlock_answered(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        make_child(CHILD + i, CHILD_QUOTA);
        map(CHILD + i, OBJECT, PLACE, CLIENTS, READ);
        child_run(CHILD + i, read_word, PLACE + i * PAGE_BYTES);
    }
    for (uint32_t ticks = 1;; ticks++) {
        process_sleep(1);
        test_call(TEST_CHECK_DEADLOCK, 0, 0, 0);
        if (ticks % BETWEEN_TICKS == 0 && served < CLIENTS - 1)
            serve_requests(1);
    }
}
