// SPDX-License-Identifier: MIT
// The RAM store, where it is at its ends: each word of a page, entries that run out, more entries
// than 16 bits count, and what it costs.
#include "common/string.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"
#include "user/ram_store.h"

#define ARENA_MOST 200

static _Alignas(PAGE_BYTES) uint8_t arena[(ARENA_MOST + 1) * PAGE_BYTES];
static _Alignas(PAGE_BYTES) uint32_t page[PAGE_WORDS], again[PAGE_WORDS];

static struct ram_store_counts counts_now(void)
{
    struct ram_store_counts counts;
    memset(&counts, 0xa5, sizeof counts);
    ram_store_read_counts(&counts);
    return counts;
}

static void fill(uint32_t word)
{
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        page[i] = word;
}

static void start(uint32_t pages)
{
    memset(arena, 0xff, sizeof arena);
    ram_store_init(arena, pages);
}

// The store must have room for `kept` pages and `uniform` entries now.
static void expect_counts(uint32_t kept, uint32_t uniform)
{
    struct ram_store_counts counts = counts_now();

    CHECK(counts.kept_pages, ==, kept);
    CHECK(counts.uniform_pages, ==, uniform);
    CHECK(counts.free_pages, ==, counts.arena_pages - counts.index_pages - kept);
}

// What is in `page` is stored, kept whole, and comes back.
static void expect_whole(void)
{
    CHECK(ram_store_store(7, 7, page), ==, 0);
    expect_counts(1, 0); // its words are not all alike
    memset(again, 0, sizeof again);
    CHECK(ram_store_fetch(7, 7, again), ==, 0);
    CHECK(memcmp(page, again, sizeof page), ==, 0);
}

// Two words that differ from the others by as much, so that a sum does not show it, nor an
// exclusive or; and rows of words that come again, half of them like the others.
static void store_pairs(uint32_t word)
{
    for (uint32_t step = 1; step < PAGE_WORDS; step *= 2) {
        uint32_t one = test_random(PAGE_WORDS), other = one ^ step, bit = 1u << test_random(32);
        fill(word);
        page[one] ^= bit;
        page[other] ^= bit;
        expect_whole();
        fill(word);
        page[one] += bit;
        page[other] -= bit;
        expect_whole();
        for (uint32_t i = 0; i < PAGE_WORDS; i++)
            page[i] = i & step ? word ^ bit : word;
        expect_whole();
    }
}

// A page one word of which is another one, whichever that is and whatever the others are, is kept
// whole.
void store_words(const char *arguments)
{
    uint32_t word = test_random(2) == 0 ? 0 : 1 + test_random(1000000), words = 0;

    (void)arguments;
    start(ARENA_MOST);
    for (uint32_t i = 0; i < PAGE_WORDS; i++, words++) {
        uint32_t bit = 1u << i % 32;
        fill(word);
        page[i] ^= bit;
        expect_whole();
        page[i] ^= bit;
        if (i % 64 != 0)
            continue;
        CHECK(ram_store_store(7, 7, page), ==, 0);
        expect_counts(0, word != 0);
    }
    store_pairs(word);
    test_report("words", words);
}

// --- entries run out

static uint32_t badge_of(uint32_t i)
{
    return i * 0x9e3779b9u ^ i >> 3;
}

static uint32_t word_of(uint32_t i)
{
    return (i + 1) * 2654435761u | 1;
}

static int32_t store_entry(uint32_t i)
{
    fill(word_of(i));
    return ram_store_store(badge_of(i), i * 77, page);
}

static void expect_entry(uint32_t i, bool is_there)
{
    memset(page, 0, sizeof page);
    CHECK(ram_store_fetch(badge_of(i), i * 77, page), ==, 0);
    CHECK(page[0], ==, is_there ? word_of(i) : 0u);
    CHECK(page[PAGE_WORDS - 1], ==, is_there ? word_of(i) : 0u);
}

static int32_t store_mixed(uint32_t badge, uint32_t number, uint32_t value)
{
    fill(value);
    page[3] ^= 0x80000000u;
    return ram_store_store(badge, number, page);
}

// Pages that are kept may have entries of their own: then they can be stored still, and are kept.
static uint32_t store_without_entries(uint32_t count)
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < count; i++) {
        int32_t result = store_mixed(2, i, 9 + i);
        CHECK(result == 0 || result == E_NO_MEMORY, ==, true);
        kept += result == 0;
        memset(again, 0, sizeof again);
        CHECK(ram_store_fetch(2, i, again), ==, 0);
        CHECK(again[3], ==, result == 0 ? (9 + i) ^ 0x80000000u : 0);
    }
    return kept;
}

static void expect_all(uint32_t first, uint32_t end, uint32_t kept)
{
    for (uint32_t i = 0; i < end + 2; i++)
        expect_entry(i, i >= first && i < end);
    if (kept == 0)
        return;
    memset(again, 0, sizeof again);
    CHECK(ram_store_fetch(1, 1, again), ==, 0);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        CHECK(again[i], ==, i == 3 ? 5 ^ 0x80000000u : 5);
}

// Fills the index with entries that have no page. Badges, numbers and words are 12 bytes each, so
// more than a page has room for cannot be there.
static void run_out(uint32_t pages)
{
    uint32_t entries = 0, most = RAM_STORE_INDEX_PAGES_MOST(pages) * PAGE_BYTES / 8;

    start(pages);
    uint32_t free = counts_now().free_pages, kept = free > 0;
    if (free > 0)
        CHECK(store_mixed(1, 1, 5), ==, 0);
    while (entries <= most && store_entry(entries) == 0)
        entries++;
    CHECK(entries, <=, most);            // a store of entries without end has lost some
    CHECK(entries + kept, >=, 2 * free); // room for twice as many as the other pages are
    expect_counts(kept, entries);        // what failed has changed nothing
    if (entries == 0)
        return; // nothing but zeros can be stored, and there is no page for anything else
    uint32_t more = store_without_entries(20);
    expect_counts(kept + more, entries);
    expect_all(0, entries, kept);
    CHECK(store_entry(entries), ==, E_NO_MEMORY);
    CHECK(store_entry(entries / 2), ==, 0); // this one has its entry
    fill(0);
    CHECK(ram_store_store(3, 1, page), ==, 0); // zeros need none
    CHECK(ram_store_store(badge_of(0), 0, page), ==, 0);
    CHECK(store_entry(entries), ==, 0); // in the place that is free now
    CHECK(store_entry(entries + 1), ==, E_NO_MEMORY);
    expect_all(1, entries + 1, kept);
    ram_store_release(2);
    ram_store_release(badge_of(1));
    expect_counts(kept, entries - 1);
    CHECK(store_entry(entries + 1), ==, 0);
    expect_all(2, entries + 2, kept);
    for (uint32_t i = pages * PAGE_BYTES; i < (pages + 1) * PAGE_BYTES; i++)
        CHECK(arena[i], ==, 0xff); // nothing behind the arena
}

void store_entries(const char *arguments)
{
    static const uint32_t arenas[] = {1, 2, 3, 63, 64, 65, 127, 128, ARENA_MOST};
    uint32_t done = 0;

    (void)arguments;
    for (; done < sizeof arenas / sizeof arenas[0]; done++)
        run_out(arenas[done]);
    test_report("arenas", done);
}

// --- more entries than 16 bits can count

#define LARGE_PAGES   33600
#define LARGE_ENTRIES 66000
#define LARGE_PLACE   0x30000000u

void store_large(const char *arguments)
{
    (void)arguments;
    CHECK(test_make_memory(OBJECT, LARGE_PAGES), ==, 0);
    map(0, OBJECT, LARGE_PLACE, LARGE_PAGES, WRITE);
    ram_store_init((void *)LARGE_PLACE, LARGE_PAGES);
    CHECK(counts_now().arena_pages, ==, (uint32_t)LARGE_PAGES);
    fill(77);
    for (uint32_t i = 0; i < LARGE_ENTRIES; i++) {
        CHECK(ram_store_store(i / 500, i % 500, page), ==, 0);
        if (i % 97 == 0)
            CHECK(counts_now().uniform_pages, ==, i + 1);
    }
    CHECK(store_mixed(1000, 1, 3), ==, 0);
    CHECK(store_mixed(1000, 70000, 4), ==, 0);
    expect_counts(2, LARGE_ENTRIES);
    for (uint32_t i = 0; i < LARGE_ENTRIES; i += 1 + i / 60) {
        page[0] = page[PAGE_WORDS - 1] = 0;
        ram_store_fetch(i / 500, i % 500, page);
        CHECK(page[0], ==, 77u);
        CHECK(page[PAGE_WORDS - 1], ==, 77u);
    }
    memset(again, 0, sizeof again);
    ram_store_fetch(1000, 70000, again);
    CHECK(again[3], ==, 4 ^ 0x80000000u);
    ram_store_release(131); // the last ones
    expect_counts(2, LARGE_ENTRIES - 500);
    ram_store_release(0); // and the first
    expect_counts(2, LARGE_ENTRIES - 1000);
    test_report("entries", LARGE_ENTRIES);
}
