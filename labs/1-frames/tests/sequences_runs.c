// SPDX-License-Identifier: MIT
// Lab 1: all requests for runs, and all sequences of calls with them, on tiny machines.
#include "kernel/test/test.h"
#include "labs/1-frames/tests/sequences.h"

#define NONE UINT32_MAX // no limit, or more frames than there are

// A low machine and one on both sides of 16 MiB.
static const struct tiny_machine low = {{{0, 2}, {4, 8}}, 2},
                                 across = {{{4090, 4092}, {4094, 4098}}, 2};

// --- what is asked for

// Frames, alignment, limit (from the machine's first frame on), boundary.
#define AXES 4

struct axis {
    const uint32_t *values;
    uint32_t count;
};

#define AXIS(...)                                                                                  \
    (struct axis)                                                                                  \
    {                                                                                              \
        (const uint32_t[]){__VA_ARGS__}, COUNT(((const uint32_t[]){__VA_ARGS__}))                  \
    }

static const struct axis many[AXES] = {
    AXIS(1, 2, 3, 4, 5, NONE),
    AXIS(1, 2, 4, 64),
    AXIS(NONE, 9, 8, 7, 6, 2, 0),
    AXIS(0, 2, 4, 8, 32),
};
static const struct axis few[AXES] = {
    // where a search may look at 4,096 frames first
    AXIS(1, 2, 4, 5),
    AXIS(1, 2),
    AXIS(NONE, 7, 6),
    AXIS(0, 4),
};
static const struct axis in_patterns[AXES] = {
    AXIS(1, 2, 3, 4, 5, 8),
    AXIS(1, 2, 4, 8),
    AXIS(NONE, 7, 5),
    AXIS(0, 4, 8),
};
static const struct axis *axes;

static bool enumerate_asked(uint32_t index, struct specified_call *call)
{
    uint32_t value[AXES];

    for (uint32_t i = 0; i < AXES; i++) {
        value[i] = axes[i].values[index % axes[i].count];
        index /= axes[i].count;
    }
    uint32_t limit = value[2] == NONE ? NONE : sequences_first + value[2];
    return index == 0 && SETS(CALL_RUN, true, {value[0], value[1], limit, value[3], FRAME_PAGED});
}

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

// --- sequences

// Three runs, with which others may be tried, and each frame given back.
static bool enumerate_steps(uint32_t index, struct specified_call *call)
{
    if (index == 0)
        return SETS(CALL_RUN, false, {1, 1, NONE, 0, FRAME_KERNEL});
    if (index == 1)
        return SETS(CALL_RUN, false, {2, 2, NONE, 0, FRAME_CORE});
    if (index == 2)
        return SETS(CALL_RUN, false, {4, 1, NONE, 0, FRAME_LENT});
    return SETS(CALL_FREE, false, {sequences_frames[index - 3]});
}

static bool enumerate_places(uint32_t index, struct specified_call *call)
{
    if (index < 3 + sequences_count)
        return enumerate_steps(index, call);
    index -= 3 + sequences_count;
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
    axes = many;
    sequences_begin(&low);
    specification_explore(&places, 4, 6, BUDGET);
    axes = few;
    sequences_begin(&across);
    specification_explore(&places, 3, 4, BUDGET);
}

// --- patterns

#define PATTERN_FIRST  4 // boundaries of 4 and 8 lie within
#define PATTERN_FRAMES 8

static const struct specification requests = {
    enumerate_asked, NULL, frames_perform, frames_misused, frames_print,
};

// Starts a machine in which a frame is free for each bit of the pattern.
static void begin_pattern(uint32_t pattern)
{
    struct memory_range ranges[PATTERN_FRAMES];
    uint32_t count = 0;

    for (uint32_t i = 0; i < PATTERN_FRAMES; i++) {
        uint32_t end = (PATTERN_FIRST + i + 1) << FRAME_SHIFT;
        if ((pattern >> i & 1) == 0)
            continue;
        if (i > 0 && (pattern >> (i - 1) & 1) != 0)
            ranges[count - 1].end.value = end;
        else
            ranges[count++] = (struct memory_range){{end - FRAME_BYTES}, {end}};
    }
    sequences_first = PATTERN_FIRST;
    frames_begin(PATTERN_FIRST + PATTERN_FRAMES, ranges, count, PATTERN_FIRST);
}

// All patterns of free frames in a row of eight, and all requests for each.
TEST(every_pattern, 0)
{
    axes = in_patterns;
    for (uint32_t pattern = 1; pattern < 1u << PATTERN_FRAMES; pattern++) {
        begin_pattern(pattern);
        specification_explore(&requests, 1, 1, BUDGET);
    }
}

// --- giving runs back

// First frame, frames. 2^28 entries are 2^32 bytes: that run would end where it begins.
static const uint32_t freed[][2] = {{0, 2}, {4, 4}, {5, 2}, {4, 0}, {1, 2},       {6, 3},
                                    {2, 1}, {2, 0}, {7, 2}, {8, 1}, {4, 1u << 28}};

static bool enumerate_runs(uint32_t index, struct specified_call *call)
{
    if (index < 3 + sequences_count)
        return enumerate_steps(index, call);
    index -= 3 + sequences_count;
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
    sequences_begin(&low);
    specification_explore(&runs, 5, 8, BUDGET);
    sequences_begin(&across);
    specification_explore(&runs, 4, 6, BUDGET);
}
