// SPDX-License-Identifier: MIT
// The store that the student writes (user/memory_store.h): pages with names that are nearly the
// same, and more names than any table has places.
#include "labs/4-pager-ipc/tests/programs/lab4/keeping_names.h"

#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/alike.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"
#include "user/memory_store.h"

#define ARENA_PAGES 40
#define WORD_BITS   32
#define LIVES       (500 * ARENA_PAGES)

static _Alignas(PAGE_BYTES) uint8_t arena[ARENA_PAGES * PAGE_BYTES];
static _Alignas(PAGE_BYTES) uint32_t page[PAGE_WORDS];

static void store(uint32_t badge, uint32_t number, uint32_t value)
{
    page[0] = page[PAGE_WORDS - 1] = value;
    CHECK(memory_store_store(badge, number, page), ==, 0);
}

static void expect_page(uint32_t badge, uint32_t number, uint32_t value)
{
    memset(page, 0, sizeof page);
    CHECK(memory_store_fetch(badge, number, page), ==, 0);
    CHECK(page[0], ==, value); // else it is the page with another name
    CHECK(page[PAGE_WORDS - 1], ==, value);
}

// Badges, or numbers, that differ in one bit only, whichever that is.
static void keep_close_names(void)
{
    uint32_t badge = 1000 + test_random(1000000), number = 1000 + test_random(1000000);

    for (uint32_t kind = 0; kind < 2; kind++) {
        memory_store_init(arena, ARENA_PAGES);
        store(badge, number, WORD_BITS + 1);
        for (uint32_t bit = 0; bit < WORD_BITS; bit++)
            store(kind == 0 ? badge ^ 1u << bit : badge, kind == 0 ? number : number ^ 1u << bit,
                  bit + 1);
        CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - WORD_BITS - 1);
        expect_page(badge, number, WORD_BITS + 1);
        memory_store_release(badge); // one of them, or all
        expect_page(badge, number, 0);
        for (uint32_t bit = 0; bit < WORD_BITS; bit++)
            expect_page(kind == 0 ? badge ^ 1u << bit : badge,
                        kind == 0 ? number : number ^ 1u << bit, kind == 0 ? bit + 1 : 0);
    }
}

void keep_names(void)
{
    keep_close_names();
    memory_store_init(arena, ARENA_PAGES);
    for (uint32_t i = 0; i < ALIKE_COUNT; i++) {
        struct alike pages = alike_make(i, test_random(65536));
        store(pages.badge[0], pages.number[0], 1);
        expect_page(pages.badge[1], pages.number[1], 0);
        store(pages.badge[1], pages.number[1], 2);
        expect_page(pages.badge[0], pages.number[0], 1);
        CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES - 2);
        memory_store_release(pages.badge[0]);
        memory_store_release(pages.badge[1]);
    }
}

void keep_lives(void)
{
    memory_store_init(arena, ARENA_PAGES);
    for (uint32_t i = 0; i < LIVES; i++) {
        store(i / ARENA_PAGES, i * 5, i + 1);
        if (i % ARENA_PAGES == ARENA_PAGES - 1)
            memory_store_release(i / ARENA_PAGES);
    }
    CHECK(memory_store_count_free(), ==, (uint32_t)ARENA_PAGES);
    expect_page(LIVES - 1, LIVES - 1, 0); // that was never stored, and is looked for
}
