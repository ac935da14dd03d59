// SPDX-License-Identifier: MIT
// The store that the student writes (user/memory_store.h) with as many pages as it may have.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"
#include "user/memory_store.h"

#define ARENA        0x40000000u // nothing is mapped around it
#define MEMORY       SPARE       // the handle of what lies there
#define AROUND       0xa50f1e1du
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

// The page that is given to the store, with words before and behind it that nobody may touch.
static _Alignas(PAGE_BYTES) uint32_t memory[3 * PAGE_WORDS];
static uint32_t *const page = memory + PAGE_WORDS;
static const uint32_t looked_at[] = {0, 1, PAGE_WORDS / 2 - 1, PAGE_WORDS / 2, PAGE_WORDS - 1};

static void begin(uint32_t pages)
{
    CHECK(test_make_memory(MEMORY, pages), ==, 0);
    CHECK(object_map(MEMORY, ARENA, pages, WRITE), ==, 0);
    for (uint32_t i = 0; i < pages; i++)
        *(volatile uint32_t *)(ARENA + i * PAGE_BYTES) = AROUND;
    for (uint32_t i = 0; i < COUNT(memory); i++)
        memory[i] = AROUND;
}

static int32_t store(uint32_t badge, uint32_t number, uint32_t value)
{
    for (uint32_t i = 0; i < COUNT(looked_at); i++)
        page[looked_at[i]] = value * 8 + i;
    int32_t result = memory_store_store(badge, number, page);
    for (uint32_t i = 0; i < COUNT(looked_at); i++)
        CHECK(page[looked_at[i]], ==, value * 8 + i); // storing changes nothing there
    return result;
}

// 0: nothing is kept.
static void expect_page(uint32_t badge, uint32_t number, uint32_t value)
{
    memset(page, 0, PAGE_BYTES);
    CHECK(memory_store_fetch(badge, number, page), ==, 0);
    for (uint32_t i = 0; i < COUNT(looked_at); i++)
        CHECK(page[looked_at[i]], ==, value == 0 ? 0 : value * 8 + i);
    CHECK(page[-1], ==, AROUND);
    CHECK(page[PAGE_WORDS], ==, AROUND);
}

// Pages of many objects, and many of each: the i-th.
static uint32_t badge_of(uint32_t i)
{
    return i % 7 * 0x2aaaaaabu + i % 3;
}

static uint32_t number_of(uint32_t i)
{
    return i / 7 * (i % 2 == 0 ? 1 : 0x1001u);
}

static void check_all_kept(uint32_t pages)
{
    memory_store_init((void *)ARENA, pages);
    CHECK(memory_store_count_free(), ==, pages);
    for (uint32_t i = 0; i < pages; i++) {
        CHECK(store(badge_of(i), number_of(i), i + 1), ==, 0);
        CHECK(memory_store_count_free(), ==, pages - i - 1);
    }
    CHECK(store(badge_of(0), 0xffffffffu, 5), ==, E_NO_MEMORY);
    CHECK(store(1234567, 0, 5), ==, E_NO_MEMORY);
    for (uint32_t i = 0; i < pages; i++)
        expect_page(badge_of(i), number_of(i), i + 1);
    expect_page(badge_of(0), 0xffffffffu, 0);
    CHECK(store(badge_of(pages - 1), number_of(pages - 1), 77), ==, 0); // which is in it
    expect_page(badge_of(pages - 1), number_of(pages - 1), 77);
    CHECK(memory_store_count_free(), ==, 0u);
}

void keep_most(const char *arguments)
{
    static const uint32_t sizes[] = {1, 2, 3, 255, 256, 257, MEMORY_STORE_PAGES_MOST};

    (void)arguments;
    begin(MEMORY_STORE_PAGES_MOST);
    for (uint32_t i = 0; i < COUNT(sizes); i++)
        check_all_kept(sizes[i]);
    // All of one object's, and only those; and their places are there again.
    uint32_t of_first = 0;
    for (uint32_t i = 0; i < MEMORY_STORE_PAGES_MOST; i++)
        of_first += badge_of(i) == badge_of(0);
    memory_store_release(badge_of(0));
    CHECK(memory_store_count_free(), ==, of_first);
    for (uint32_t i = 0; i < MEMORY_STORE_PAGES_MOST - 1; i++)
        expect_page(badge_of(i), number_of(i), badge_of(i) == badge_of(0) ? 0 : i + 1);
    for (uint32_t i = 0; i < of_first; i++)
        CHECK(store(0xfffffffeu, i * 4096, i + 9), ==, 0);
    CHECK(store(0xfffffffeu, 1, 5), ==, E_NO_MEMORY);
    for (uint32_t i = 0; i < of_first; i++)
        expect_page(0xfffffffeu, i * 4096, i + 9);
    // One object with as many pages as there can be, page after page.
    memory_store_init((void *)ARENA, MEMORY_STORE_PAGES_MOST);
    for (uint32_t i = 0; i < MEMORY_STORE_PAGES_MOST; i++)
        CHECK(store(7, i, i + 1), ==, 0);
    memory_store_release(7);
    CHECK(memory_store_count_free(), ==, (uint32_t)MEMORY_STORE_PAGES_MOST);
    memory_store_init((void *)(ARENA + PAGE_BYTES), 1); // forgets everything
    expect_page(0xfffffffeu, 0, 0);
    CHECK(store(0, 0, 3), ==, 0);
    CHECK(*(uint32_t *)(ARENA + PAGE_BYTES), ==, 24u);
    CHECK(store(0, 1, 3), ==, E_NO_MEMORY);
    test_report("pages", MEMORY_STORE_PAGES_MOST);
}

#define OBJECTS 9
#define NUMBERS 200

// Many operations, with chains of all lengths: what is kept is compared with a plain table.
void keep_chains(const char *arguments)
{
    static uint16_t kept[OBJECTS][NUMBERS];
    static const uint32_t badges[OBJECTS] = {0,    1,          2,          3,         1024,
                                             4096, 0x7fffffff, 0x80000000, 0xffffffff};
    uint32_t pages = OBJECTS * NUMBERS * 3 / 4, used = 0;

    (void)arguments;
    begin(pages);
    memory_store_init((void *)ARENA, pages);
    for (uint32_t i = 1; i <= 9000; i++) {
        uint32_t object = test_random(OBJECTS), number = test_random(NUMBERS),
                 what = test_random(600);
        uint16_t *value = &kept[object][number];
        if (what == 0) {
            memory_store_release(badges[object]);
            for (uint32_t j = 0; j < NUMBERS; j++) {
                used -= kept[object][j] != 0;
                kept[object][j] = 0;
            }
        } else if (what < 400) {
            bool is_full = *value == 0 && used == pages;
            CHECK(store(badges[object], number * 64, i), ==, is_full ? E_NO_MEMORY : 0);
            used += *value == 0 && !is_full;
            *value = is_full ? 0 : (uint16_t)i;
        } else {
            expect_page(badges[object], number * 64, *value);
        }
        CHECK(memory_store_count_free(), ==, pages - used);
    }
    for (uint32_t i = 0; i < OBJECTS * NUMBERS; i++)
        expect_page(badges[i / NUMBERS], i % NUMBERS * 64, kept[i / NUMBERS][i % NUMBERS]);
    test_report("done", 1);
}

// --- how long it takes

#define KEPT    1024
#define SAMPLES 64
#define GROWTH  200 // instructions that a longer chain may take

// The i-th page of so many objects.
struct spread {
    uint32_t objects;
    uint32_t badge_step, number_step;
};

static uint32_t spread_badge(const struct spread *spread, uint32_t i)
{
    return 5 + i % spread->objects * spread->badge_step;
}

static uint32_t spread_number(const struct spread *spread, uint32_t i)
{
    return i / spread->objects * spread->number_step;
}

// Instructions for each of some operations, spread over all that are kept.
static uint32_t measure(const struct spread *spread, uint32_t count, bool stores)
{
    uint32_t start = test_instructions();

    for (uint32_t i = 0; i < SAMPLES; i++) {
        uint32_t at = i * 1021 % count;
        if (stores)
            memory_store_store(spread_badge(spread, at), spread_number(spread, at), page);
        else
            memory_store_fetch(spread_badge(spread, at), spread_number(spread, at), page);
    }
    return (test_instructions() - start) / SAMPLES;
}

static void fill(const struct spread *spread, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        CHECK(memory_store_store(spread_badge(spread, i), spread_number(spread, i), page), ==, 0);
}

void keep_spread(const char *arguments)
{
    // One object's pages; one page of many objects; some of some.
    static const struct spread spreads[] = {{1, 1, 1}, {KEPT, 1, 1}, {32, 1, 1}, {7, 1000, 1}};

    (void)arguments;
    begin(KEPT + 1);
    for (uint32_t i = 0; i < COUNT(spreads); i++) {
        const struct spread *spread = &spreads[i];
        memory_store_init((void *)ARENA, KEPT + 1);
        fill(spread, 8);
        uint32_t few_fetch = measure(spread, 8, false), few_store = measure(spread, 8, true);
        fill(spread, KEPT);
        uint32_t many_fetch = measure(spread, KEPT, false),
                 many_store = measure(spread, KEPT, true);
        CHECK(many_fetch, <, few_fetch + GROWTH);
        CHECK(many_store, <, few_store + GROWTH);
        uint32_t start = test_instructions();
        memory_store_fetch(4, 4, page); // which is not there
        CHECK(test_instructions() - start, <, few_fetch + 2 * GROWTH);
        start = test_instructions();
        memory_store_store(4, 4, page); // which is new, in the last place
        CHECK(test_instructions() - start, <, few_store + 2 * GROWTH);
        CHECK(store(4, 4, 100 + i), ==, 0);
        expect_page(4, 4, 100 + i); // it was quick at something that it did
    }
    test_report("done", 1);
}
