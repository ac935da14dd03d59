// SPDX-License-Identifier: MIT
// The RAM store that the student writes (user/ram_store.h), by itself.
#include "common/string.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/store_names.h"
#include "labs/6-core/tests/programs/lab6/support.h"
#include "user/ram_store.h"

#define ARENA_MOST 640

static _Alignas(PAGE_BYTES) uint8_t arena[(ARENA_MOST + 1) * PAGE_BYTES];
static _Alignas(PAGE_BYTES) uint32_t page[PAGE_WORDS];

// A page that is known by its first word, but for what it is like: all words are equal, or every
// one is different, or just the last one, or just one in the middle.
enum pattern { UNIFORM, MIXED, LAST, MIDDLE, PATTERNS };

static uint32_t word_of(enum pattern pattern, uint32_t value, uint32_t i)
{
    if (pattern == MIXED)
        return value + i;
    bool differs = (pattern == LAST && i == PAGE_WORDS - 1) || (pattern == MIDDLE && i == 400);
    return differs ? ~value : value;
}

static void fill(enum pattern pattern, uint32_t value)
{
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        page[i] = word_of(pattern, value, i);
}

static int32_t store(uint32_t badge, uint32_t number, enum pattern pattern, uint32_t value)
{
    fill(pattern, value);
    return ram_store_store(badge, number, page);
}

static void expect_page(uint32_t badge, uint32_t number, enum pattern pattern, uint32_t value)
{
    memset(page, 0, sizeof page);
    CHECK(ram_store_fetch(badge, number, page), ==, 0);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        CHECK(page[i], ==, word_of(pattern, value, i));
}

static void start(uint32_t pages)
{
    memset(arena, 0xa5, sizeof arena); // may be anything
    ram_store_init(arena, pages);
}

// What is in it; and that the books are right.
static void expect_kept(uint32_t arena_pages, uint32_t kept, uint32_t uniform)
{
    struct ram_store_counts counts;

    ram_store_read_counts(&counts);
    CHECK(counts.arena_pages, ==, arena_pages);
    CHECK(counts.index_pages, <=, (uint32_t)RAM_STORE_INDEX_PAGES_MOST(arena_pages));
    CHECK(counts.kept_pages, ==, kept);
    CHECK(counts.uniform_pages, ==, uniform);
    CHECK(counts.index_pages + counts.free_pages + counts.kept_pages, ==, arena_pages);
}

static uint32_t free_pages(void)
{
    struct ram_store_counts counts;
    ram_store_read_counts(&counts);
    return counts.free_pages;
}

// How many entries there must be room for.
static uint32_t promised_entries(void)
{
    struct ram_store_counts counts;
    ram_store_read_counts(&counts);
    return 2 * (counts.arena_pages - counts.index_pages);
}

void store_pages(const char *arguments)
{
    static const uint32_t badges[] = {0, 1, 1024, 0xffffffffu},
                          numbers[] = {0, 1, 0x10001u, 0xffffffffu};
    uint32_t sum = 0, base = 1000 + test_random(1000000);

    (void)arguments;
    start(48);
    expect_kept(48, 0, 0);
    expect_page(1, 1, UNIFORM, 0); // nothing was stored
    for (uint32_t i = 0; i < 16; i++)
        CHECK(store(badges[i / 4], numbers[i % 4], i % 2 ? MIXED : LAST, base * (i + 1)), ==, 0);
    expect_kept(48, 16, 0);
    for (uint32_t i = 0; i < 16; i++) {
        expect_page(badges[i / 4], numbers[i % 4], i % 2 ? MIXED : LAST, base * (i + 1));
        sum += page[0];
    }
    CHECK(store(1, 1, MIXED, 77), ==, 0); // instead of what was there
    expect_kept(48, 16, 0);
    expect_page(1, 1, MIXED, 77);
    expect_page(1, 0, LAST, base * 5);
    for (uint32_t i = 48 * PAGE_BYTES; i < 49 * PAGE_BYTES; i++)
        CHECK(arena[i], ==, 0xa5); // nothing behind the arena
    store_names();
    test_report("sum", sum);
}

// What costs nothing, or only an entry; and a page that changes from one to the other.
void store_uniform(const char *arguments)
{
    uint32_t word = 1 + test_random(1000000000), sum = 0;

    (void)arguments;
    start(20);
    for (uint32_t i = 0; i < 30; i++)
        CHECK(store(1, i, UNIFORM, 0), ==, 0);
    expect_kept(20, 0, 0);
    for (uint32_t i = 0; i < 30; i++)
        CHECK(store(2, i, UNIFORM, word * (i + 1)), ==, 0);
    uint32_t uniform = 0;
    for (uint32_t i = 0; i < 30; i++) {
        uniform += word * (i + 1) != 0;
        expect_page(2, i, UNIFORM, word * (i + 1));
        sum += page[0];
    }
    expect_kept(20, 0, uniform);
    for (uint32_t i = 0; i < 30; i++)
        CHECK(store(2, i, UNIFORM, 0), ==, 0);
    expect_kept(20, 0, 0);
    start(100);
    for (uint32_t badge = 0; badge < 150; badge++) // many objects
        CHECK(store(badge * 0x10001, 3, UNIFORM, badge + 1), ==, 0);
    for (uint32_t badge = 0; badge < 150; badge++) {
        expect_page(badge * 0x10001, 3, UNIFORM, badge + 1);
        CHECK(store(badge * 0x10001, 3, UNIFORM, 0), ==, 0);
    }
    expect_kept(100, 0, 0);
    start(20);
    for (uint32_t from = 0; from < PATTERNS; from++) {
        for (uint32_t to = 0; to <= PATTERNS; to++) { // the last: zeros
            enum pattern pattern = to == PATTERNS ? UNIFORM : (enum pattern)to;
            uint32_t value = to == PATTERNS ? 0 : word + 9;
            CHECK(store(7, 7, (enum pattern)from, word), ==, 0);
            CHECK(store(7, 7, pattern, value), ==, 0);
            expect_page(7, 7, pattern, value);
            expect_kept(20, pattern != UNIFORM, to == UNIFORM);
            CHECK(store(7, 7, (enum pattern)from, word), ==, 0);
            expect_page(7, 7, (enum pattern)from, word);
        }
    }
    test_report("sum", sum);
}

// Whatever the size of the arena: how much goes in, what happens then, and that nothing is lost.
static void fill_up(uint32_t pages)
{
    uint32_t kept = 0;

    start(pages);
    uint32_t free = free_pages();
    CHECK(free + RAM_STORE_INDEX_PAGES_MOST(pages), >=, pages);
    while (store(3, kept * 7, MIXED, 100 * kept + 1) == 0)
        kept++;
    CHECK(kept, ==, free);
    expect_kept(pages, kept, 0);
    CHECK(store(4, 0, MIXED, 9), ==, E_NO_MEMORY);
    expect_page(4, 0, UNIFORM, 0);
    // As many again that take an entry only.
    for (uint32_t i = 0; i < free; i++)
        CHECK(store(5, i, UNIFORM, i + 1), ==, 0);
    expect_kept(pages, kept, free);
    for (uint32_t i = 0; i < free; i++) // one of these that becomes another needs a page
        CHECK(store(5, i, MIXED, 1), ==, E_NO_MEMORY);
    for (uint32_t i = 0; i < free; i++) {
        CHECK(store(3, i * 7, MIXED, 55 + i), ==, 0); // these have one
        expect_page(5, i, UNIFORM, i + 1);
    }
    for (uint32_t i = 0; i < free; i++)
        expect_page(3, i * 7, MIXED, 55 + i);
    if (free == 0)
        return;
    CHECK(store(3, 0, UNIFORM, 8), ==, 0); // which becomes free so
    CHECK(store(5, free - 1, MIXED, 6), ==, 0);
    expect_page(3, 0, UNIFORM, 8);
    expect_page(5, free - 1, MIXED, 6);
    expect_kept(pages, kept, free);
}

void store_full(const char *arguments)
{
    uint32_t pages = 60 + test_random(100);

    (void)arguments;
    for (uint32_t i = 1; i < 6; i++)
        fill_up(i);
    fill_up(64);
    fill_up(pages);
    fill_up(ARENA_MOST);
    for (uint32_t i = ARENA_MOST * PAGE_BYTES; i < sizeof arena; i++)
        CHECK(arena[i], ==, 0xa5);
    test_report("pages", pages);
}

void store_release(const char *arguments)
{
    uint32_t left = 0;

    (void)arguments;
    start(48);
    uint32_t free = free_pages();
    for (uint32_t round = 0; round < 5; round++) {
        for (uint32_t i = 0; i < 60; i++)
            CHECK(store(i % 4, i * 1024, i < 40 ? MIXED : UNIFORM, round * 1000 + i + 1), ==, 0);
        expect_kept(48, 40, 20);
        ram_store_release(2);
        expect_kept(48, 30, 15);
        for (uint32_t i = 0; i < 60; i++) {
            if (i % 4 == 2)
                expect_page(2, i * 1024, UNIFORM, 0);
            else
                expect_page(i % 4, i * 1024, i < 40 ? MIXED : UNIFORM, round * 1000 + i + 1);
        }
        ram_store_release(99); // nothing of that was kept
        ram_store_release(2);
        expect_kept(48, 30, 15);
    }
    for (uint32_t badge = 0; badge < 4; badge++)
        ram_store_release(badge);
    expect_kept(48, 0, 0);
    for (uint32_t i = 0; i < free; i++, left++)
        CHECK(store(9, i, MIXED, i + 1), ==, 0);
    CHECK(store(9, free, MIXED, 1), ==, E_NO_MEMORY);
    ram_store_init(arena, 30); // starts anew
    expect_kept(30, 0, 0);
    expect_page(9, 0, UNIFORM, 0);
    store_lives();
    test_report("more", left > 40);
}

// Random stores, fetches and releases against a plain table.
#define BADGES  6
#define NUMBERS 20
#define ROUNDS  1500

static struct {
    enum pattern pattern;
    uint32_t value; // 0: nothing is kept
} table[BADGES][NUMBERS];

static uint32_t count_table(bool uniform)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < BADGES * NUMBERS; i++)
        count += table[i / NUMBERS][i % NUMBERS].value != 0 &&
                 (table[i / NUMBERS][i % NUMBERS].pattern == UNIFORM) == uniform;
    return count;
}

static void store_at_random(uint32_t badge, uint32_t number, uint32_t round)
{
    enum pattern pattern = (enum pattern)test_random(PATTERNS);
    uint32_t value = test_random(5) == 0 && pattern == UNIFORM ? 0 : round + 1;
    uint32_t free = free_pages();
    bool has_page = table[badge][number].value != 0 && table[badge][number].pattern != UNIFORM;
    uint32_t entries = count_table(false) + count_table(true);
    int32_t result = store(badge * 1024, number, pattern, value);

    if (table[badge][number].value == 0 && value != 0 && entries >= promised_entries() &&
        result == E_NO_MEMORY)
        return; // more entries than are promised
    if (pattern != UNIFORM && !has_page && free == 0) {
        CHECK(result, ==, E_NO_MEMORY);
        return;
    }
    CHECK(result, ==, 0);
    table[badge][number].pattern = pattern;
    table[badge][number].value = value;
}

void store_random(const char *arguments)
{
    uint32_t pages = 30 + test_random(30), sum = 0;

    (void)arguments;
    start(pages);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t badge = test_random(BADGES), number = test_random(NUMBERS), what = test_random(40);
        if (what == 0) {
            ram_store_release(badge * 1024);
            memset(table[badge], 0, sizeof table[badge]);
        } else if (what < 24) {
            store_at_random(badge, number, i);
        } else {
            enum pattern pattern = table[badge][number].pattern;
            uint32_t value = table[badge][number].value;
            expect_page(badge * 1024, number, value == 0 ? UNIFORM : pattern, value);
            sum += value;
        }
        expect_kept(pages, count_table(false), count_table(true));
    }
    CHECK(sum, >, 0u);
    test_report("done", 1);
}

// What a call takes must not grow with what is kept. (One that searches takes hundreds of
// instructions more here; badges and pages that are spread differently, some.)
#define FEW_MORE 200

static struct costs {
    uint32_t fetch, miss, store, again, forget, counts;
} costs;

#define MEASURE(total, call)                                                                       \
    do {                                                                                           \
        uint32_t begin = test_instructions();                                                      \
        call;                                                                                      \
        total += test_instructions() - begin;                                                      \
    } while (0)

// Each kind of call eight times, at some of the first pages and some of the last.
static struct costs measure(uint32_t apart)
{
    struct ram_store_counts counts;

    costs = (struct costs){0};
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t badge = apart == 0 ? 1 : (i * apart + 2) % 5, number = i * apart + 2;
        MEASURE(costs.fetch, ram_store_fetch(badge, number, page));
        MEASURE(costs.miss, ram_store_fetch(badge + 100, number, page));
        fill(MIXED, 3);
        MEASURE(costs.again, ram_store_store(badge, number, page));
        MEASURE(costs.store, ram_store_store(900 + i, 900, page));
        memset(page, 0, sizeof page);
        MEASURE(costs.forget, ram_store_store(900 + i, 900, page));
        MEASURE(costs.counts, ram_store_read_counts(&counts));
    }
    return costs;
}

void store_fast(const char *arguments)
{
    uint32_t release = 0;

    (void)arguments;
    start(ARENA_MOST);
    for (uint32_t i = 0; i < 8; i++)
        CHECK(store(1, i, MIXED, i), ==, 0);
    struct costs few = measure(0);
    for (uint32_t i = 0; i < 600; i++)
        CHECK(store(i % 5, i, MIXED, i), ==, 0);
    for (uint32_t i = 0; i < 500; i++) // as many objects, too
        CHECK(store(i * 64, 1000, UNIFORM, i + 1), ==, 0);
    struct costs many = measure(83);
    CHECK(many.fetch, <, few.fetch + 8 * FEW_MORE);
    CHECK(many.miss, <, few.miss + 8 * FEW_MORE);
    CHECK(many.again, <, few.again + 8 * FEW_MORE);
    CHECK(many.store, <, few.store + 8 * FEW_MORE);
    CHECK(many.forget, <, few.forget + 8 * FEW_MORE);
    CHECK(many.counts, <, few.counts + 8 * 20);
    // The index may be gone through, for what is kept too, but no page is read: that takes 1,024
    // instructions each.
    MEASURE(release, ram_store_release(77777));
    CHECK(release, <, RAM_STORE_INDEX_PAGES_MOST(ARENA_MOST) * PAGE_WORDS * 16);
    release = 0;
    MEASURE(release, ram_store_release(3)); // 120 pages
    CHECK(release, <, RAM_STORE_INDEX_PAGES_MOST(ARENA_MOST) * PAGE_WORDS * 16 + 120 * 500);
    for (uint32_t i = 100; i < 120; i++) // not one of them was written again since
        expect_page(i % 5, i, i % 5 == 3 ? UNIFORM : MIXED, i % 5 == 3 ? 0 : i);
    test_report("pages", ARENA_MOST);
}
