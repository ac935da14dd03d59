// SPDX-License-Identifier: MIT
#include "kernel/test/frames.h"

#include "common/string.h"
#include "kernel/test/memory.h"
#include "mm/frame.h"
#include "mm/reserve.h"

#define GARBAGE       TEST_GARBAGE
#define TABLE_GARBAGE 0xa5
#define TABLE_START   0x3000000 // behind the arena

// The frames hang on a chain through their first words meanwhile.
void test_spoil_free_frames(void)
{
    struct frame *chain = NULL, *frame;

    while ((frame = reserve_alloc(CLASS_RESERVE, FRAME_KERNEL)) != NULL) {
        uint32_t *memory = frame_address(frame);
        for (uint32_t i = 1; i < FRAME_BYTES / sizeof *memory; i++)
            memory[i] = GARBAGE;
        memory[0] = (uint32_t)chain;
        chain = frame;
    }
    while (chain != NULL) {
        uint32_t *memory = frame_address(chain);
        frame = chain;
        chain = (struct frame *)memory[0];
        memory[0] = GARBAGE;
        reserve_free(frame);
    }
}

static uint32_t *mapped;

void test_frames_set_table(uint32_t entries)
{
    uint32_t bytes = entries * (uint32_t)sizeof(struct frame);
    uint32_t pages_bytes = (bytes + FRAME_BYTES - 1) & ~(uint32_t)(FRAME_BYTES - 1);

    mapped = test_memory_map((physical_address){TABLE_START}, pages_bytes);
    frame_table = (struct frame *)(void *)((uint8_t *)mapped + pages_bytes - bytes);
    frame_table_entries = entries;
    memset(mapped, TEST_AROUND_TABLE & 0xff, pages_bytes - bytes);
    memset(frame_table, TABLE_GARBAGE, bytes);
}

uint32_t test_frames_words_before_table(void)
{
    return (uint32_t)((uint32_t *)frame_table - mapped);
}

// --- runs

static bool is_power_of_two(uint32_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

bool test_run_is_possible(const struct frame_run *run)
{
    return run->frames != 0 && is_power_of_two(run->align_frames) &&
           (run->boundary_frames == 0 ||
            (is_power_of_two(run->boundary_frames) && run->frames <= run->boundary_frames));
}

bool test_run_fits(const struct frame_run *run, uint32_t first, bool (*was_free)(uint32_t number))
{
    if (first % run->align_frames != 0 || first >= run->limit.value ||
        run->frames > run->limit.value - first)
        return false;
    for (uint32_t i = 0; i < run->frames; i++) {
        if (!was_free(first + i) ||
            (i > 0 && run->boundary_frames != 0 && (first + i) % run->boundary_frames == 0))
            return false;
    }
    return true;
}
