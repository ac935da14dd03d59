// SPDX-License-Identifier: MIT
// Lab 1: all sequences of calls for single frames, and all maps that a tiny machine can have.
#include "labs/1-frames/tests/sequences.h"

#include "kernel/test.h"

const uint32_t in_range[IN_RANGE] = {0, 1, 4, 5, 6, 7};
uint32_t sequences_first;

void sequences_begin(uint32_t first)
{
    const struct memory_range ranges[] = {
        {{first * FRAME_BYTES}, {(first + 2) * FRAME_BYTES}},
        {{(first + 4) * FRAME_BYTES}, {(first + FRAMES) * FRAME_BYTES}},
    };
    sequences_first = first;
    frames_begin(first + FRAMES, ranges, 2, first);
}

// --- single frames

// Two states are enough to tell frames apart, and frames of two kinds to make lists of.
static const uint32_t states[] = {FRAME_KERNEL,       FRAME_LENT, FRAME_CORE,   FRAME_PAGED,
                                  FRAME_RESERVED,     FRAME_FREE, FRAME_STATES, FRAME_STATES + 1,
                                  256 + FRAME_KERNEL, INT32_MAX,  1u << 31,     UINT32_MAX};
static const uint32_t not_in_range[] = {2, 3, FRAMES, FRAMES + 1, 1u << 27};

static bool enumerate(uint32_t index, struct specified_call *call)
{
    if (index < COUNT(states))
        return SETS(CALL_ALLOC, index >= 2, {states[index]});
    index -= COUNT(states);
    if (index < IN_RANGE)
        return SETS(CALL_FREE, false, {sequences_first + in_range[index]});
    index -= IN_RANGE;
    if (index < 2)
        return SETS(CALL_CHANGE, false, {sequences_first + in_range[index * 3], FRAME_PAGED});
    index -= 2;
    if (index < COUNT(not_in_range))
        return SETS(CALL_FREE, true, {sequences_first + not_in_range[index]});
    index -= COUNT(not_in_range);
    return index <= POINTER_NULL - POINTER_ODD_LAST &&
           SETS(CALL_FREE, true, {(uint32_t)POINTER_NULL - index});
}

static const struct specification single = {
    enumerate, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_sequence, 0)
{
    sequences_begin(HIGH);
    specification_explore(&single, 5, 7, BUDGET);
    sequences_begin(LOW);
    specification_explore(&single, 5, 7, BUDGET);
}

TEST(every_side, 0)
{
    sequences_begin(ACROSS);
    specification_explore(&single, 5, 8, BUDGET);
}

TEST(every_misuse, 0)
{
    frames_with_misuses = 1u << CALL_ALLOC | 1u << CALL_FREE;
    sequences_begin(LOW);
    specification_explore(&single, 4, 8, BUDGET);
    sequences_begin(HIGH);
    specification_explore(&single, 4, 6, BUDGET);
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
    specification_explore(&maps, 1, 1, BUDGET);
}
