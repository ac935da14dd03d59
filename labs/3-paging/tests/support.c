// SPDX-License-Identifier: MIT
#include "labs/3-paging/tests/support.h"

#include <stddef.h>

#include "kernel/abi/limits.h"
#include "mm/tlb.h"

struct address_space test_space, other_space;
struct frame *pool[POOL_FRAMES];

static uint32_t frames_at_start;

uint32_t free_frames_now(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.free;
}

void make_space(struct address_space *made)
{
    struct claim claim = {0};
    CHECK(reserve_claim(&claim, CLASS_CORE, 3), ==, 0);
    paging_create(made, &claim);
    CHECK(claim.frames, ==, 2u);
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
    for (uint32_t slot = 0; slot < KERNEL_BASE >> LARGE_PAGE_SHIFT; slot++) {
        if (used->directory[slot] == 0)
            continue;
        const uint32_t *table =
            virtual_from_physical((physical_address){used->directory[slot] & PAGE_FRAME});
        for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES && used->directory[slot] != 0; i++) {
            if (table[i] != 0)
                paging_unmap(used, (user_address){slot << LARGE_PAGE_SHIFT | i << FRAME_SHIFT});
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
    CHECK(free_frames_now(), ==, frames_at_start);
}

void map_page(struct address_space *in, uint32_t address, uint32_t index, uint32_t rights)
{
    struct claim claim = {0};
    CHECK(reserve_claim(&claim, CLASS_CORE, 1), ==, 0);
    CHECK(paging_map(in, (user_address){address}, number_in_pool(index) << FRAME_SHIFT | rights,
                     &claim),
          ==, true);
    reserve_release(&claim);
}

uint32_t random_address(void)
{
    uint32_t pages = (USER_END - USER_FIRST) / PAGE_BYTES;
    return USER_FIRST + test_random(pages) * PAGE_BYTES;
}
