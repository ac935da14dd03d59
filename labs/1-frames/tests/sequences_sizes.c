// SPDX-License-Identifier: MIT
// Lab 1: short sequences of calls on machines of any size.
#include "kernel/test/frames.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/sequences.h"

#define NONE UINT32_MAX // no limit

// Free frames lie on both sides of numbers where a bit more is needed, and at the table's end.
static const uint32_t anchors[] = {0, ISA_DMA_LIMIT_FRAMES, 1u << 16, 1u << 18};
static const uint32_t sizes[] = {1,
                                 2,
                                 17,
                                 ISA_DMA_LIMIT_FRAMES - 1,
                                 ISA_DMA_LIMIT_FRAMES,
                                 4097,
                                 (1u << 16) + 1,
                                 TEST_MOST_FRAMES};

#define PIECE 2 // frames on either side of an anchor

// The free frames around `anchor`; returns false if there are none that do not touch the last ones.
static bool make_piece(uint32_t anchor, uint32_t entries, uint32_t last_end,
                       struct memory_range *range)
{
    uint32_t first = anchor < PIECE ? 0 : anchor - PIECE, end = anchor + PIECE;

    end = end > entries ? entries : end;
    first = last_end != 0 && first <= last_end ? last_end + 1 : first;
    *range = (struct memory_range){{first * FRAME_BYTES}, {end * FRAME_BYTES}};
    return first < end;
}

static uint32_t entries; // of the table

static void begin_size(uint32_t size)
{
    struct memory_range ranges[COUNT(anchors) + 1];
    uint32_t count = 0, last_end = 0;

    entries = size;
    for (uint32_t i = 0; i <= COUNT(anchors); i++) {
        uint32_t anchor = i < COUNT(anchors) ? anchors[i] : size;
        if (anchor > size || !make_piece(anchor, size, last_end, &ranges[count]))
            continue;
        last_end = ranges[count++].end.value >> FRAME_SHIFT;
    }
    frames_begin(size, ranges, count, 0);
}

static bool enumerate_size(uint32_t index, struct specified_call *call)
{
    // Frames, alignment, limit, boundary, state. Searching such a machine takes long.
    const uint32_t asked[][SPECIFIED_ARGUMENTS] = {
        {2, 1, NONE, 0, FRAME_PAGED},        {3, 1, entries, 0, FRAME_PAGED},
        {4, 1, NONE, 0, FRAME_PAGED},        {1, 1u << 18, entries + 1, 0, FRAME_PAGED},
        {2, 2, entries - 1, 4, FRAME_PAGED}, {5, 1, NONE, 0, FRAME_PAGED},
        {entries, 1, NONE, 0, FRAME_PAGED},  {entries + 1, 1, NONE, 0, FRAME_PAGED},
    };
    const uint32_t numbers[] = {0,
                                1,
                                entries / 2,
                                ISA_DMA_LIMIT_FRAMES - 1,
                                ISA_DMA_LIMIT_FRAMES,
                                1u << 16,
                                1u << 18,
                                entries - 2,
                                entries - 1,
                                entries,
                                entries + 1,
                                2 * entries,
                                (1u << 28) - 1};

    if (index == 0)
        return SETS(CALL_ALLOC, false, {FRAME_KERNEL});
    if (index == 1)
        return SETS(CALL_RUN, false, {2, 1, NONE, 0, FRAME_CORE});
    index -= 2;
    if (index < COUNT(numbers))
        return SETS(CALL_FREE, false, {numbers[index]});
    index -= COUNT(numbers);
    if (index < COUNT(numbers))
        return SETS(CALL_FREE_RUN, false, {numbers[index], 2});
    index -= COUNT(numbers);
    return index < COUNT(asked) && SETS(CALL_RUN, true,
                                        {asked[index][0], asked[index][1], asked[index][2],
                                         asked[index][3], asked[index][4]});
}

static const struct specification any_size = {
    enumerate_size, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_size, 0)
{
    frames_with_misuses = UINT32_MAX;
    for (uint32_t i = 0; i < COUNT(sizes); i++) {
        begin_size(sizes[i]);
        specification_explore(&any_size, 3, 3, BUDGET);
    }
}
