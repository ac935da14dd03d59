// SPDX-License-Identifier: MIT
#include "labs/3-paging/tests/support.h"

#include <stddef.h>

#include "kernel/abi/limits.h"
#include "kernel/test/frames.h"
#include "kernel/test/probe.h"
#include "mm/frames/tlb.h"

struct address_space test_space, other_space;
struct frame *pool[POOL_FRAMES];

static uint32_t frames_at_start;

uint32_t free_frames_now(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.free;
}

void fill_kernel_half(void)
{
    static _Alignas(FRAME_BYTES) uint32_t maps_nothing[PAGE_TABLE_ENTRIES];

    for (uint32_t slot = KERNEL_SLOT; slot < PAGE_TABLE_ENTRIES; slot++) {
        if (!(kernel_directory[slot] & PAGE_PRESENT))
            kernel_directory[slot] = physical_from_virtual(maps_nothing).value | PAGE_PRESENT;
    }
}

void make_space(struct address_space *made)
{
    struct claim claim = {0};

    CHECK(reserve_claim(&claim, CLASS_CORE, 3), ==, 0);
    *made = (struct address_space){0};
    paging_create(made, &claim);
    CHECK_THAT(claim.frames, ==, 2u, "frames left of three in paging_create's claim");
    CHECK_THAT(made->directory != NULL, ==, true, "whether paging_create set space->directory");
    reserve_release(&claim);
}

void start_spaces(void)
{
    frames_at_start = free_frames_now();
    for (uint32_t i = 0; i < POOL_FRAMES; i++) {
        pool[i] = reserve_alloc(CLASS_CORE, FRAME_CORE);
        CHECK(pool[i], !=, NULL);
        uint32_t *memory = frame_address(pool[i]);
        for (uint32_t j = 0; j < FRAME_BYTES / sizeof *memory; j++)
            memory[j] = i << 16 | j;
    }
    make_space(&test_space);
    make_space(&other_space);
}

// By the tables themselves, not by the functions that are tested.
void empty_space(struct address_space *used)
{
    if (tlb_space == used)
        tlb_load(NULL);
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++) {
        for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES && used->directory[slot] & PAGE_PRESENT; i++) {
            const uint32_t *table =
                virtual_from_physical((physical_address){used->directory[slot] & PAGE_FRAME});
            if (table[i] & PAGE_PRESENT)
                unmap_mapped(used, slot << LARGE_PAGE_SHIFT | i << FRAME_SHIFT);
        }
    }
    paging_destroy(used);
}

void end_spaces(void)
{
    empty_space(&test_space);
    empty_space(&other_space);
    for (uint32_t i = 0; i < POOL_FRAMES; i++)
        reserve_free(pool[i]);
    CHECK_THAT(free_frames_now(), ==, frames_at_start,
               "frames free after everything was unmapped and both spaces were destroyed");
}

void map_page(struct address_space *in, uint32_t address, uint32_t index, uint32_t rights)
{
    struct claim claim = {0};
    CHECK(reserve_claim(&claim, CLASS_CORE, 1), ==, 0);
    CHECK_THAT(paging_map(in, (user_address){address},
                          number_in_pool(index) << FRAME_SHIFT | rights, &claim),
               ==, true, "what paging_map returned for 0x%x, with a frame in the claim", address);
    reserve_release(&claim);
}

void hold_pages(struct address_space *in, uint32_t address, uint32_t pages)
{
    struct claim claim = {0};
    uint32_t missing = paging_count_missing_tables(in, (user_address){address}, pages);

    CHECK(reserve_claim(&claim, CLASS_CORE, missing), ==, 0);
    paging_hold_tables(in, (user_address){address}, pages, &claim);
    CHECK_THAT(claim.frames, ==, 0u,
               "frames left in the claim of paging_hold_tables for %u pages from 0x%x on, which "
               "lacked %u tables",
               pages, address, missing);
}

uint32_t entry_at(const struct address_space *in, uint32_t address)
{
    const uint32_t *place = paging_find_entry(in, (user_address){address});

    CHECK_THAT((uint32_t)place >= KERNEL_BASE, ==, true,
               "whether paging_find_entry returned an address of the kernel for 0x%x, where there "
               "must be a table: it is 0x%x",
               address, (uint32_t)place);
    return *place;
}

bool is_mapped(const struct address_space *in, uint32_t address)
{
    const uint32_t *place = paging_find_entry(in, (user_address){address});
    return place != NULL && (*place & PAGE_PRESENT) != 0;
}

uint32_t unmap_mapped(struct address_space *in, uint32_t address)
{
    uint32_t entry = paging_unmap(in, (user_address){address});

    CHECK_THAT(entry & PAGE_PRESENT, ==, (uint32_t)PAGE_PRESENT,
               "PAGE_PRESENT in what paging_unmap returned for 0x%x, where a page was mapped",
               address);
    return entry;
}

bool can_read(uint32_t address)
{
    uint32_t value, code;
    return test_probe_read((user_address){address}, &value, &code);
}

bool can_write(uint32_t address)
{
    uint32_t code;
    return test_probe_write((user_address){address}, 1, &code);
}

// An access that must work does not: which entry forbids it?
static void explain(uint32_t address, uint32_t code, const char *what)
{
    CHECK_THAT(false, ==, true,
               "whether the processor can %s at 0x%x, which is mapped (error code %u, directory "
               "entry 0x%x)",
               what, address, code, tlb_space->directory[address >> LARGE_PAGE_SHIFT]);
}

uint32_t read_word(uint32_t address)
{
    uint32_t value, code;
    if (!test_probe_read((user_address){address}, &value, &code))
        explain(address, code, "read");
    return value;
}

void write_word(uint32_t address, uint32_t value)
{
    uint32_t code;
    if (!test_probe_write((user_address){address}, value, &code))
        explain(address, code, "write");
}

uint32_t random_address(void)
{
    uint32_t pages = (USER_END - USER_FIRST) / PAGE_BYTES;
    return USER_FIRST + test_random(pages) * PAGE_BYTES;
}

void check_free_frames(const char *when)
{
    for (uint32_t number = 0; number < frame_table_entries; number++) {
        const uint32_t *memory = frame_address(&frame_table[number]);
        if (frame_table[number].state != FRAME_FREE)
            continue;
        CHECK_THAT(memory[0], ==, TEST_GARBAGE, "the first word of frame %u, which is free, %s",
                   number, when);
        CHECK_THAT(memory[PAGE_TABLE_ENTRIES - 1], ==, TEST_GARBAGE,
                   "the last word of frame %u, which is free, %s", number, when);
    }
}
