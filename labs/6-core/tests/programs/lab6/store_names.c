// SPDX-License-Identifier: MIT
// The RAM store that the student writes (user/ram_store.h): pages with names that are nearly the
// same, more names than the index has places, and another arena.
#include "labs/6-core/tests/programs/lab6/store_names.h"

#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/alike.h"
#include "labs/6-core/tests/programs/lab6/support.h"
#include "user/ram_store.h"

#define ARENA_PAGES 48
#define OTHER_FIRST 10 // where another arena begins in it
#define OTHER_PAGES 30
#define WORD_BITS   32
#define LIVES       6000
#define LIVES_EACH  50 // of one object
#define GARBAGE     0xa5

static _Alignas(PAGE_BYTES) uint8_t arena[ARENA_PAGES * PAGE_BYTES];
static _Alignas(PAGE_BYTES) uint32_t page[PAGE_WORDS];

static void start(uint32_t first, uint32_t pages)
{
    memset(arena, GARBAGE, sizeof arena);
    ram_store_init(arena + first * PAGE_BYTES, pages);
}

// All words are `value` but the last one, if it is to be kept.
static int32_t store(uint32_t badge, uint32_t number, uint32_t value, bool is_kept)
{
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        page[i] = value;
    page[PAGE_WORDS - 1] ^= is_kept;
    return ram_store_store(badge, number, page);
}

static void expect_page(uint32_t badge, uint32_t number, uint32_t value)
{
    memset(page, 0, sizeof page);
    CHECK(ram_store_fetch(badge, number, page), ==, 0);
    CHECK(page[0], ==, value); // else it is the page with another name
    CHECK(page[PAGE_WORDS - 2], ==, value);
}

static struct ram_store_counts counts_now(void)
{
    struct ram_store_counts counts;
    ram_store_read_counts(&counts);
    return counts;
}

// Badges, or numbers, that differ in one bit only, whichever that is.
static void store_close_names(void)
{
    uint32_t badge = 1000 + test_random(1000000), number = 1000 + test_random(1000000);

    for (uint32_t kind = 0; kind < 2; kind++) {
        start(0, ARENA_PAGES);
        CHECK(store(badge, number, WORD_BITS + 1, true), ==, 0);
        for (uint32_t bit = 0; bit < WORD_BITS; bit++)
            CHECK(store(kind == 0 ? badge ^ 1u << bit : badge,
                        kind == 0 ? number : number ^ 1u << bit, bit + 1, bit % 2),
                  ==, 0);
        CHECK(counts_now().kept_pages, ==, WORD_BITS / 2 + 1u);
        CHECK(counts_now().uniform_pages, ==, WORD_BITS / 2u);
        expect_page(badge, number, WORD_BITS + 1);
        ram_store_release(badge); // one of them, or all
        expect_page(badge, number, 0);
        for (uint32_t bit = 0; bit < WORD_BITS; bit++)
            expect_page(kind == 0 ? badge ^ 1u << bit : badge,
                        kind == 0 ? number : number ^ 1u << bit, kind == 0 ? bit + 1 : 0);
    }
}

void store_names(void)
{
    store_close_names();
    start(0, ARENA_PAGES);
    for (uint32_t i = 0; i < ALIKE_COUNT; i++) {
        struct alike pages = alike_make(i, test_random(65536));
        CHECK(store(pages.badge[0], pages.number[0], 1, i % 3 == 0), ==, 0);
        expect_page(pages.badge[1], pages.number[1], 0);
        CHECK(store(pages.badge[1], pages.number[1], 2, i % 3 == 1), ==, 0);
        expect_page(pages.badge[0], pages.number[0], 1);
        CHECK(counts_now().kept_pages + counts_now().uniform_pages, ==, 2u);
        ram_store_release(pages.badge[0]);
        ram_store_release(pages.badge[1]);
    }
}

// In another arena everything begins anew, and nothing outside of it is touched.
static void store_elsewhere(void)
{
    uint32_t stored = 0;

    start(OTHER_FIRST, OTHER_PAGES);
    while (store(1, stored, stored + 1, true) == 0)
        stored++;
    CHECK(counts_now().arena_pages, ==, (uint32_t)OTHER_PAGES);
    CHECK(counts_now().kept_pages, ==, stored);
    CHECK(counts_now().free_pages, ==, 0u);
    for (uint32_t i = 0; i < stored; i++)
        expect_page(1, i, i + 1);
    for (uint32_t i = 0; i < sizeof arena; i++) {
        if (i / PAGE_BYTES - OTHER_FIRST >= OTHER_PAGES)
            CHECK(arena[i], ==, GARBAGE);
    }
}

void store_lives(void)
{
    start(0, ARENA_PAGES);
    for (uint32_t i = 0; i < LIVES; i++) {
        CHECK(store(i / LIVES_EACH, i * 5, i + 1, i % 2), ==, 0);
        if (i % LIVES_EACH == LIVES_EACH - 1)
            ram_store_release(i / LIVES_EACH);
    }
    CHECK(counts_now().kept_pages + counts_now().uniform_pages, ==, 0u);
    expect_page(LIVES - 1, LIVES - 1, 0); // that was never stored, and is looked for
    store_elsewhere();
}
