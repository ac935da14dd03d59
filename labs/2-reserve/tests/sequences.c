// SPDX-License-Identifier: MIT
// Lab 2: all sequences of calls with floors, and with single frames.
#include "labs/2-reserve/tests/sequences.h"

#include "kernel/test/test.h"

const uint32_t sequences_states[] = {
    FRAME_KERNEL, FRAME_LENT,   FRAME_CORE,       FRAME_PAGED,        FRAME_RESERVED,
    FRAME_FREE,   FRAME_STATES, FRAME_STATES + 1, 256 + FRAME_KERNEL, 65536 + FRAME_CORE,
    INT32_MAX,    1u << 31,     UINT32_MAX};
const uint32_t sequences_classes[] = {
    CLASS_RESERVE, CLASS_CORE,    CLASS_PAGED,   CLASS_TURN(1), CLASS_TURN(2), CLASS_TURN(3),
    CLASS_TURN(4), CLASS_TURN(5), CLASS_TURN(6), CLASS_TURN(7), CLASSES,       CLASSES + 1,
    255,           256,           65536,         INT32_MAX,     1u << 31,      UINT32_MAX};

enum frame_class sequences_class;

void sequences_begin_above(enum frame_class class)
{
    sequences_class = class;
    observed.level = 0;
    calls_begin(observed_floor(class) + FRAMES_ABOVE, ISA_DMA_LIMIT_FRAMES);
}

bool sequences_take(const struct specified_call *list, uint32_t count, uint32_t *index,
                    struct specified_call *call)
{
    if (*index < count) {
        *call = list[*index];
        return true;
    }
    *index -= count;
    return false;
}

// --- floors

static const uint32_t wrong_levels[] = {
    LEVEL_HIGHEST + 1, LEVEL_HIGHEST + 2, 255,       256, 256 + 7, 65536,
    INT32_MAX,         1u << 31,          UINT32_MAX};

void sequences_explore(const struct specification *specification, const struct lengths *lengths)
{
    for (enum frame_class class = CLASS_RESERVE; class < CLASSES; class ++) {
        sequences_begin_above(class);
        specification_explore(specification, lengths->least, lengths->most, BUDGET);
        if (class < CLASS_TURN_LOWEST)
            lengths++;
    }
}

static bool enumerate_floors(uint32_t index, struct specified_call *call)
{
    if (index <= LEVEL_HIGHEST)
        return SETS(CALL_LEVEL, false, {index});
    index -= LEVEL_HIGHEST + 1;
    if (index < COUNT(wrong_levels))
        return SETS(CALL_LEVEL, true, {wrong_levels[index]});
    index -= COUNT(wrong_levels);
    if (index < COUNT(sequences_classes))
        return SETS(CALL_FLOOR, true, {sequences_classes[index]});
    return index == COUNT(sequences_classes) && SETS(CALL_INIT, false, {0});
}

static const struct specification floors = {
    enumerate_floors, NULL, calls_perform, calls_misused, calls_print,
};

TEST(every_level, 0)
{
    sequences_begin_above(CLASS_RESERVE);
    specification_explore(&floors, 3, 3, BUDGET);
    sequences_begin_above(CLASS_TURN_HIGHEST);
    specification_explore(&floors, 3, 3, BUDGET);
}

// --- single frames

static const struct specified_call others[] = {
    {CALL_FREE, false, {0}},
    {CALL_FREE, false, {1}},
    {CALL_FREE, false, {2}},
    {CALL_LEVEL, false, {0}},
    {CALL_LEVEL, false, {1}},
    {CALL_LEVEL, false, {LEVEL_HIGHEST}},
    {CALL_INIT, false, {0}},
    {CALL_FREE, true, {PLACE_FREE}},
    {CALL_FREE, true, {PLACE_RESERVED}},
    {CALL_FREE, true, {PLACE_NULL}},
    {CALL_FREE, true, {PLACE_BEHIND}},
};

// Every class, every state, and what is none.
static bool enumerate_frames(uint32_t index, struct specified_call *call)
{
    if (sequences_take(others, COUNT(others), &index, call))
        return true;
    uint32_t slot = index % 3;
    index /= 3;
    if (index < 2)
        return SETS(CALL_ALLOC, false, {slot, sequences_class, sequences_states[index]});
    index -= 2;
    if (index < COUNT(sequences_states))
        return SETS(CALL_ALLOC, index > 1, {slot, CLASS_RESERVE, sequences_states[index]});
    index -= COUNT(sequences_states);
    if (index < COUNT(sequences_states))
        return SETS(CALL_ALLOC, true, {slot, CLASS_PAGED, sequences_states[index]});
    index -= COUNT(sequences_states);
    if (index < COUNT(sequences_classes))
        return SETS(CALL_ALLOC, true, {slot, sequences_classes[index], FRAME_CORE});
    return index == COUNT(sequences_classes) && SETS(CALL_ALLOC, true, {slot, CLASSES, FRAME_FREE});
}

static const struct specification frames = {
    enumerate_frames, NULL, calls_perform, calls_misused, calls_print,
};

TEST(every_frame, 0)
{
    sequences_explore(&frames, (const struct lengths[]){{4, 6}, {3, 4}, {3, 4}, {2, 3}});
}
