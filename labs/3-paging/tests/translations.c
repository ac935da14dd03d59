// SPDX-License-Identifier: MIT
// Lab 3: what the processor remembers, what it notes, and that the one is flushed and the other
// read at the right time.
#include <stddef.h>

#include "kernel/abi/limits.h"
#include "kernel/test_probe.h"
#include "labs/3-paging/tests/support.h"
#include "mm/tlb.h"

static uint32_t read_word(uint32_t address)
{
    return *(const volatile uint32_t *)address;
}

static void write_word(uint32_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

static bool can_read(uint32_t address)
{
    uint32_t value, code;
    return test_probe_read((user_address){address}, &value, &code);
}

static bool can_write(uint32_t address)
{
    uint32_t code;
    return test_probe_write((user_address){address}, 1, &code);
}

// Unmapped is unmapped, though the processor has just used the page.
TEST(unmap_flushes, 3)
{
    start_spaces();
    tlb_load(&test_space);
    for (uint32_t i = 0; i < 20; i++) {
        uint32_t address = random_address();
        map_page(&test_space, address, i, PAGE_WRITABLE);
        CHECK(read_word(address), ==, i << 16);
        paging_unmap(&test_space, (user_address){address});
        CHECK(can_read(address), ==, false);
        map_page(&test_space, address, i + 20, PAGE_WRITABLE);
        CHECK(read_word(address), ==, (i + 20) << 16);
        paging_unmap(&test_space, (user_address){address});
    }
    end_spaces();
    record_send("value", "done=1");
}

TEST(rights_enforced, 3)
{
    uint32_t code = 0;

    start_spaces();
    tlb_load(&test_space);
    uint32_t address = random_address(), other = address ^ FRAME_BYTES;
    map_page(&test_space, address, 3, 0);
    map_page(&test_space, other, 4, PAGE_WRITABLE);
    CHECK(can_read(address), ==, true);
    CHECK(test_probe_write((user_address){address}, 1, &code), ==,
          false); // CR0.WP holds the kernel too
    CHECK(code & (PAGE_FAULT_PRESENT | PAGE_FAULT_WRITE), ==,
          (uint32_t)(PAGE_FAULT_PRESENT | PAGE_FAULT_WRITE));
    CHECK(can_write(other), ==, true);
    CHECK(paging_change_rights(&test_space, (user_address){address}, PAGE_WRITABLE), ==, true);
    CHECK(can_write(address), ==, true);
    CHECK(paging_change_rights(&test_space, (user_address){address}, 0), ==, true);
    CHECK(can_write(address), ==, false);
    CHECK(can_read(address), ==, true);
    uint32_t entry = *paging_find_entry(&test_space, (user_address){address});
    CHECK(frame_in(entry), ==, number_in_pool(3));
    CHECK(entry & (PAGE_ACCESSED | PAGE_DIRTY), ==, (uint32_t)(PAGE_ACCESSED | PAGE_DIRTY));
    CHECK(can_write(other), ==, true);
    end_spaces();
    record_send("value", "done=1");
}

TEST(rights_absent, 3)
{
    start_spaces();
    uint32_t address = random_address();
    CHECK(paging_change_rights(&test_space, (user_address){address}, PAGE_WRITABLE), ==, false);
    map_page(&test_space, address ^ FRAME_BYTES, 3, 0);
    CHECK(paging_change_rights(&test_space, (user_address){address}, PAGE_WRITABLE), ==, false);
    CHECK(*paging_find_entry(&test_space, (user_address){address}), ==, 0u);
    paging_unmap(&test_space, (user_address){address ^ FRAME_BYTES});
    CHECK(test_space.table_count, ==, 0u);
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
            expected = PAGE_ACCESSED | PAGE_DIRTY;
        }
        uint32_t entry = paging_unmap(&test_space, (user_address){address});
        CHECK(entry & (PAGE_ACCESSED | PAGE_DIRTY), ==, expected);
        written += use == 2;
        seen += (entry & PAGE_DIRTY) != 0;
    }
    CHECK(seen, ==, written);
    end_spaces();
    record_send("value", "written=%u", written);
}

// After the marks are taken, the next access sets them again. Without a flush the processor would
// not look at the entry any more.
TEST(take_marks, 3)
{
    start_spaces();
    tlb_load(&test_space);
    user_address address = {random_address()};
    uint32_t both = PAGE_ACCESSED | PAGE_DIRTY;

    CHECK(paging_take_marks(&test_space, address, both), ==, 0u);
    map_page(&test_space, address.value, 5, PAGE_WRITABLE);
    CHECK(paging_take_marks(&test_space, address, both), ==, 0u);
    for (uint32_t i = 0; i < 10; i++) {
        write_word(address.value, i);
        CHECK(paging_take_marks(&test_space, address, PAGE_DIRTY), ==, (uint32_t)PAGE_DIRTY);
        CHECK(paging_take_marks(&test_space, address, PAGE_DIRTY), ==, 0u);
        CHECK(paging_take_marks(&test_space, address, PAGE_ACCESSED), ==, (uint32_t)PAGE_ACCESSED);
        (void)read_word(address.value);
        CHECK(paging_take_marks(&test_space, address, both), ==, (uint32_t)PAGE_ACCESSED);
        CHECK(paging_take_marks(&test_space, address, both), ==, 0u);
        CHECK(can_write(address.value), ==, true);
        CHECK(paging_take_marks(&test_space, address, both), ==, both);
    }
    uint32_t entry = *paging_find_entry(&test_space, address);
    CHECK(entry & ~both, ==,
          (number_in_pool(5) << FRAME_SHIFT | PAGE_PRESENT | PAGE_USER | PAGE_WRITABLE));
    end_spaces();
    record_send("value", "done=1");
}

static uint32_t flushes_before, loads_before;

static void count_flushes(void)
{
    flushes_before = tlb_page_flushes;
    loads_before = tlb_loads;
}

static void expect_flushes(uint32_t expected)
{
    CHECK(tlb_page_flushes - flushes_before, ==, expected);
    CHECK(tlb_loads - loads_before, ==, 0u);
    count_flushes();
}

// In the loaded space: what must be flushed is, once, and nothing else.
TEST(flushes_loaded, 3)
{
    start_spaces();
    user_address address = {random_address()}, next = {address.value ^ FRAME_BYTES};
    map_page(&test_space, next.value, 1, PAGE_WRITABLE); // keeps the table
    tlb_load(&test_space);
    count_flushes();
    paging_unmap(&test_space, address);
    expect_flushes(0); // nothing was there
    map_page(&test_space, address.value, 2, PAGE_WRITABLE);
    expect_flushes(0); // "absent" is never remembered
    paging_change_rights(&test_space, address, PAGE_WRITABLE);
    expect_flushes(0);
    paging_change_rights(&test_space, address, 0);
    expect_flushes(1);
    paging_change_rights(&test_space, address, 0);
    expect_flushes(0);
    paging_change_rights(&test_space, address, PAGE_WRITABLE);
    expect_flushes(0); // it allows more
    paging_take_marks(&test_space, address, PAGE_ACCESSED | PAGE_DIRTY);
    expect_flushes(0); // none was set
    write_word(address.value, 1);
    paging_take_marks(&test_space, address, PAGE_ACCESSED | PAGE_DIRTY);
    expect_flushes(1);
    (void)read_word(address.value);
    paging_take_marks(&test_space, address, PAGE_DIRTY);
    expect_flushes(0); // read only
    paging_unmap(&test_space, address);
    expect_flushes(1);
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
    CHECK(paging_take_marks(&other_space, address, PAGE_DIRTY), ==, (uint32_t)PAGE_DIRTY);
    paging_change_rights(&other_space, address, 0);
    paging_unmap(&other_space, address);
    map_page(&other_space, address.value, 2, 0);
    expect_flushes(0);
    map_page(&test_space, address.value, 3, 0);
    CHECK(read_word(address.value), ==, 3u << 16);
    paging_unmap(&other_space, address);
    CHECK(read_word(address.value), ==, 3u << 16);
    expect_flushes(0);
    end_spaces();
    record_send("value", "done=1");
}

// The processor remembers tables, too: one that goes back is flushed.
TEST(flushes_table, 3)
{
    struct claim claim = {0};

    start_spaces();
    user_address address = {random_address()};
    tlb_load(&test_space);
    CHECK(reserve_claim(&claim, CLASS_CORE, 1), ==, 0);
    paging_hold_tables(&test_space, address, 1, &claim);
    count_flushes();
    paging_hold_tables(&test_space, address, 1, &claim);
    paging_release_tables(&test_space, address, 1);
    expect_flushes(0); // it is still there
    paging_release_tables(&test_space, address, 1);
    expect_flushes(1);
    CHECK(test_space.table_count, ==, 0u);
    end_spaces();
    record_send("value", "done=1");
}

static enum paging_fault classify(uint32_t address, uint32_t code, uint32_t rights)
{
    return paging_classify_fault(&test_space, (user_address){address}, code, rights);
}

static void expect_fault(uint32_t address, uint32_t code, uint32_t rights,
                         enum paging_fault expected)
{
    CHECK((uint32_t)classify(address, code | PAGE_FAULT_USER, rights), ==, (uint32_t)expected);
}

TEST(fault_kinds, 3)
{
    uint32_t none = PAGING_NO_REGION, read = 0, both = PAGE_WRITABLE;

    start_spaces();
    uint32_t address = random_address() + test_random(FRAME_BYTES);
    expect_fault(address, 0, none, PAGING_FAULT_NO_REGION);
    expect_fault(address, PAGE_FAULT_WRITE, none, PAGING_FAULT_NO_REGION);
    expect_fault(address, 0, read, PAGING_FAULT_ABSENT);
    expect_fault(address, 0, both, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, both, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, read, PAGING_FAULT_READ_ONLY);
    expect_fault(address, PAGE_FAULT_WRITE | PAGE_FAULT_PRESENT, read, PAGING_FAULT_READ_ONLY);
    expect_fault(KERNEL_BASE, PAGE_FAULT_PRESENT, none, PAGING_FAULT_KERNEL_ADDRESS);
    expect_fault(KERNEL_BASE - 1, 0, none, PAGING_FAULT_NO_REGION);
    expect_fault(0xffffffffu, PAGE_FAULT_WRITE, both, PAGING_FAULT_KERNEL_ADDRESS);
    expect_fault(address, PAGE_FAULT_RESERVED | PAGE_FAULT_PRESENT, none,
                 PAGING_FAULT_RESERVED_BIT);
    expect_fault(KERNEL_BASE + address, PAGE_FAULT_RESERVED, both, PAGING_FAULT_RESERVED_BIT);
    end_spaces();
    record_send("value", "done=1");
}

// ABSENT or RESOLVED is a matter of what the entry is now.
TEST(fault_now, 3)
{
    start_spaces();
    uint32_t address = random_address();
    map_page(&test_space, address ^ FRAME_BYTES, 1, 0); // its table is there
    expect_fault(address, 0, 0, PAGING_FAULT_ABSENT);
    map_page(&test_space, address, 2, 0);
    expect_fault(address, 0, 0, PAGING_FAULT_RESOLVED);
    expect_fault(address, 0, PAGE_WRITABLE, PAGING_FAULT_RESOLVED);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_ABSENT);
    expect_fault(address, PAGE_FAULT_WRITE, 0, PAGING_FAULT_READ_ONLY);
    paging_change_rights(&test_space, (user_address){address}, PAGE_WRITABLE);
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_RESOLVED);
    paging_unmap(&test_space, (user_address){address});
    expect_fault(address, PAGE_FAULT_WRITE, PAGE_WRITABLE, PAGING_FAULT_ABSENT);
    end_spaces();
    record_send("value", "done=1");
}
