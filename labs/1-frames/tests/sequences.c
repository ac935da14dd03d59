// SPDX-License-Identifier: MIT
// Lab 1: all sequences of calls on tiny machines, and all maps that one can have.
#include "kernel/test.h"
#include "kernel/test_frames.h"
#include "labs/1-frames/tests/specification.h"

#define BUDGET 25000000 // instructions, after which no greater length is begun

// Two free frames, a hole of two, and four more. LOW begins with frame 0, and its last frame is the
// table's last; ACROSS lies on both sides of what ISA DMA reaches, HIGH above that.
#define LOW    0
#define ACROSS 4090
#define HIGH   4098
#define FRAMES 8

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define SETS(...)   (*call = (struct specified_call){__VA_ARGS__}, true)

static const uint32_t in_range[] = {0, 1, 4, 5, 6, 7}; // from the base on

static uint32_t base;

static void begin(uint32_t first)
{
    const struct memory_range ranges[] = {
        {{first * FRAME_BYTES}, {(first + 2) * FRAME_BYTES}},
        {{(first + 4) * FRAME_BYTES}, {(first + FRAMES) * FRAME_BYTES}},
    };
    base = first;
    frames_begin(first + FRAMES, ranges, 2, first);
}

// --- single frames

static bool enumerate_single(uint32_t index, struct specified_call *call)
{
    // two states are enough to tell frames apart, and frames of two kinds to make lists of
    static const uint32_t states[] = {FRAME_KERNEL, FRAME_LENT,       FRAME_CORE,
                                      FRAME_PAGED,  FRAME_RESERVED,   FRAME_FREE,
                                      FRAME_STATES, FRAME_STATES + 1, 256 + FRAME_KERNEL,
                                      INT32_MAX,    1u << 31,         UINT32_MAX};
    static const uint32_t others[] = {2, 3, FRAMES, FRAMES + 1, 1u << 27};

    if (index < COUNT(states))
        return SETS(CALL_ALLOC, index >= 2, {states[index]});
    index -= COUNT(states);
    if (index < COUNT(in_range))
        return SETS(CALL_FREE, false, {base + in_range[index]});
    index -= COUNT(in_range);
    if (index < 2)
        return SETS(CALL_CHANGE, false, {base + in_range[index * 3], FRAME_PAGED});
    index -= 2;
    if (index < COUNT(others))
        return SETS(CALL_FREE, true, {base + others[index]});
    index -= COUNT(others);
    return (int)index <= POINTER_NULL - POINTER_ODD_LAST &&
           SETS(CALL_FREE, true, {(uint32_t)(POINTER_NULL - (int)index)});
}

static const struct specification single = {
    enumerate_single, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_sequence, 0)
{
    begin(HIGH);
    specification_explore(&single, 7, BUDGET);
    begin(LOW);
    specification_explore(&single, 7, BUDGET);
}

TEST(every_side, 0)
{
    begin(ACROSS);
    specification_explore(&single, 8, BUDGET);
}

TEST(every_misuse, 0)
{
    frames_with_misuses = true;
    begin(LOW);
    specification_explore(&single, 6, BUDGET);
    begin(ACROSS);
    specification_explore(&single, 6, BUDGET);
}

// --- runs

#define NONE UINT32_MAX // no limit, or more frames than there are

static const uint32_t run_frames[] = {1, 2, 3, 4, 5, NONE};
static const uint32_t alignments[] = {1, 2, 4, 64};
static const uint32_t limits[] = {NONE, FRAMES + 1, FRAMES, FRAMES - 1,
                                  6,    2,          0}; // from the base on
static const uint32_t boundaries[] = {0, 2, 4, 8, 32};

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

static bool enumerate_run(uint32_t index, struct specified_call *call)
{
    uint32_t frames = index % COUNT(run_frames), alignment = index / COUNT(run_frames);
    uint32_t limit = alignment / COUNT(alignments), boundary = limit / COUNT(limits);
    uint32_t below = limits[limit % COUNT(limits)];

    if (boundary >= COUNT(boundaries))
        return false;
    return SETS(CALL_RUN, true,
                {run_frames[frames], alignments[alignment % COUNT(alignments)],
                 below == NONE ? NONE : base + below, boundaries[boundary], FRAME_PAGED});
}

static bool enumerate_runs(uint32_t index, struct specified_call *call)
{
    // First frame, frames. 2^28 entries are 2^32 bytes: that run would end where it begins.
    static const uint32_t freed[][2] = {{0, 2}, {4, 4}, {5, 2}, {4, 0}, {1, 2},       {6, 3},
                                        {2, 1}, {2, 0}, {7, 2}, {8, 1}, {4, 1u << 28}};

    if (index == 0)
        return SETS(CALL_ALLOC, false, {FRAME_KERNEL});
    if (index == 1)
        return SETS(CALL_RUN, false, {2, 2, NONE, 0, FRAME_CORE});
    index -= 2;
    if (index < COUNT(in_range))
        return SETS(CALL_FREE, false, {base + in_range[index]});
    index -= COUNT(in_range);
    if (index < COUNT(freed))
        return SETS(CALL_FREE_RUN, index > 2, {base + freed[index][0], freed[index][1]});
    index -= COUNT(freed);
    if (index < 2)
        return SETS(CALL_FREE_RUN, true,
                    {(uint32_t)(index == 0 ? POINTER_NULL : POINTER_BETWEEN), 1});
    index -= 2;
    if (index < COUNT(impossible))
        return SETS(CALL_RUN, true,
                    {impossible[index][0], impossible[index][1], impossible[index][2],
                     impossible[index][3], impossible[index][4]});
    return enumerate_run(index - COUNT(impossible), call);
}

static const struct specification runs = {
    enumerate_runs, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_run, 0)
{
    frames_with_misuses = true;
    begin(LOW);
    specification_explore(&runs, 6, BUDGET);
    begin(ACROSS);
    specification_explore(&runs, 2, BUDGET);
}

// --- maps

#define MAP_FRAMES 6

// Ends of ranges: the start of each frame, a byte before it, a byte behind it.
static const uint32_t ends[] = {
    0,     1,     4095,  4096,  4097,  8191,  8192,  8193,
    12287, 12288, 12289, 16384, 20479, 20480, 24575, MAP_FRAMES *FRAME_BYTES};

#define PAIRS (COUNT(ends) * COUNT(ends))

// No range; one range of any two ends; two of them that do not touch.
static bool enumerate_map(uint32_t index, struct specified_call *call)
{
    if (index == 0)
        return SETS(CALL_INIT, true, {0});
    index--;
    uint32_t start = ends[index % COUNT(ends)], end = ends[index / COUNT(ends) % COUNT(ends)];
    uint32_t second = index / PAIRS;
    if (second == 0)
        return SETS(CALL_INIT, true, {1, start, end});
    uint32_t next_start = ends[second % COUNT(ends)], next_end = ends[second / COUNT(ends)];
    return second < PAIRS && SETS(CALL_INIT, true, {2, start, end, next_start, next_end});
}

static const struct specification maps = {
    enumerate_map, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_map, 0)
{
    const struct memory_range all = {{0}, {MAP_FRAMES * FRAME_BYTES}};
    frames_begin(MAP_FRAMES, &all, 1, 0);
    specification_explore(&maps, 1, BUDGET);
}

// --- machines of any size

// Free frames lie on both sides of where numbers need a bit more, and at the table's end.
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
    const uint32_t freed[] = {0,
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
    if (index < COUNT(freed))
        return SETS(CALL_FREE, false, {freed[index]});
    index -= COUNT(freed);
    if (index < COUNT(freed))
        return SETS(CALL_FREE_RUN, false, {freed[index], 2});
    index -= COUNT(freed);
    return index < COUNT(asked) && SETS(CALL_RUN, true,
                                        {asked[index][0], asked[index][1], asked[index][2],
                                         asked[index][3], asked[index][4]});
}

static const struct specification any_size = {
    enumerate_size, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_size, 0)
{
    frames_with_misuses = true;
    for (uint32_t i = 0; i < COUNT(sizes); i++) {
        begin_size(sizes[i]);
        specification_explore(&any_size, 3, UINT32_MAX);
    }
}
