// SPDX-License-Identifier: MIT
// Lab 3: directories and tables, as they lie in memory.
#include <stddef.h>

#include "kernel/abi/limits.h"
#include "kernel/test_frames.h"
#include "labs/3-paging/tests/support.h"
#include "mm/tlb.h"

#define KERNEL_SLOT (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define TABLE_BYTES (PAGE_TABLE_ENTRIES * FRAME_BYTES) // that one table maps

TEST(space_create, 3)
{
    struct address_space made = {0};

    test_spoil_free_frames();
    uint32_t before = free_frames_now();
    make_space(&made);
    CHECK(free_frames_now(), ==, before - 1);
    CHECK(made.table_count, ==, 0u);
    const struct frame *frame =
        &frame_table[physical_from_virtual(made.directory).value >> FRAME_SHIFT];
    CHECK((uint32_t)frame_address(frame), ==, (uint32_t)made.directory);
    CHECK((uint32_t)frame->state, ==, (uint32_t)FRAME_KERNEL);
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++)
        CHECK(made.directory[slot], ==, 0u);
    for (uint32_t slot = KERNEL_SLOT; slot < PAGE_TABLE_ENTRIES; slot++)
        CHECK(made.directory[slot], ==, kernel_directory[slot]);
    tlb_load(&made); // the kernel goes on in it
    tlb_load(NULL);
    paging_destroy(&made);
    CHECK((uint32_t)made.directory, ==, 0u);
    record_send("value", "free=%u", free_frames_now() - before);
}

TEST(space_destroy, 3)
{
    struct address_space made = {0};
    struct claim claim = {0};
    uint32_t before = free_frames_now(), held = 3 + test_random(20);

    make_space(&made);
    CHECK(reserve_claim(&claim, CLASS_CORE, held), ==, 0);
    paging_hold_tables(&made, (user_address){5 * TABLE_BYTES}, held * PAGE_TABLE_ENTRIES, &claim);
    CHECK(claim.frames, ==, 0u);
    CHECK(made.table_count, ==, held);
    CHECK(free_frames_now(), ==, before - 1 - held);
    paging_destroy(&made);
    CHECK(free_frames_now(), ==, before);
    CHECK(made.table_count, ==, 0u);
    CHECK((uint32_t)made.directory, ==, 0u);
    record_send("value", "held=%u", held);
}

// What the table says, and what the processor makes of it.
TEST(map_translates, 3)
{
    uint32_t sum = 0;

    start_spaces();
    tlb_load(&test_space);
    for (uint32_t i = 0; i < POOL_FRAMES; i++) {
        uint32_t address = random_address();
        map_page(&test_space, address, i, 0);
        const uint32_t *place = paging_find_entry(&test_space, (user_address){address + 5});
        CHECK(place, !=, NULL);
        CHECK(frame_in(*place), ==, number_in_pool(i));
        uint32_t word = test_random(PAGE_TABLE_ENTRIES);
        sum += ((const volatile uint32_t *)address)[word];
        CHECK(((const volatile uint32_t *)address)[word], ==, (i << 16 | word));
        CHECK(paging_unmap(&test_space, (user_address){address}) & PAGE_FRAME, ==,
              number_in_pool(i) << FRAME_SHIFT);
    }
    end_spaces();
    record_send("value", "sum=%u", sum);
}

TEST(map_claim, 3)
{
    struct claim claim = {0};

    start_spaces();
    uint32_t page = number_in_pool(0) << FRAME_SHIFT;
    user_address address = {random_address() | TABLE_BYTES}, next = {address.value ^ FRAME_BYTES};
    user_address far = {address.value ^ TABLE_BYTES};
    uint32_t before = free_frames_now();

    CHECK(paging_map(&test_space, address, page, NULL), ==, false);
    CHECK(paging_map(&test_space, address, page, &claim), ==, false);
    CHECK((uint32_t)paging_find_entry(&test_space, address), ==, 0u);
    CHECK(reserve_claim(&claim, CLASS_CORE, 5), ==, 0);
    CHECK(paging_map(&test_space, address, page, &claim), ==, true);
    CHECK(claim.frames, ==, 4u);
    CHECK(test_space.table_count, ==, 1u);
    CHECK(paging_map(&test_space, next, page, &claim), ==, true);
    CHECK(claim.frames, ==, 4u);
    CHECK(paging_map(&test_space, far, page, &claim), ==, true);
    CHECK(claim.frames, ==, 3u);
    CHECK(test_space.table_count, ==, 2u);
    reserve_release(&claim);
    CHECK(free_frames_now(), ==, before - 2);
    paging_unmap(&test_space, next);
    CHECK(paging_map(&test_space, next, page, NULL), ==, true);
    end_spaces();
    record_send("value", "tables=2");
}

TEST(map_new_table, 3)
{
    start_spaces();
    test_spoil_free_frames();
    uint32_t address = random_address();
    map_page(&test_space, address, 7, PAGE_WRITABLE);
    uint32_t entry = test_space.directory[address >> LARGE_PAGE_SHIFT], present = 0;
    CHECK(entry & (PAGE_PRESENT | PAGE_USER | PAGE_LARGE), ==,
          (uint32_t)(PAGE_PRESENT | PAGE_USER));
    const struct frame *frame = &frame_table[frame_in(entry)];
    CHECK((uint32_t)frame->state, ==, (uint32_t)FRAME_KERNEL);
    const uint32_t *table = frame_address(frame);
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        present += table[i] != 0;
    CHECK(present, ==, 1u);
    end_spaces();
    record_send("value", "slot=%u", address >> LARGE_PAGE_SHIFT);
}

TEST(map_entry_bits, 3)
{
    static const uint32_t rights[] = {0, PAGE_WRITABLE, PAGE_CACHE_DISABLED | PAGE_WRITE_THROUGH,
                                      PAGE_WRITABLE | PAGE_CACHE_DISABLED | PAGE_WRITE_THROUGH};
    uint32_t sum = 0;

    start_spaces();
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t address = random_address(), index = test_random(POOL_FRAMES);
        uint32_t bits = rights[test_random(4)];
        map_page(&test_space, address, index, bits);
        uint32_t entry = *paging_find_entry(&test_space, (user_address){address});
        CHECK(entry, ==, (number_in_pool(index) << FRAME_SHIFT | bits | PAGE_PRESENT | PAGE_USER));
        sum += bits;
        CHECK(paging_unmap(&test_space, (user_address){address}), ==, entry);
    }
    end_spaces();
    record_send("value", "sum=%u", sum);
}

TEST(unmap_page, 3)
{
    start_spaces();
    uint32_t address = (random_address() & ~(uint32_t)(TABLE_BYTES - 1)) + 8 * FRAME_BYTES;
    if (address < USER_FIRST + TABLE_BYTES)
        address += TABLE_BYTES;
    CHECK(paging_unmap(&test_space, (user_address){address}), ==, 0u);
    map_page(&test_space, address, 1, PAGE_WRITABLE);
    map_page(&test_space, address + FRAME_BYTES, 2, 0);
    CHECK(paging_unmap(&test_space, (user_address){address + 2 * FRAME_BYTES}), ==, 0u);
    CHECK(test_space.table_count, ==, 1u);
    CHECK(frame_in(paging_unmap(&test_space, (user_address){address})), ==, number_in_pool(1));
    CHECK(*paging_find_entry(&test_space, (user_address){address}), ==, 0u);
    CHECK(paging_unmap(&test_space, (user_address){address}), ==, 0u);
    CHECK(frame_in(*paging_find_entry(&test_space, (user_address){address + FRAME_BYTES})), ==,
          number_in_pool(2));
    end_spaces();
    record_send("value", "done=1");
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
        CHECK(test_space.table_count, ==, 1u);
        CHECK(free_frames_now(), ==, before - 1);
        for (uint32_t i = 0; i < pages; i++) {
            CHECK(test_space.directory[base >> LARGE_PAGE_SHIFT], !=, 0u);
            CHECK(test_space.table_count, ==, 1u);
            CHECK(paging_unmap(&test_space, (user_address){base + i * 3 * FRAME_BYTES}), !=, 0u);
        }
        CHECK(test_space.directory[base >> LARGE_PAGE_SHIFT], ==, 0u);
        CHECK(test_space.table_count, ==, 0u);
        CHECK(free_frames_now(), ==, before);
        rounds += pages;
    }
    end_spaces();
    record_send("value", "pages=%u", rounds);
}

TEST(hold_tables, 3)
{
    struct claim claim = {0};

    start_spaces();
    uint32_t before = free_frames_now();
    // 3 pages around a border: two tables
    user_address window = {20 * TABLE_BYTES - FRAME_BYTES};
    CHECK(paging_count_missing_tables(&test_space, window, 3), ==, 2u);
    CHECK(reserve_claim(&claim, CLASS_CORE, 2), ==, 0);
    paging_hold_tables(&test_space, window, 3, &claim);
    CHECK(claim.frames, ==, 0u);
    CHECK(test_space.table_count, ==, 2u);
    CHECK(paging_count_missing_tables(&test_space, window, 3), ==, 0u);
    paging_hold_tables(&test_space, window, 1, &claim); // once more, for the first of them
    CHECK(paging_map(&test_space, window, number_in_pool(0) << FRAME_SHIFT, NULL), ==, true);
    paging_unmap(&test_space, window);
    CHECK(test_space.table_count, ==, 2u);
    CHECK(free_frames_now(), ==, before - 2);
    map_page(&test_space, window.value + FRAME_BYTES, 1, 0);
    paging_release_tables(&test_space, window, 3);
    CHECK(test_space.table_count, ==, 2u); // one is held still, in the other one a page is mapped
    paging_unmap(&test_space, (user_address){window.value + FRAME_BYTES});
    CHECK(test_space.table_count, ==, 1u);
    paging_release_tables(&test_space, window, 1);
    CHECK(test_space.table_count, ==, 0u);
    CHECK(free_frames_now(), ==, before);
    end_spaces();
    record_send("value", "done=1");
}

TEST(missing_tables, 3)
{
    uint32_t sum = 0;

    start_spaces();
    CHECK(paging_count_missing_tables(&test_space, (user_address){USER_FIRST}, 1), ==, 1u);
    CHECK(paging_count_missing_tables(&test_space, (user_address){USER_FIRST},
                                      (USER_END - USER_FIRST) / PAGE_BYTES),
          ==, KERNEL_SLOT);
    // one page on each side of a border
    CHECK(
        paging_count_missing_tables(&test_space, (user_address){5 * TABLE_BYTES - FRAME_BYTES}, 2),
        ==, 2u);
    CHECK(
        paging_count_missing_tables(&test_space, (user_address){5 * TABLE_BYTES - FRAME_BYTES}, 1),
        ==, 1u);
    for (uint32_t slot = 10; slot < 40; slot += 3)
        map_page(&test_space, slot * TABLE_BYTES + 5 * FRAME_BYTES, slot, 0);
    for (uint32_t i = 0; i < 50; i++) {
        uint32_t first = 8 * PAGE_TABLE_ENTRIES + test_random(34 * PAGE_TABLE_ENTRIES);
        uint32_t pages = 1 + test_random(5 * PAGE_TABLE_ENTRIES), missing = 0;
        for (uint32_t slot = first >> 10; slot <= (first + pages - 1) >> 10; slot++)
            missing += slot < 10 || slot >= 40 || (slot - 10) % 3 != 0;
        CHECK(paging_count_missing_tables(&test_space, (user_address){first << FRAME_SHIFT}, pages),
              ==, missing);
        sum += missing;
    }
    end_spaces();
    record_send("value", "sum=%u", sum);
}

TEST(find_mapped, 3)
{
    uint32_t pages[20], found = 0;
    user_address end = {USER_END};

    start_spaces();
    CHECK(paging_find_mapped(&test_space, (user_address){USER_FIRST}, end).value, ==, USER_END);
    // from far below to the last page, ascending
    for (uint32_t i = 0; i < 20; i++) {
        pages[i] = i == 19 ? USER_END - FRAME_BYTES
                           : USER_FIRST + i * 0x06000000u + test_random(0x5000) * FRAME_BYTES;
        map_page(&test_space, pages[i], i, 0);
    }
    user_address at = {USER_FIRST};
    for (uint32_t i = 0; i < 20; i++) {
        uint32_t start = test_read_instructions();
        at = paging_find_mapped(&test_space, at, end);
        CHECK(test_read_instructions() - start, <, 60000u);
        CHECK(at.value, ==, pages[i]);
        CHECK(paging_find_mapped(&test_space, at, end).value, ==, at.value);
        CHECK(paging_find_mapped(&test_space, at, at).value, ==, at.value);
        at.value += FRAME_BYTES;
        found++;
    }
    CHECK(
        paging_find_mapped(&test_space, (user_address){USER_FIRST}, (user_address){pages[0]}).value,
        ==, pages[0]);
    CHECK(paging_find_mapped(&test_space, (user_address){pages[3] + FRAME_BYTES},
                             (user_address){pages[4] - FRAME_BYTES})
              .value,
          ==, pages[4] - FRAME_BYTES);
    end_spaces();
    record_send("value", "found=%u", found);
}

// Whatever was done before, an operation costs the same; so it does with more memory.
TEST(map_constant_time, 3)
{
    uint32_t dearest_map = 0, dearest_unmap = 0;

    start_spaces();
    for (uint32_t i = 990; i < PAGE_TABLE_ENTRIES; i++) // who looks for pages finds them late
        map_page(&test_space, 4 * TABLE_BYTES + i * FRAME_BYTES, i % POOL_FRAMES, 0);
    for (uint32_t i = 0; i < 200; i++) {
        user_address address = {4 * TABLE_BYTES + (990 + test_random(34)) * FRAME_BYTES};
        uint32_t start = test_read_instructions();
        uint32_t entry = paging_unmap(&test_space, address);
        uint32_t middle = test_read_instructions();
        bool mapped = paging_map(&test_space, address, entry & PAGE_FRAME, NULL);
        uint32_t end = test_read_instructions();
        CHECK(mapped, ==, true);
        if (middle - start > dearest_unmap)
            dearest_unmap = middle - start;
        if (end - middle > dearest_map)
            dearest_map = end - middle;
    }
    CHECK(dearest_map, <, 300u);
    CHECK(dearest_unmap, <, 300u);
    end_spaces();
    record_send("value", "map=%u unmap=%u", dearest_map, dearest_unmap);
}

TEST(spaces_leak_nothing, 3)
{
    uint32_t before = free_frames_now(), operations = 0;

    for (uint32_t round = 0; round < 10; round++) {
        start_spaces();
        for (uint32_t i = 0; i < 100; i++, operations++) {
            struct address_space *used = test_random(2) ? &test_space : &other_space;
            uint32_t address = (10 + test_random(12)) * TABLE_BYTES + test_random(3) * FRAME_BYTES;
            const uint32_t *place = paging_find_entry(used, (user_address){address});
            if (place == NULL || *place == 0)
                map_page(used, address, i % POOL_FRAMES, 0);
            else
                paging_unmap(used, (user_address){address});
        }
        end_spaces();
    }
    CHECK(free_frames_now(), ==, before);
    record_send("value", "operations=%u", operations);
}
