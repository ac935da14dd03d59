// SPDX-License-Identifier: MIT
// Lab 3: mappings, as they lie in memory.
#include <stddef.h>

#include "kernel/abi/limits.h"
#include "kernel/test/frames.h"
#include "labs/3-paging/tests/support.h"
#include "mm/frames/tlb.h"

#define SOFTWARE_BITS 0xe00u // 9 to 11 of an entry, paging.c's

// What the table says, and what the processor makes of it. A table for each page, up to the last.
TEST(map_translates, 3)
{
    uint32_t sum = 0;

    start_spaces();
    tlb_load(&test_space);
    for (uint32_t i = 0; i < POOL_FRAMES; i++) {
        uint32_t address = i * 8 * TABLE_BYTES + test_random(8 * PAGE_TABLE_ENTRIES) * FRAME_BYTES;
        uint32_t word = test_random(PAGE_TABLE_ENTRIES);
        if (address < USER_FIRST)
            address += USER_FIRST;
        map_page(&test_space, address, i, 0);
        CHECK_THAT(frame_in(entry_at(&test_space, address + 5)), ==, number_in_pool(i),
                   "the frame in the entry of 0x%x", address);
        uint32_t found = read_word(address + word * sizeof(uint32_t));
        CHECK_THAT(found, ==, (i << 16 | word), "word %u of the page mapped at 0x%x", word,
                   address);
        sum += found;
    }
    record_send("value", "sum=%u", sum);
}

TEST(map_claim, 3)
{
    struct claim claim = {0}, empty = {0};

    start_spaces();
    uint32_t page = number_in_pool(0) << FRAME_SHIFT;
    user_address address = {random_address() | TABLE_BYTES}, next = {address.value ^ FRAME_BYTES};
    user_address far = {address.value ^ TABLE_BYTES}, third = {address.value ^ (2 * FRAME_BYTES)};
    uint32_t before = free_frames_now();

    CHECK_THAT(paging_map(&test_space, address, page, NULL), ==, false,
               "what paging_map returned without a table and without a claim");
    CHECK_THAT(paging_map(&test_space, address, page, &claim), ==, false,
               "what paging_map returned without a table and with an empty claim");
    CHECK_THAT((uint32_t)paging_find_entry(&test_space, address), ==, 0u,
               "what paging_find_entry returned after paging_map returned false");
    CHECK(reserve_claim(&claim, CLASS_CORE, 5), ==, 0);
    CHECK_THAT(paging_map(&test_space, address, page, &claim), ==, true,
               "what paging_map returned without a table and with a claim");
    CHECK_THAT(claim.frames, ==, 4u, "frames left of five, after the first table");
    CHECK_THAT(test_space.table_count, ==, 1u, "table_count with one table");
    CHECK_THAT(paging_map(&test_space, next, page, &claim), ==, true,
               "what paging_map returned with a table and a claim");
    CHECK_THAT(claim.frames, ==, 4u, "frames left of four, where the table was there");
    CHECK_THAT(paging_map(&test_space, far, page, &claim), ==, true,
               "what paging_map returned without the second table and with a claim");
    CHECK_THAT(claim.frames, ==, 3u, "frames left of four, after the second table");
    CHECK_THAT(test_space.table_count, ==, 2u, "table_count with two tables");
    reserve_release(&claim);
    CHECK_THAT(before - free_frames_now(), ==, 2u, "frames taken for two tables");
    CHECK_THAT(paging_map(&test_space, third, page, NULL), ==, true,
               "what paging_map returned with a table and without a claim");
    third.value ^= FRAME_BYTES;
    CHECK_THAT(paging_map(&test_space, third, page, &empty), ==, true,
               "what paging_map returned with a table and with an empty claim");
    record_send("value", "tables=2");
}

TEST(map_new_table, 3)
{
    start_spaces();
    test_spoil_free_frames();
    uint32_t address = random_address();
    map_page(&test_space, address, 7, PAGE_WRITABLE);
    uint32_t entry = test_space.directory[address >> LARGE_PAGE_SHIFT], present = 0;
    uint32_t allows = PAGE_PRESENT | PAGE_USER | PAGE_WRITABLE;
    CHECK_THAT(entry & allows, ==, allows,
               "PAGE_PRESENT (1), PAGE_USER (4) and PAGE_WRITABLE (2) of the directory entry, of a "
               "table with a page that may be written to");
    CHECK_THAT(entry & PAGE_LARGE, ==, 0u, "PAGE_LARGE of the directory entry");
    CHECK_THAT(frame_in(entry) < frame_table_entries, ==, true,
               "whether the directory entry, 0x%x, holds the physical address of a frame", entry);
    const struct frame *frame = &frame_table[frame_in(entry)];
    CHECK_THAT((uint32_t)frame->state, ==, (uint32_t)FRAME_KERNEL,
               "the state of the table's frame (2 is FRAME_KERNEL)");
    const uint32_t *table = frame_address(frame);
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        present += table[i] & PAGE_PRESENT;
    CHECK_THAT(present, ==, 1u, "entries of the new table that are present");
    check_free_frames("after a table was made");
    record_send("value", "slot=%u", address >> LARGE_PAGE_SHIFT);
}

static uint32_t bit_if(uint32_t number, uint32_t place, uint32_t bit)
{
    return number >> place & 1 ? bit : 0;
}

TEST(map_entry_bits, 3)
{
    uint32_t sum = 0;

    start_spaces();
    for (uint32_t i = 0; i < 8; i++) {
        uint32_t address = (3 + i) * TABLE_BYTES + 7 * FRAME_BYTES;
        uint32_t index = test_random(POOL_FRAMES);
        uint32_t bits = bit_if(i, 0, PAGE_WRITABLE) | bit_if(i, 1, PAGE_CACHE_DISABLED) |
                        bit_if(i, 2, PAGE_WRITE_THROUGH);
        map_page(&test_space, address, index, bits);
        uint32_t entry = entry_at(&test_space, address) & ~SOFTWARE_BITS;
        CHECK_THAT(entry, ==,
                   (number_in_pool(index) << FRAME_SHIFT | bits | PAGE_PRESENT | PAGE_USER),
                   "the entry of a page with the rights 0x%x, but for its bits 9 to 11", bits);
        sum += (frame_in(entry) == number_in_pool(index) ? index : 0) + (entry & PAGING_RIGHTS);
    }
    record_send("value", "sum=%u", sum);
}

TEST(unmap_page, 3)
{
    start_spaces();
    uint32_t address = (random_address() & ~(uint32_t)(TABLE_BYTES - 1)) + 8 * FRAME_BYTES;
    if (address < USER_FIRST + TABLE_BYTES)
        address += TABLE_BYTES;
    user_address at = {address}, neighbour = {address + 2 * FRAME_BYTES};

    CHECK_THAT(paging_unmap(&test_space, at), ==, 0u,
               "what paging_unmap returned where there is no table");
    map_page(&test_space, address, 1, PAGE_WRITABLE);
    map_page(&test_space, address + FRAME_BYTES, 2, 0);
    CHECK_THAT(paging_unmap(&test_space, neighbour), ==, 0u,
               "what paging_unmap returned for an absent page");
    CHECK_THAT(test_space.table_count, ==, 1u, "table_count after an absent page was unmapped");
    CHECK_THAT(frame_in(unmap_mapped(&test_space, address)), ==, number_in_pool(1),
               "the frame in what paging_unmap returned");
    CHECK_THAT(test_space.table_count, ==, 1u,
               "table_count after an absent page was unmapped, and one of the two that are mapped");
    CHECK_THAT(entry_at(&test_space, address), ==, 0u,
               "the entry of a page that was unmapped, in a table that is still needed");
    CHECK_THAT(paging_unmap(&test_space, at), ==, 0u,
               "what paging_unmap returned for a page that was just unmapped");
    CHECK_THAT(frame_in(entry_at(&test_space, address + FRAME_BYTES)), ==, number_in_pool(2),
               "the frame in the entry of the page beside it");
    end_spaces();
    record_send("value", "done=1");
}

static void check_table(uint32_t base, uint32_t expected, uint32_t free_before)
{
    CHECK_THAT(test_space.directory[base >> LARGE_PAGE_SHIFT] & PAGE_PRESENT, ==, expected,
               "PAGE_PRESENT in the directory entry of a table with %s mapped page",
               expected == 0 ? "no" : "at least one");
    CHECK_THAT(test_space.table_count, ==, expected, "table_count");
    CHECK_THAT(free_before - free_frames_now(), ==, expected, "frames taken for tables");
}

// A table is there exactly as long as something is mapped in it.
TEST(unmap_table_goes_back, 3)
{
    uint32_t rounds = 0;

    start_spaces();
    for (uint32_t round = 0; round < 10; round++) {
        uint32_t base = (1 + test_random(500)) * TABLE_BYTES, pages = 1 + test_random(40);
        uint32_t before = free_frames_now();
        for (uint32_t i = 0; i < pages; i++)
            map_page(&test_space, base + i * 3 * FRAME_BYTES, i, 0);
        for (uint32_t i = 0; i < pages; i++) {
            check_table(base, 1, before);
            unmap_mapped(&test_space, base + i * 3 * FRAME_BYTES);
        }
        check_table(base, 0, before);
        rounds += pages;
    }
    end_spaces();
    record_send("value", "pages=%u", rounds);
}

TEST(spaces_leak_nothing, 3)
{
    uint32_t before = free_frames_now(), operations = 0;

    for (uint32_t round = 0; round < 10; round++) {
        start_spaces();
        for (uint32_t i = 0; i < 100; i++, operations++) {
            struct address_space *used = test_random(2) ? &test_space : &other_space;
            uint32_t address = (10 + test_random(12)) * TABLE_BYTES + test_random(3) * FRAME_BYTES;
            if (is_mapped(used, address))
                unmap_mapped(used, address);
            else
                map_page(used, address, i % POOL_FRAMES, 0);
        }
        end_spaces();
    }
    CHECK_THAT(free_frames_now(), ==, before, "frames free at the end");
    record_send("value", "operations=%u", operations);
}
