// SPDX-License-Identifier: MIT
// Lab 3: what the contract says of costs. Instructions are counted, and whatever was done before,
// an operation costs the same.
#include <stddef.h>

#include "kernel/abi/limits.h"
#include "labs/3-paging/tests/sentences.h"
#include "labs/3-paging/tests/support.h"

#define IN_TABLE_MOST  300 // instructions of one operation in a table that is there
#define SLOT_MOST      120 // of a search, for each 4 MiB without a table
#define SEARCH_MOST    1000
#define SLACK          300
#define SLOT           4
#define SEARCHED_PAGES 20

struct cost {
    uint32_t cheapest, dearest;
};

static void note(struct cost *cost, uint32_t instructions)
{
    if (instructions > cost->dearest)
        cost->dearest = instructions;
    if (cost->cheapest == 0 || instructions < cost->cheapest)
        cost->cheapest = instructions;
}

static uint32_t measure_map(uint32_t address, struct claim *claim)
{
    uint32_t page = number_in_pool(0) << FRAME_SHIFT, start = test_read_instructions();
    bool mapped = paging_map(&test_space, (user_address){address}, page, claim);
    uint32_t instructions = test_read_instructions() - start;
    CHECK_THAT(mapped, ==, true, "what paging_map returned for 0x%x", address);
    return instructions;
}

static uint32_t measure_unmap(uint32_t address)
{
    uint32_t start = test_read_instructions();
    uint32_t entry = paging_unmap(&test_space, (user_address){address});
    uint32_t instructions = test_read_instructions() - start;
    CHECK_THAT(frame_in(entry), ==, number_in_pool(0), "the frame that was mapped at 0x%x",
               address);
    return instructions;
}

static uint32_t page_in_slot(uint32_t index)
{
    return SLOT * TABLE_BYTES + index * FRAME_BYTES;
}

static void check_in_table(const struct cost *cost, const char *what, const char *when)
{
    CHECK_THAT(cost->dearest, <, (uint32_t)IN_TABLE_MOST,
               "instructions of the dearest paging_%s in a table %s (cost: constant)", what, when);
}

// In a table in which one other page is mapped, or all are: whoever looks for pages finds them
// late.
static void measure_in_table(struct cost *map, struct cost *unmap)
{
    struct cost mapped = {0}, unmapped = {0};

    for (uint32_t other = 0; other < PAGE_TABLE_ENTRIES; other++) {
        uint32_t pages[] = {0, other ^ 1, PAGE_TABLE_ENTRIES - 1};
        struct claim claim = {0};
        CHECK(reserve_claim(&claim, CLASS_CORE, 1), ==, 0);
        measure_map(page_in_slot(other), &claim);
        for (uint32_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
            if (pages[i] == other)
                continue;
            note(&mapped, measure_map(page_in_slot(pages[i]), NULL));
            note(&unmapped, measure_unmap(page_in_slot(pages[i])));
        }
        measure_unmap(page_in_slot(other));
    }
    check_in_table(&mapped, "map", "with one more page");
    check_in_table(&unmapped, "unmap", "with one more page");
    map_page(&test_space, page_in_slot(0), 0, 0);
    for (uint32_t i = 1; i < PAGE_TABLE_ENTRIES; i++)
        note(map, measure_map(page_in_slot(i), NULL));
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES - 1; i++)
        note(unmap, measure_unmap(page_in_slot(i % 2 ? i / 2 : PAGE_TABLE_ENTRIES - 1 - i / 2)));
    check_in_table(map, "map", "that fills");
    check_in_table(unmap, "unmap", "that empties");
    while (test_space.table_count > 0)
        empty_space(&test_space), make_space(&test_space);
}

static void check_equal(const struct cost *cost, const char *what)
{
    CHECK_THAT(cost->dearest, <=, 2 * cost->cheapest + SLACK,
               "instructions of the dearest %s; the cheapest takes %u (cost: constant)", what,
               cost->cheapest);
}

// The first table of a space, the last, and any other.
static void measure_tables(void)
{
    struct cost made = {0}, given_back = {0};
    struct claim claim = {0};

    CHECK(reserve_claim(&claim, CLASS_CORE, KERNEL_SLOT), ==, 0);
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++)
        note(&made, measure_map(slot * TABLE_BYTES + USER_BASE, &claim));
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++)
        note(&given_back, measure_unmap(slot * TABLE_BYTES + USER_BASE));
    check_equal(&made, "paging_map that makes a table");
    check_equal(&given_back, "paging_unmap with which a table goes back");
}

// However often a page came and went, the next time is like the first.
static void live_long(void)
{
    user_address address = {page_in_slot(1)};
    uint32_t page = number_in_pool(1) << FRAME_SHIFT;

    map_page(&test_space, page_in_slot(0), 0, 0); // the table stays
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        CHECK_THAT(paging_map(&test_space, address, page | PAGE_WRITABLE, NULL), ==, true,
                   "what paging_map returned, time %u", i);
        CHECK_THAT(paging_unmap(&test_space, address) & PAGE_FRAME, ==, page,
                   "the frame in the entry that paging_unmap returned, time %u", i);
    }
    unmap_mapped(&test_space, page_in_slot(0));
}

TEST(map_constant_time, 3)
{
    struct cost map = {0}, unmap = {0};

    start_spaces();
    measure_in_table(&map, &unmap);
    measure_tables();
    live_long();
    end_spaces();
    record_send("value", "done=1");
}

static uint32_t search(uint32_t from, uint32_t end, uint32_t most, uint32_t expected)
{
    uint32_t start = test_read_instructions();
    user_address found = paging_find_mapped(&test_space, (user_address){from}, (user_address){end});
    uint32_t instructions = test_read_instructions() - start;
    CHECK_THAT(found.value, ==, expected, "the first mapped page in [0x%x, 0x%x)", from, end);
    CHECK_THAT(
        instructions, <, most,
        "instructions that paging_find_mapped takes for [0x%x, 0x%x): it skips 4 MiB without "
        "a table in constant time",
        from, end);
    return found.value;
}

TEST(find_mapped, 3)
{
    uint32_t pages[SEARCHED_PAGES], found = 0, all = KERNEL_SLOT * SLOT_MOST;
    uint32_t base = 7 * TABLE_BYTES;

    start_spaces();
    search(USER_FIRST, USER_END, all, USER_END);
    // Parts of 4 MiB without a table: from within, to within, and both.
    search(base + FRAME_BYTES, base + TABLE_BYTES, SEARCH_MOST, base + TABLE_BYTES);
    search(base, base + TABLE_BYTES - FRAME_BYTES, SEARCH_MOST, base + TABLE_BYTES - FRAME_BYTES);
    search(base + FRAME_BYTES, base + TABLE_BYTES - FRAME_BYTES, SEARCH_MOST,
           base + TABLE_BYTES - FRAME_BYTES);
    search(USER_END - TABLE_BYTES + FRAME_BYTES, USER_END, SEARCH_MOST, USER_END);
    // from far below to the last page, ascending
    for (uint32_t i = 0; i < SEARCHED_PAGES; i++) {
        pages[i] = i == SEARCHED_PAGES - 1
                       ? USER_END - FRAME_BYTES
                       : USER_FIRST + i * 0x06000000u + test_random(0x5000) * FRAME_BYTES;
        map_page(&test_space, pages[i], i, 0);
    }
    uint32_t at = USER_FIRST;
    for (uint32_t i = 0; i < SEARCHED_PAGES; i++, found++) {
        at = search(at, USER_END, all, pages[i]);
        search(at, USER_END, SEARCH_MOST, at);
        search(at, at, SEARCH_MOST, at);
        at += FRAME_BYTES;
    }
    search(USER_FIRST, pages[0], all, pages[0]);
    search(pages[3] + FRAME_BYTES, pages[4] - FRAME_BYTES, all, pages[4] - FRAME_BYTES);
    end_spaces();
    record_send("value", "found=%u", found);
}
