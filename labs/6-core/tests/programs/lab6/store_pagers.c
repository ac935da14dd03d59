// SPDX-License-Identifier: MIT
// The RAM store as a pager: behind a program, and behind another pager.
#include "common/string.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"
#include "user/pager.h"
#include "user/ram_store.h"

#define ARENA_PAGES  40
#define WINDOW       0x10000000u
#define SLOTS        6
#define CLIENT_PAGES 16
#define SPILL        (SPARE + 8)
#define UPPER        (SPARE + 9)
#define UPPER_PORT   CHILD_OWN
#define UPPER_OBJECT (CHILD_OWN + 1)

static _Alignas(PAGE_BYTES) uint8_t arena[ARENA_PAGES * PAGE_BYTES];

static volatile uint32_t work_done;
static uint32_t operations = 5000;

// Adds to words all over its pages, some of which become uniform so; nothing of it is lost.
static int32_t work_in_pages(uint32_t seed)
{
    static uint32_t expected[CLIENT_PAGES * 4];
    uint32_t state = seed, lost = 0;

    for (uint32_t i = 0; i < operations; i++) {
        state = state * 1103515245 + 12345;
        uint32_t place = (state >> 16) % (CLIENT_PAGES * 4);
        volatile uint32_t *words =
            (uint32_t *)(PLACE + place / 4 * PAGE_BYTES + place % 4 * PAGE_BYTES / 4);
        lost += *words != expected[place];
        expected[place] += state & 3;
        *words = expected[place];
        for (volatile uint32_t pause = 0; pause < 500; pause++)
            continue;
    }
    work_done = 1;
    return (int32_t)lost;
}

// The boot process serves what comes, and has pages evicted meanwhile. Returns how many were
// stored.
#define STORING 1 // enum pager_evict (mm/pager.h)

static void serve_once(void)
{
    struct message request = {.port = PORT};

    while (message_receive(&request, 1) >= 0) {
        void *memory = pager_slot_memory(WINDOW, request.words[1]);
        if (request.tag == TAG_FETCH)
            CHECK(pager_answer(request.words[1],
                               ram_store_fetch(request.badge, request.words[0], memory)),
                  ==, 0);
        else if (request.tag == TAG_STORE)
            CHECK(pager_answer(request.words[1],
                               ram_store_store(request.badge, request.words[0], memory)),
                  ==, 0);
        else if (request.tag == TAG_RELEASE)
            ram_store_release(request.badge);
        request = (struct message){.port = PORT};
    }
}

// Has one page of the object evicted every tick or so, and all pages of the spill; counts the last.
static uint32_t serve_and_evict(uint32_t object, uint32_t last, uint32_t pages)
{
    uint32_t stores = 0;

    while (work_done == 0) {
        serve_once();
        test_call(TEST_EVICT, object, test_random(CLIENT_PAGES), 0);
        for (uint32_t i = 0; i < pages; i++)
            stores += test_call(TEST_EVICT, last, i, 0) == STORING;
    }
    serve_once();
    return stores;
}

void store_as_pager(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, SLOTS, 0, 0), ==, 0);
    ram_store_init(arena, ARENA_PAGES);
    CHECK(object_create(OBJECT, CLIENT_PAGES, 5, 0), ==, 0);
    make_child(CHILD, CHILD_QUOTA);
    map(CHILD, OBJECT, PLACE, CLIENT_PAGES, WRITE);
    child_run(CHILD, work_in_pages, 1 + test_random(100000));
    CHECK(serve_and_evict(OBJECT, OBJECT, CLIENT_PAGES), >, 5u);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    serve_once(); // the last use: the store forgets its pages
    struct ram_store_counts counts;
    ram_store_read_counts(&counts);
    CHECK(counts.kept_pages + counts.uniform_pages, ==, 0u);
    test_report("done", 1);
}

// --- at the end of a chain: behind the window of a pager that is paged itself

#define SPILL_BADGE 9

static uint8_t kept_above[CLIENT_PAGES][PAGE_BYTES];

static int32_t fetch_above(uint32_t badge, uint32_t number, void *memory)
{
    (void)badge;
    process_sleep(2); // so that its slots can be stolen
    memcpy(memory, kept_above[number], PAGE_BYTES);
    return 0;
}

static int32_t store_above(uint32_t badge, uint32_t number, const void *memory)
{
    (void)badge;
    process_sleep(2); // so that its slots can be stolen
    memcpy(kept_above[number], memory, PAGE_BYTES);
    return 0;
}

static int32_t be_upper(uint32_t argument)
{
    static const struct pager_functions functions = {fetch_above, store_above, NULL, NULL};
    struct message offer = {.port = CHILD_PORT, .tag = 1, .capability = UPPER_OBJECT};

    (void)argument;
    CHECK(port_create(UPPER_PORT), ==, 0);
    CHECK(pager_create(UPPER_PORT, WINDOW, SLOTS, CHILD_OTHER, 0), ==, 0);
    CHECK(object_create(UPPER_OBJECT, CLIENT_PAGES, 1, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    return pager_serve(UPPER_PORT, WINDOW, &functions);
}

void store_ends_chain(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = UPPER};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, SLOTS, 0, 0), ==, 0);
    ram_store_init(arena, ARENA_PAGES);
    CHECK(object_create(SPILL, SLOTS, SPILL_BADGE, 0), ==, 0);
    make_child(CHILD, CHILD_QUOTA);
    CHECK(capability_give(CHILD, SPILL, CHILD_OTHER, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, be_upper, 0);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    make_child(CHILD + 1, CHILD_QUOTA);
    map(CHILD + 1, UPPER, PLACE, CLIENT_PAGES, WRITE);
    operations = 150; // each takes long
    child_run(CHILD + 1, work_in_pages, 1 + test_random(100000));
    CHECK(serve_and_evict(UPPER, SPILL, SLOTS), >, 5u);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    test_report("done", 1);
}
