// SPDX-License-Identifier: MIT
// The store that the student writes (user/memory_store.h), by itself and as a pager.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/keeping_names.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"
#include "user/memory_store.h"

#define ARENA_PAGES 48
#define IN_EACH     0xa5000000u // in every word of a page that is kept: none of its bytes is 0

static _Alignas(PAGE_BYTES) uint8_t arena[(ARENA_PAGES + 1) * PAGE_BYTES];
static _Alignas(PAGE_BYTES) uint32_t page[PAGE_WORDS];

static void fill(uint32_t value)
{
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        page[i] = IN_EACH + value + i;
}

static void expect_page(uint32_t badge, uint32_t number, uint32_t value)
{
    memset(page, 0, sizeof page);
    CHECK(memory_store_fetch(badge, number, page), ==, 0);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        CHECK(page[i], ==, value == 0 ? 0 : IN_EACH + value + i);
}

void keep_pages(const char *arguments)
{
    static const uint32_t badges[] = {0, 1, 1024, 0xffffffffu},
                          numbers[] = {0, 1, 0x10001u, 0xfffffu};
    uint32_t sum = 0;

    (void)arguments;
    memory_store_init(arena, ARENA_PAGES);
    CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES);
    expect_page(1, 1, 0); // nothing was stored
    for (uint32_t i = 0; i < 16; i++) {
        fill(1000 * (i + 1));
        CHECK(memory_store_store(badges[i / 4], numbers[i % 4], page), ==, 0);
    }
    CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - 16);
    for (uint32_t i = 0; i < 16; i++) {
        expect_page(badges[i / 4], numbers[i % 4], 1000 * (i + 1));
        sum += page[0] - IN_EACH;
    }
    fill(77);
    CHECK(memory_store_store(1, 1, page), ==, 0); // instead of what was there
    CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - 16);
    expect_page(1, 1, 77);
    expect_page(1, 0, 5000);
    for (uint32_t i = 0; i < PAGE_BYTES; i++)
        CHECK(arena[ARENA_PAGES * PAGE_BYTES + i], ==, 0); // nothing behind the arena
    keep_names();
    test_report("sum", sum);
}

void keep_full(const char *arguments)
{
    uint32_t pages = 5 + test_random(40);

    (void)arguments;
    memory_store_init(arena, pages);
    for (uint32_t i = 0; i < pages; i++) {
        fill(100 * i + 1);
        CHECK(memory_store_store(3, i * 7, page), ==, 0);
    }
    CHECK(memory_store_count_free(), ==, 0u);
    fill(9);
    CHECK(memory_store_store(3, 1, page), ==, E_NO_MEMORY);
    CHECK(memory_store_store(4, 0, page), ==, E_NO_MEMORY);
    expect_page(3, 1, 0);
    fill(55);
    CHECK(memory_store_store(3, 7, page), ==, 0); // that one is in it
    for (uint32_t i = 0; i < pages; i++)
        expect_page(3, i * 7, i == 1 ? 55 : 100 * i + 1);
    memory_store_init(arena, pages);
    CHECK(memory_store_count_free(), ==, pages);
    expect_page(3, 7, 0);
    test_report("pages", pages);
}

void keep_release(const char *arguments)
{
    uint32_t left = 0;

    (void)arguments;
    memory_store_init(arena, ARENA_PAGES);
    for (uint32_t round = 0; round < 5; round++) {
        for (uint32_t i = 0; i < 40; i++) {
            fill(round * 1000 + i + 1);
            CHECK(memory_store_store(i % 4, i * 1024, page), ==, 0);
        }
        memory_store_release(2);
        CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - 30);
        for (uint32_t i = 0; i < 40; i++)
            expect_page(i % 4, i * 1024, i % 4 == 2 ? 0 : round * 1000 + i + 1);
        memory_store_release(99); // nothing of that was kept
        memory_store_release(2);
        CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - 30);
    }
    for (uint32_t badge = 0; badge < 4; badge++)
        memory_store_release(badge);
    left = memory_store_count_free();
    CHECK(left, ==, (uint32_t)ARENA_PAGES);
    keep_lives();
    test_report("left", left);
}

// Random stores, fetches and releases against a plain table.
void keep_random(const char *arguments)
{
    static uint32_t kept[6][20];
    uint32_t used = 0, sum = 0;

    (void)arguments;
    memory_store_init(arena, ARENA_PAGES);
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t badge = test_random(6), number = test_random(20), what = test_random(20);
        if (what == 0) {
            memory_store_release(badge * 1024);
            for (uint32_t j = 0; j < 20; j++) {
                used -= kept[badge][j] != 0;
                kept[badge][j] = 0;
            }
        } else if (what < 12) {
            fill(i + 1);
            int32_t result = memory_store_store(badge * 1024, number, page);
            if (kept[badge][number] == 0 && used == ARENA_PAGES) {
                CHECK(result, ==, E_NO_MEMORY);
            } else {
                CHECK(result, ==, 0);
                used += kept[badge][number] == 0;
                kept[badge][number] = i + 1;
            }
        } else {
            expect_page(badge * 1024, number, kept[badge][number]);
            sum += kept[badge][number];
        }
        CHECK(memory_store_count_free(), ==, ARENA_PAGES - used);
    }
    test_report("sum", sum);
}

// Looking a page up must not take longer the more there are.
void keep_fast(const char *arguments)
{
    static _Alignas(PAGE_BYTES) uint8_t large[1024 * PAGE_BYTES];
    uint32_t few, many, start;

    (void)arguments;
    memory_store_init(large, 1024);
    for (uint32_t i = 0; i < 8; i++)
        CHECK(memory_store_store(1, i, page), ==, 0);
    start = test_instructions();
    for (uint32_t i = 0; i < 8; i++)
        memory_store_fetch(1, i, page);
    few = test_instructions() - start;
    for (uint32_t i = 0; i < 1010; i++)
        CHECK(memory_store_store(i % 5, i, page), ==, 0);
    start = test_instructions();
    for (uint32_t i = 0; i < 8; i++) // some of the first and some of the last
        memory_store_fetch((i * 143 + 2) % 5, i * 143 + 2, page);
    many = test_instructions() - start;
    CHECK(many, <, few + 8 * 200);
    fill(77);
    CHECK(memory_store_store(3, 503, page), ==, 0);
    expect_page(3, 503, 77); // it was quick at something that it did
    test_report("pages", 1024);
}

// --- as a pager

static const struct pager_functions functions = {
    .fetch = memory_store_fetch,
    .store = memory_store_store,
    .release = memory_store_release,
};

// The loop of user/pager.h around the student's functions, in a process of its own.
static int32_t serve_loop(uint32_t argument)
{
    (void)argument;
    return pager_serve(UPPER_PORT, WINDOW, &functions);
}

void keep_as_pager(const char *arguments)
{
    struct message request;
    uint32_t stores = 0;

    (void)arguments;
    base_start(8);
    memory_store_init(arena, ARENA_PAGES);
    start_upper(CHILD, 6, 0, serve_loop);
    make_child(CHILD + 1, 1);
    map(CHILD + 1, UPPER, PLACE, 0, UPPER_PAGES, WRITE);
    child_run(CHILD + 1, work_in_pages, 1 + test_random(100000));
    while (work_in_pages_done == 0) {
        while (base_receive(&request, 1))
            base_serve(&request);
        stores += test_call(TEST_EVICT, UPPER, test_random(UPPER_PAGES), 0) == STORING_NOW;
    }
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    CHECK(stores, >, 1u);
    CHECK(capability_drop(UPPER), ==, 0); // the last use: the store forgets its pages
    process_sleep(5);
    uint32_t left = memory_store_count_free();
    CHECK(left, ==, (uint32_t)ARENA_PAGES);
    CHECK(test_call(TEST_PROCESS_ENDED, CHILD, 0, 0), ==, 0);
    test_report("left", left);
}
