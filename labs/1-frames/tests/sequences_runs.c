// SPDX-License-Identifier: MIT
// Lab 1: all sequences of calls with runs, and on machines of all sizes.
#include "kernel/test.h"
#include "kernel/test_frames.h"
#include "labs/1-frames/tests/sequences.h"

#define NONE UINT32_MAX // no limit, or more frames than there are

// What is asked for: frames, alignment, limit (from the machine's first frame on), boundary.
#define AXES 4
#define AXIS(...)                                                                                  \
    {                                                                                              \
        (const uint32_t[]){__VA_ARGS__}, COUNT(((const uint32_t[]){__VA_ARGS__}))                  \
    }

static const struct axis {
    const uint32_t *values;
    uint32_t count;
} many[AXES] =
    {
        AXIS(1, 2, 3, 4, 5, NONE),
        AXIS(1, 2, 4, 64),
        AXIS(NONE, FRAMES + 1, FRAMES, FRAMES - 1, 6, 2, 0),
        AXIS(0, 2, 4, 8, 32),
},
  few[AXES] = {
      // where a search may look at 4,096 frames first
      AXIS(1, 2, 4, 5),
      AXIS(1, 2),
      AXIS(NONE, FRAMES - 1, 6),
      AXIS(0, 4),
};

// What no run can be like: one thing is wrong in each. Frames, alignment, limit, boundary, state.
static const uint32_t impossible[][SPECIFIED_ARGUMENTS] = {
    {0, 1, NONE, 0, FRAME_PAGED},  {0, 1, NONE, 4, FRAME_PAGED},
    {0, 1, 0, 0, FRAME_PAGED},     {1, 0, NONE, 0, FRAME_PAGED},
    {1, 3, NONE, 0, FRAME_PAGED},  {1, 6, NONE, 0, FRAME_PAGED},
    {1, 12, 0, 0, FRAME_PAGED},    {1, NONE, NONE, 0, FRAME_PAGED},
    {1, 1, NONE, 3, FRAME_PAGED},  {1, 1, NONE, 6, FRAME_PAGED},
    {1, 1, NONE, 7, FRAME_PAGED},  {1, 1, NONE, NONE, FRAME_PAGED},
    {1, 1, NONE, 24, FRAME_PAGED}, {2, 1, NONE, 1, FRAME_PAGED},
    {3, 1, NONE, 2, FRAME_PAGED},  {5, 1, NONE, 4, FRAME_PAGED},
    {9, 1, 0, 8, FRAME_PAGED},     {NONE, 1, NONE, 1u << 31, FRAME_PAGED},
    {1, 1, NONE, 0, FRAME_FREE},   {1, 1, NONE, 0, FRAME_RESERVED},
    {1, 1, NONE, 0, FRAME_STATES}, {1, 1, NONE, 0, 256 + FRAME_KERNEL},
    {1, 1, 0, 0, UINT32_MAX},      {NONE, 1, NONE, 0, FRAME_FREE},
};

static bool enumerate_asked(uint32_t index, struct specified_call *call)
{
    const struct axis *axes = sequences_first == LOW ? many : few;
    uint32_t value[AXES];

    for (uint32_t i = 0; i < AXES; i++) {
        value[i] = axes[i].values[index % axes[i].count];
        index /= axes[i].count;
    }
    uint32_t limit = value[2] == NONE ? NONE : sequences_first + value[2];
    return index == 0 && SETS(CALL_RUN, true, {value[0], value[1], limit, value[3], FRAME_PAGED});
}

// Three runs, with which others may be tried, and each frame given back.
#define STEPS (3 + IN_RANGE)

static bool enumerate_steps(uint32_t index, struct specified_call *call)
{
    if (index == 0)
        return SETS(CALL_RUN, false, {1, 1, NONE, 0, FRAME_KERNEL});
    if (index == 1)
        return SETS(CALL_RUN, false, {2, 2, NONE, 0, FRAME_CORE});
    if (index == 2)
        return SETS(CALL_RUN, false, {4, 1, NONE, 0, FRAME_LENT});
    return SETS(CALL_FREE, false, {sequences_first + in_range[index - 3]});
}

static bool enumerate_places(uint32_t index, struct specified_call *call)
{
    if (index < STEPS)
        return enumerate_steps(index, call);
    index -= STEPS;
    if (index < COUNT(impossible))
        return SETS(CALL_RUN, true,
                    {impossible[index][0], impossible[index][1], impossible[index][2],
                     impossible[index][3], impossible[index][4]});
    return enumerate_asked(index - COUNT(impossible), call);
}

static const struct specification places = {
    enumerate_places, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_place, 0)
{
    frames_with_misuses = 1u << CALL_RUN;
    sequences_begin(LOW);
    specification_explore(&places, 4, 6, BUDGET);
    sequences_begin(ACROSS);
    specification_explore(&places, 3, 4, BUDGET);
}

// --- giving runs back

// First frame, frames. 2^28 entries are 2^32 bytes: that run would end where it begins.
static const uint32_t freed[][2] = {{0, 2}, {4, 4}, {5, 2}, {4, 0}, {1, 2},       {6, 3},
                                    {2, 1}, {2, 0}, {7, 2}, {8, 1}, {4, 1u << 28}};

static bool enumerate_runs(uint32_t index, struct specified_call *call)
{
    if (index < STEPS)
        return enumerate_steps(index, call);
    index -= STEPS;
    if (index == 0)
        return SETS(CALL_ALLOC, false, {FRAME_PAGED});
    index--;
    if (index < COUNT(freed))
        return SETS(CALL_FREE_RUN, index > 2, {sequences_first + freed[index][0], freed[index][1]});
    index -= COUNT(freed);
    return index < 2 &&
           SETS(CALL_FREE_RUN, true, {(uint32_t)(index == 0 ? POINTER_NULL : POINTER_BETWEEN), 1});
}

static const struct specification runs = {
    enumerate_runs, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_run, 0)
{
    frames_with_misuses = 1u << CALL_FREE_RUN;
    sequences_begin(LOW);
    specification_explore(&runs, 5, 8, BUDGET);
    sequences_begin(ACROSS);
    specification_explore(&runs, 4, 6, BUDGET);
}

// --- machines of any size

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
