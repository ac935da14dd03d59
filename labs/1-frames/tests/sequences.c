// SPDX-License-Identifier: MIT
// Lab 1: all sequences of calls for single frames, and all maps that a tiny machine can have.
#include "labs/1-frames/tests/sequences.h"

#include "kernel/test/test.h"

uint32_t sequences_frames[TINY_MOST], sequences_count, sequences_first, sequences_end;

void sequences_begin(const struct tiny_machine *machine)
{
    struct memory_range ranges[2];

    sequences_count = 0;
    sequences_first = machine->pieces[0][0];
    for (uint32_t i = 0; i < machine->count; i++) {
        uint32_t first = machine->pieces[i][0];
        sequences_end = machine->pieces[i][1];
        ranges[i] = (struct memory_range){{first << FRAME_SHIFT}, {sequences_end << FRAME_SHIFT}};
        for (uint32_t number = first; number < sequences_end; number++) {
            CHECK(sequences_count, <, (uint32_t)TINY_MOST);
            sequences_frames[sequences_count++] = number;
        }
    }
    frames_begin(sequences_end, ranges, machine->count, sequences_first);
}

// --- single frames

// The low machine begins with frame 0; the other one is above what ISA DMA reaches, the third on
// both sides of that.
static const struct tiny_machine low = {{{0, 2}, {3, 4}}, 2},
                                 high = {{{4098, 4100}, {4101, 4102}}, 2},
                                 across = {{{4094, 4098}}, 1};

// Two states are enough to tell frames apart.
static const uint32_t states[] = {FRAME_KERNEL,       FRAME_LENT, FRAME_CORE,   FRAME_PAGED,
                                  FRAME_RESERVED,     FRAME_FREE, FRAME_STATES, FRAME_STATES + 1,
                                  256 + FRAME_KERNEL, INT32_MAX,  1u << 31,     UINT32_MAX};

// From the machine's first frame on: those that are never in use, and no frames.
static const uint32_t others[] = {2, 4, 5, 1u << 27};

static bool enumerate(uint32_t index, struct specified_call *call)
{
    if (index < COUNT(states))
        return SETS(CALL_ALLOC, index >= 2, {states[index]});
    index -= COUNT(states);
    if (index < sequences_count)
        return SETS(CALL_FREE, false, {sequences_frames[index]});
    index -= sequences_count;
    if (index == 0)
        return SETS(CALL_CHANGE, false, {sequences_frames[sequences_count - 1], FRAME_PAGED});
    index--;
    if (index < COUNT(others))
        return SETS(CALL_FREE, true, {sequences_first + others[index]});
    index -= COUNT(others);
    return index <= POINTER_NULL - POINTER_ODD_LAST &&
           SETS(CALL_FREE, true, {(uint32_t)POINTER_NULL - index});
}

static const struct specification single = {
    enumerate, NULL, frames_perform, frames_misused, frames_print,
};

TEST(every_sequence, 0)
{
    sequences_begin(&high);
    specification_explore(&single, 7, 12, BUDGET);
    sequences_begin(&low);
    specification_explore(&single, 7, 12, BUDGET);
}

TEST(every_side, 0)
{
    sequences_begin(&across);
    specification_explore(&single, 7, 12, BUDGET);
}

TEST(every_misuse, 0)
{
    frames_with_misuses = 1u << CALL_ALLOC | 1u << CALL_FREE;
    sequences_begin(&low);
    specification_explore(&single, 5, 8, BUDGET);
    sequences_begin(&high);
    specification_explore(&single, 5, 8, BUDGET);
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
