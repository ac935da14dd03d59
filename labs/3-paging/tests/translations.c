// SPDX-License-Identifier: MIT
// Lab 3: what the processor remembers, what it notes, and that the one is flushed and the other
// read at the right time.
#include <stddef.h>

#include "labs/3-paging/tests/support.h"
#include "mm/frames/tlb.h"

#define MARKS (PAGE_ACCESSED | PAGE_DIRTY)

// Unmapped is unmapped, though the processor has just used the page.
TEST(unmap_flushes, 3)
{
    start_spaces();
    tlb_load(&test_space);
    for (uint32_t i = 0; i < 20; i++) {
        uint32_t address = random_address();
        map_page(&test_space, address, i, PAGE_WRITABLE);
        CHECK_THAT(read_word(address), ==, i << 16, "the first word at 0x%x", address);
        unmap_mapped(&test_space, address);
        CHECK_THAT(can_read(address), ==, false,
                   "whether the processor can read at 0x%x after that was unmapped", address);
        map_page(&test_space, address, i + 20, PAGE_WRITABLE);
        CHECK_THAT(read_word(address), ==, (i + 20) << 16,
                   "the first word at 0x%x, where another frame is mapped now", address);
        unmap_mapped(&test_space, address);
    }
    end_spaces();
    record_send("value", "done=1");
}

// What the processor notes comes with the unmapped entry, and only for what was really done.
TEST(unmap_marks, 3)
{
    uint32_t written = 0, seen = 0;

    start_spaces();
    tlb_load(&test_space);
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t address = random_address(), use = test_random(3), expected = 0;
        map_page(&test_space, address, i, PAGE_WRITABLE);
        if (use >= 1) {
            (void)read_word(address);
            expected = PAGE_ACCESSED;
        }
        if (use == 2) {
            write_word(address, i << 16);
            expected = MARKS;
        }
        uint32_t entry = unmap_mapped(&test_space, address);
        CHECK_THAT(entry & MARKS, ==, expected,
                   "accessed (0x20) and dirty (0x40) in what paging_unmap returned for a page that "
                   "was %s",
                   use == 0   ? "not used"
                   : use == 1 ? "read"
                              : "written to");
        written += use == 2;
        seen += (entry & PAGE_DIRTY) != 0;
    }
    end_spaces();
    record_send("value", "written=%u", seen == written ? seen : 0);
}

static void change_rights(uint32_t address, uint32_t rights)
{
    CHECK_THAT(paging_change_rights(&test_space, (user_address){address}, rights), ==, true,
               "what paging_change_rights returned for 0x%x, which is mapped", address);
}

TEST(rights_enforced, 3)
{
    start_spaces();
    tlb_load(&test_space);
    uint32_t address = random_address(), other = address ^ FRAME_BYTES;
    map_page(&test_space, address, 3, 0);
    map_page(&test_space, other, 4, PAGE_WRITABLE);
    (void)read_word(address);
    CHECK_THAT(can_write(address), ==, false, // CR0.WP holds the kernel too
               "whether a page that is mapped read-only can be written to");
    write_word(other, 1);
    change_rights(address, PAGE_WRITABLE);
    write_word(address, 1);
    change_rights(address, 0);
    CHECK_THAT(can_write(address), ==, false,
               "whether a page can be written to after it was made read-only");
    (void)read_word(address);
    uint32_t entry = entry_at(&test_space, address);
    CHECK_THAT(frame_in(entry), ==, number_in_pool(3), "the frame in the entry");
    CHECK_THAT(entry & MARKS, ==, (uint32_t)MARKS,
               "accessed (0x20) and dirty (0x40) after the rights of a used page changed");
    write_word(other, 2);
    end_spaces();
    record_send("value", "done=1");
}

// However often rights were changed and marks were taken, the next time it is done.
static void live_long(uint32_t address)
{
    user_address at = {address};
    uint32_t *entry = paging_find_entry(&test_space, at);

    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        uint32_t rights = i % 2 == 0 ? 0 : PAGE_WRITABLE;
        CHECK_THAT(paging_change_rights(&test_space, at, rights), ==, true,
                   "what paging_change_rights returned for a mapped page, time %u", i);
        CHECK_THAT(*entry & PAGE_WRITABLE, ==, rights, "PAGE_WRITABLE of the entry, time %u", i);
        *entry |= PAGE_DIRTY;
        CHECK_THAT(paging_take_marks(&test_space, at, PAGE_DIRTY), ==, (uint32_t)PAGE_DIRTY,
                   "what paging_take_marks returned for a dirty page, time %u", i);
        CHECK_THAT(*entry & PAGE_DIRTY, ==, 0u, "PAGE_DIRTY of the entry then, time %u", i);
    }
}

TEST(rights_absent, 3)
{
    start_spaces();
    uint32_t address = random_address();
    user_address at = {address};
    CHECK_THAT(paging_change_rights(&test_space, at, PAGE_WRITABLE), ==, false,
               "what paging_change_rights returned without a table");
    CHECK_THAT(test_space.table_count, ==, 0u, "table_count after rights of nothing were changed");
    map_page(&test_space, address ^ FRAME_BYTES, 3, 0);
    CHECK_THAT(paging_change_rights(&test_space, at, PAGE_WRITABLE), ==, false,
               "what paging_change_rights returned for an absent page");
    CHECK_THAT(is_mapped(&test_space, address), ==, false,
               "whether a page is mapped after rights of nothing were changed");
    live_long(address ^ FRAME_BYTES);
    unmap_mapped(&test_space, address ^ FRAME_BYTES);
    CHECK_THAT(test_space.table_count, ==, 0u, "table_count");
    end_spaces();
    record_send("value", "done=1");
}

static void expect_marks(user_address address, uint32_t marks, uint32_t expected, const char *when)
{
    CHECK_THAT(paging_take_marks(&test_space, address, marks), ==, expected,
               "what paging_take_marks returned for the marks 0x%x %s (0x20 accessed, 0x40 dirty)",
               marks, when);
}

// After the marks are taken, the next access sets them again. Without a flush the processor would
// not look at the entry any more.
TEST(take_marks, 3)
{
    start_spaces();
    tlb_load(&test_space);
    user_address address = {random_address()};

    expect_marks(address, MARKS, 0, "where nothing is mapped");
    map_page(&test_space, address.value, 5, PAGE_WRITABLE);
    expect_marks(address, MARKS, 0, "before the page was used");
    for (uint32_t i = 0; i < 10; i++) {
        write_word(address.value, i);
        expect_marks(address, PAGE_DIRTY, PAGE_DIRTY, "after a write");
        expect_marks(address, PAGE_DIRTY, 0, "once more");
        expect_marks(address, PAGE_ACCESSED, PAGE_ACCESSED, "after a write");
        (void)read_word(address.value);
        expect_marks(address, MARKS, PAGE_ACCESSED, "after a read");
        expect_marks(address, MARKS, 0, "once more");
        write_word(address.value, i);
        expect_marks(address, MARKS, MARKS, "after one more write");
    }
    write_word(address.value, 1);
    change_rights(address.value, 0);
    expect_marks(address, MARKS, MARKS, "of a page that was written to and then made read-only");
    change_rights(address.value, PAGE_WRITABLE);
    uint32_t entry = entry_at(&test_space, address.value);
    CHECK_THAT(frame_in(entry), ==, number_in_pool(5), "the frame in the entry");
    CHECK_THAT(entry & (PAGING_RIGHTS | PAGE_PRESENT | PAGE_USER | MARKS), ==,
               (uint32_t)(PAGE_PRESENT | PAGE_USER | PAGE_WRITABLE),
               "the bits of the entry, after its marks were taken");
    end_spaces();
    record_send("value", "done=1");
}

// --- how often, and where

static uint32_t flushes_before, loads_before;

static void count_flushes(void)
{
    flushes_before = tlb_page_flushes;
    loads_before = tlb_loads;
}

static void expect_flushes(uint32_t expected, const char *when)
{
    CHECK_THAT(tlb_page_flushes - flushes_before, ==, expected, "calls of tlb_flush_page %s", when);
    CHECK_THAT(tlb_loads - loads_before, ==, 0u, "calls of tlb_load %s", when);
    count_flushes();
}

// The last `count` flushes were one in each slot from `first` on, in any order.
static void expect_in_slots(uint32_t first, uint32_t count, const char *when)
{
    for (uint32_t slot = first; slot < first + count; slot++) {
        uint32_t found = 0;
        for (uint32_t i = 1; i <= count; i++) {
            user_address flushed = tlb_flushed[(tlb_page_flushes - i) % TLB_FLUSHED];
            found += flushed.value >> LARGE_PAGE_SHIFT == slot;
        }
        CHECK_THAT(found, ==, 1u, "flushes in the 4 MiB of slot %u %s", slot, when);
    }
}

// In the loaded space, by mapping and unmapping: what must be flushed is, once, and nothing else.
TEST(unmap_flush_counts, 3)
{
    start_spaces();
    user_address address = {random_address()}, next = {address.value ^ FRAME_BYTES};
    map_page(&test_space, next.value, 1, PAGE_WRITABLE); // keeps the table
    tlb_load(&test_space);
    count_flushes();
    paging_unmap(&test_space, address);
    expect_flushes(0, "when nothing was unmapped");
    map_page(&test_space, address.value, 2, PAGE_WRITABLE);
    expect_flushes(0, "when a page was mapped: that it was absent is not remembered");
    (void)read_word(address.value);
    unmap_mapped(&test_space, address.value + 5);
    expect_flushes(1, "when a page was unmapped that was used");
    user_address flushed = tlb_flushed[(tlb_page_flushes - 1) % TLB_FLUSHED];
    CHECK_THAT(flushed.value >> FRAME_SHIFT, ==, address.value >> FRAME_SHIFT,
               "the number of the page that was flushed");
    end_spaces();
    record_send("value", "done=1");
}

TEST(flushes_loaded, 3)
{
    start_spaces();
    user_address address = {random_address()};
    map_page(&test_space, address.value, 2, PAGE_WRITABLE);
    tlb_load(&test_space);
    count_flushes();
    change_rights(address.value, PAGE_WRITABLE);
    expect_flushes(0, "when rights stay as they are");
    change_rights(address.value, 0);
    expect_flushes(1, "when a page becomes read-only");
    change_rights(address.value, 0);
    expect_flushes(0, "when a page stays read-only");
    change_rights(address.value, PAGE_WRITABLE);
    expect_flushes(0, "when a page becomes writable: that allows more");
    change_rights(address.value, PAGE_CACHE_DISABLED);
    expect_flushes(1, "when a page loses writing and the cache at once");
    paging_take_marks(&test_space, address, MARKS);
    expect_flushes(0, "when no mark was set");
    change_rights(address.value, PAGE_WRITABLE);
    write_word(address.value, 1);
    count_flushes();
    paging_take_marks(&test_space, address, MARKS);
    expect_flushes(1, "when two marks were taken");
    (void)read_word(address.value);
    paging_take_marks(&test_space, address, PAGE_DIRTY);
    expect_flushes(0, "when the dirty bit of a page that was only read was to be taken");
    end_spaces();
    record_send("value", "done=1");
}

// In a space that is not loaded nothing is remembered, so nothing is flushed.
TEST(flushes_other, 3)
{
    start_spaces();
    user_address address = {random_address()};
    map_page(&other_space, address.value, 1, PAGE_WRITABLE);
    tlb_load(&other_space);
    write_word(address.value, 1);
    tlb_load(&test_space);
    count_flushes();
    CHECK_THAT(paging_take_marks(&other_space, address, PAGE_DIRTY), ==, (uint32_t)PAGE_DIRTY,
               "what paging_take_marks returned for a space that is not loaded");
    paging_change_rights(&other_space, address, 0);
    paging_unmap(&other_space, address);
    map_page(&other_space, address.value, 2, 0);
    expect_flushes(0, "when another space is changed than the one that is loaded");
    map_page(&test_space, address.value, 3, 0);
    CHECK_THAT(read_word(address.value), ==, 3u << 16, "the first word in the loaded space");
    paging_unmap(&other_space, address);
    CHECK_THAT(
        read_word(address.value), ==, 3u << 16,
        "the first word in the loaded space, after the same address was unmapped in another");
    expect_flushes(0, "when another space is changed than the one that is loaded");
    end_spaces();
    record_send("value", "done=1");
}

#define SLOT   20
#define TABLES 3

// The processor remembers tables, too: each one that goes back is flushed.
TEST(flushes_table, 3)
{
    start_spaces();
    user_address address = {(SLOT + 1) * TABLE_BYTES - FRAME_BYTES};
    uint32_t pages = (TABLES - 2) * PAGE_TABLE_ENTRIES + 2;
    tlb_load(&test_space);
    count_flushes();
    hold_pages(&test_space, address.value, pages);
    hold_pages(&test_space, address.value, pages);
    expect_flushes(0, "when tables are made and held");
    paging_release_tables(&test_space, address, pages);
    expect_flushes(0, "when tables are released that stay");
    paging_release_tables(&test_space, address, pages);
    expect_flushes(TABLES, "when three tables go back with their last hold");
    expect_in_slots(SLOT, TABLES, "when three tables go back");
    CHECK_THAT(test_space.table_count, ==, 0u, "table_count");
    hold_pages(&other_space, address.value, pages);
    paging_release_tables(&other_space, address, pages);
    expect_flushes(0, "when tables of a space go back that is not loaded");
    end_spaces();
    record_send("value", "done=1");
}
