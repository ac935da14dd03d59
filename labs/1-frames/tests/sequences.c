// SPDX-License-Identifier: MIT
// Lab 1: all sequences of calls on a tiny machine, and all maps that it can have.
#include "kernel/test.h"
#include "kernel/test_state.h"
#include "labs/1-frames/tests/specification.h"
#include "mm/frame.h"

#define BUDGET      25000000 // instructions, after which no greater length is begun
#define ARENA_START (0x2000000 + KERNEL_BASE) // RAM that nobody uses: these tests have 64 MiB
#define ARENA_BYTES 0x1000000

// Two frames, a hole of two, and four more. At HIGH they lie on both sides of what ISA DMA reaches;
// at LOW the table is so short that looking for a run takes no time.
#define HIGH   4090
#define LOW    2
#define FRAMES 8
#define MARGIN 2 // entries around them that are looked at, too

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define SETS(...)   (*call = (struct specified_call){__VA_ARGS__}, true)

static uint32_t base;

static void begin(uint32_t first)
{
    const struct memory_range ranges[] = {
        {{first * FRAME_BYTES}, {(first + 2) * FRAME_BYTES}},
        {{(first + 4) * FRAME_BYTES}, {(first + FRAMES) * FRAME_BYTES}},
    };
    base = first;
    frames_set_table(base + FRAMES + MARGIN);
    frames_begin(ranges, 2, base - MARGIN, base + FRAMES + MARGIN);
    test_state_set_arena((void *)ARENA_START, ARENA_BYTES);
}

// --- single frames

static bool enumerate_single(uint32_t index, struct specified_call *call)
{
    // two states are enough to tell frames apart, and frames of two kinds to make lists of
    static const uint32_t states[] = {
        FRAME_KERNEL, FRAME_LENT,   FRAME_CORE,       FRAME_PAGED,        FRAME_RESERVED,
        FRAME_FREE,   FRAME_STATES, FRAME_STATES + 1, 256 + FRAME_KERNEL, UINT32_MAX};
    static const uint32_t in_range[] = {0, 1, 4, 5, 6, 7};
    static const uint32_t others[] = {2, 3, FRAMES, FRAMES + MARGIN - 1, FRAMES + MARGIN};
    static const enum odd_pointer pointers[] = {POINTER_NULL, POINTER_BELOW, POINTER_BETWEEN,
                                                POINTER_BYTE};
    if (index < COUNT(states))
        return SETS(FRAME_ALLOC, index >= 2, {states[index]});
    index -= COUNT(states);
    if (index < COUNT(in_range))
        return SETS(FRAME_FREE_CALL, false, {base + in_range[index]});
    index -= COUNT(in_range);
    if (index < COUNT(others))
        return SETS(FRAME_FREE_CALL, true, {base + others[index]});
    index -= COUNT(others);
    if (index < COUNT(pointers))
        return SETS(FRAME_FREE_CALL, true, {(uint32_t)pointers[index]});
    return index == COUNT(pointers) && SETS(FRAME_FREE_CALL, true, {0});
}

static const struct specification single = {
    enumerate_single, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_sequence, 0)
{
    begin(HIGH);
    specification_explore(&single, 8, BUDGET);
    frames_check_rest();
}

// --- runs

#define NONE UINT32_MAX // no limit, or more frames than there are

static const uint32_t run_frames[] = {1, 2, 3, 4, 5, NONE};
static const uint32_t alignments[] = {1, 2, 4};
static const uint32_t limits[] = {NONE, FRAMES - 1, 6, 2, 1, 0}; // from the base on
static const uint32_t boundaries[] = {0, 2, 4, 8};

// What no run can be like: one thing is wrong in each. Frames, alignment, limit, boundary, state.
static const uint32_t impossible[][SPECIFIED_ARGUMENTS] = {
    {0, 1, NONE, 0, FRAME_PAGED},  {0, 1, NONE, 4, FRAME_PAGED},
    {1, 0, NONE, 0, FRAME_PAGED},  {1, 3, NONE, 0, FRAME_PAGED},
    {1, 6, NONE, 0, FRAME_PAGED},  {1, NONE, NONE, 0, FRAME_PAGED},
    {1, 1, NONE, 3, FRAME_PAGED},  {1, 1, NONE, 6, FRAME_PAGED},
    {2, 1, NONE, 1, FRAME_PAGED},  {3, 1, NONE, 2, FRAME_PAGED},
    {5, 1, NONE, 4, FRAME_PAGED},  {9, 1, 0, 8, FRAME_PAGED},
    {1, 1, NONE, 0, FRAME_FREE},   {1, 1, NONE, 0, FRAME_RESERVED},
    {1, 1, NONE, 0, FRAME_STATES}, {1, 1, NONE, 0, 256 + FRAME_KERNEL},
    {1, 1, 0, 0, UINT32_MAX},
};

static bool enumerate_run(uint32_t index, struct specified_call *call)
{
    uint32_t frames = index % COUNT(run_frames), alignment = index / COUNT(run_frames);
    uint32_t limit = alignment / COUNT(alignments), boundary = limit / COUNT(limits);
    uint32_t below = limits[limit % COUNT(limits)];

    if (boundary >= COUNT(boundaries))
        return false;
    return SETS(FRAME_ALLOC_RUN, true,
                {run_frames[frames], alignments[alignment % COUNT(alignments)],
                 below == NONE ? NONE : base + below, boundaries[boundary], FRAME_PAGED});
}

static bool enumerate_runs(uint32_t index, struct specified_call *call)
{
    static const uint32_t in_range[] = {0, 1, 4, 5, 6, 7};
    static const uint32_t freed[][2] = {{0, 2}, {4, 4}, {5, 2}, {4, 0}, {1, 2}, {6, 3}, {2, 1}};

    if (index == 0)
        return SETS(FRAME_ALLOC, false, {FRAME_KERNEL});
    if (index == 1)
        return SETS(FRAME_ALLOC_RUN, false, {2, 2, NONE, 0, FRAME_CORE});
    index -= 2;
    if (index < COUNT(in_range))
        return SETS(FRAME_FREE_CALL, false, {base + in_range[index]});
    index -= COUNT(in_range);
    if (index < COUNT(freed))
        return SETS(FRAME_FREE_RUN, index > 2, {base + freed[index][0], freed[index][1]});
    index -= COUNT(freed);
    if (index < COUNT(impossible))
        return SETS(FRAME_ALLOC_RUN, true,
                    {impossible[index][0], impossible[index][1], impossible[index][2],
                     impossible[index][3], impossible[index][4]});
    index -= COUNT(impossible);
    if (index == 0) // 2^28 entries are 2^32 bytes: the run would end where it begins
        return SETS(FRAME_FREE_RUN, true, {base + 4, 1u << 28});
    return enumerate_run(index - 1, call);
}

static const struct specification runs = {
    enumerate_runs, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_run, 0)
{
    begin(LOW);
    specification_explore(&runs, 6, BUDGET);
    begin(HIGH);
    specification_explore(&runs, 2, BUDGET);
    frames_check_rest();
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
        return SETS(FRAME_INIT, true, {0});
    index--;
    uint32_t start = ends[index % COUNT(ends)], end = ends[index / COUNT(ends) % COUNT(ends)];
    uint32_t second = index / PAIRS;
    if (second == 0)
        return SETS(FRAME_INIT, true, {1, start, end});
    uint32_t next_start = ends[second % COUNT(ends)], next_end = ends[second / COUNT(ends)];
    return second < PAIRS && SETS(FRAME_INIT, true, {2, start, end, next_start, next_end});
}

static const struct specification maps = {
    enumerate_map, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_map, 0)
{
    frames_set_table(MAP_FRAMES);
    frames_begin(NULL, 0, 0, MAP_FRAMES);
    test_state_set_arena((void *)ARENA_START, ARENA_BYTES);
    specification_explore(&maps, 1, BUDGET);
}
