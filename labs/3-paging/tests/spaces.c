// SPDX-License-Identifier: MIT
// Lab 3: a space with nothing in it, tables that stay, and the end of a space.
#include <stddef.h>

#include "kernel/test/frames.h"
#include "labs/3-paging/tests/sentences.h"
#include "labs/3-paging/tests/support.h"
#include "mm/frames/tlb.h"

TEST(space_create, 3)
{
    struct address_space made = {0};

    test_spoil_free_frames();
    fill_kernel_half();
    uint32_t before = free_frames_now();
    make_space(&made);
    CHECK_THAT(before - free_frames_now(), ==, 1u, "frames that a new space takes");
    CHECK_THAT(made.table_count, ==, 0u, "table_count of a new space");
    const struct frame *frame =
        &frame_table[physical_from_virtual(made.directory).value >> FRAME_SHIFT];
    CHECK_THAT((uint32_t)made.directory, ==, (uint32_t)frame_address(frame),
               "space->directory, against the kernel's address of its frame");
    CHECK_THAT((uint32_t)frame->state, ==, (uint32_t)FRAME_KERNEL,
               "the state of the directory's frame (2 is FRAME_KERNEL)");
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++)
        CHECK_THAT(made.directory[slot] & PAGE_PRESENT, ==, 0u,
                   "PAGE_PRESENT in entry %u of a new directory, in the user's half", slot);
    for (uint32_t slot = KERNEL_SLOT; slot < PAGE_TABLE_ENTRIES; slot++)
        CHECK_THAT(made.directory[slot], ==, kernel_directory[slot],
                   "entry %u of a new directory, against kernel_directory's", slot);
    check_free_frames("after a space was made");
    tlb_load(&made); // the kernel goes on in it
    tlb_load(NULL);
    paging_destroy(&made);
    CHECK_THAT((uint32_t)made.directory, ==, 0u, "space->directory after paging_destroy");
    CHECK_THAT(free_frames_now(), ==, before, "frames free after paging_destroy");
    record_send("value", "free=%u", free_frames_now() - before);
}

static void check_destroyed(const struct address_space *made, uint32_t free_before,
                            uint32_t first_slot, uint32_t tables)
{
    CHECK_THAT(free_frames_now(), ==, free_before,
               "frames free after paging_destroy, with %u tables held from slot %u on", tables,
               first_slot);
    CHECK_THAT(made->table_count, ==, 0u, "table_count after paging_destroy");
    CHECK_THAT((uint32_t)made->directory, ==, 0u, "space->directory after paging_destroy");
}

// Each slot's table alone, and all of them together.
TEST(space_destroy, 3)
{
    struct address_space made;
    uint32_t before = free_frames_now(), held = 0;

    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++, held++) {
        make_space(&made);
        hold_pages(&made, slot * TABLE_BYTES + USER_BASE, 1);
        paging_destroy(&made);
        check_destroyed(&made, before, slot, 1);
    }
    make_space(&made);
    hold_pages(&made, USER_BASE, (KERNEL_BASE - USER_BASE) / FRAME_BYTES);
    CHECK_THAT(made.table_count, ==, (uint32_t)KERNEL_SLOT, "table_count with all tables held");
    CHECK_THAT(free_frames_now(), ==, before - 1 - KERNEL_SLOT, "frames free with all tables held");
    paging_destroy(&made);
    check_destroyed(&made, before, 0, KERNEL_SLOT);
    record_send("value", "held=%u", held);
}

static void check_tables(uint32_t expected, uint32_t free_before, const char *when)
{
    CHECK_THAT(test_space.table_count, ==, expected, "table_count %s", when);
    CHECK_THAT(free_before - free_frames_now(), ==, expected, "frames taken for tables %s", when);
}

#define MANY_HOLDS 300 // more than a byte can count

// All pages of a table are mapped, and it is held many times: more reasons than there are entries.
static void check_full_table(void)
{
    user_address start = {30 * TABLE_BYTES};

    for (uint32_t page = 0; page < PAGE_TABLE_ENTRIES; page++)
        map_page(&test_space, start.value + page * FRAME_BYTES, 0, 0);
    for (uint32_t hold = 0; hold < MANY_HOLDS; hold++)
        hold_pages(&test_space, start.value, 1);
    for (uint32_t hold = 0; hold < MANY_HOLDS; hold++)
        paging_release_tables(&test_space, start, 1);
    for (uint32_t page = 0; page < PAGE_TABLE_ENTRIES; page++) {
        CHECK_THAT(test_space.table_count, ==, 1u,
                   "table_count of a table with %u pages, which was held and released",
                   PAGE_TABLE_ENTRIES - page);
        unmap_mapped(&test_space, start.value + page * FRAME_BYTES);
    }
    CHECK_THAT(test_space.table_count, ==, 0u, "table_count when all of it is unmapped");
}

TEST(hold_tables, 3)
{
    start_spaces();
    check_full_table();
    uint32_t before = free_frames_now();
    uint32_t window = 20 * TABLE_BYTES - FRAME_BYTES; // 3 pages around a border: two tables
    user_address address = {window};

    CHECK_THAT(paging_count_missing_tables(&test_space, address, 3), ==, 2u,
               "tables that 3 pages lack, across a border");
    test_spoil_free_frames();
    hold_pages(&test_space, window, 3);
    check_tables(2, before, "when the tables of 3 pages across a border are held");
    for (uint32_t page = 0; page < PAGE_TABLE_ENTRIES; page++) {
        uint32_t at = (window & ~(uint32_t)(TABLE_BYTES - 1)) + page * FRAME_BYTES;
        CHECK_THAT(entry_at(&test_space, at) & PAGE_PRESENT, ==, 0u,
                   "PAGE_PRESENT in the entry of 0x%x, in a new table", at);
    }
    CHECK_THAT(paging_count_missing_tables(&test_space, address, 3), ==, 0u,
               "tables that the held pages lack");
    hold_pages(&test_space, window, 1); // once more, for the first of them
    CHECK_THAT(paging_map(&test_space, address, number_in_pool(0) << FRAME_SHIFT, NULL), ==, true,
               "what paging_map returned, without a claim and with a table that is held");
    unmap_mapped(&test_space, window);
    check_tables(2, before, "when the only page in a held table is unmapped");
    map_page(&test_space, window + FRAME_BYTES, 1, 0);
    paging_release_tables(&test_space, address, 3);
    check_tables(2, before, "when one table is held still, and in the other a page is mapped");
    unmap_mapped(&test_space, window + FRAME_BYTES);
    check_tables(1, before, "when nothing keeps the second table any more");
    CHECK_THAT(paging_map(&test_space, address, number_in_pool(0) << FRAME_SHIFT, NULL), ==, true,
               "what paging_map returned once more, with a table that is held");
    unmap_mapped(&test_space, window);
    paging_release_tables(&test_space, address, 1);
    check_tables(0, before, "when all holds are released and all pages unmapped");
    // A table that went back with its last hold is missing again.
    CHECK_THAT(paging_map(&test_space, address, number_in_pool(0) << FRAME_SHIFT, NULL), ==, false,
               "what paging_map returned, without a claim, after the table was released");
    end_spaces();
    record_send("value", "done=1");
}

static uint32_t count_missing(uint32_t address, uint32_t pages)
{
    return paging_count_missing_tables(&test_space, (user_address){address}, pages);
}

TEST(missing_tables, 3)
{
    uint32_t sum = 0, all = (KERNEL_BASE - USER_BASE) / FRAME_BYTES;

    start_spaces();
    CHECK_THAT(count_missing(USER_BASE, 1), ==, 1u, "tables that the first page lacks");
    CHECK_THAT(count_missing(USER_BASE, all), ==, (uint32_t)KERNEL_SLOT,
               "tables that all pages lack");
    CHECK_THAT(count_missing(5 * TABLE_BYTES - FRAME_BYTES, 2), ==, 2u,
               "tables that a page on each side of a border lack");
    CHECK_THAT(count_missing(5 * TABLE_BYTES - 1, 1), ==, 1u,
               "tables that the last page before a border lacks, by the address of its last byte");
    for (uint32_t slot = 10; slot < 40; slot += 3)
        map_page(&test_space, slot * TABLE_BYTES + 5 * FRAME_BYTES, slot, 0);
    for (uint32_t i = 0; i < 50; i++) {
        uint32_t first = 8 * PAGE_TABLE_ENTRIES + test_random(34 * PAGE_TABLE_ENTRIES);
        uint32_t pages = 1 + test_random(5 * PAGE_TABLE_ENTRIES), missing = 0;
        for (uint32_t slot = first >> 10; slot <= (first + pages - 1) >> 10; slot++)
            missing += slot < 10 || slot >= 40 || (slot - 10) % 3 != 0;
        CHECK_THAT(count_missing(first << FRAME_SHIFT, pages), ==, missing,
                   "tables that %u pages from 0x%x on lack, where the slots 10, 13, ... 37 have "
                   "tables",
                   pages, first << FRAME_SHIFT);
        sum += missing;
    }
    end_spaces();
    record_send("value", "sum=%u", sum);
}
