// SPDX-License-Identifier: MIT
// Lab 2, another right solution: as little as possible is kept. What is free is what lab 1 has and
// nobody was promised; the total is the sum of everything; a floor is calculated when it is asked
// for.
#include "mm/reserve.h"

#include <stddef.h>

static uint32_t promised, in_use[FRAME_STATES], highest;

static uint32_t free_frames(void)
{
    return frame_count_free() - promised;
}

static uint32_t total_frames(void)
{
    return frame_count_free() + in_use[FRAME_KERNEL] + in_use[FRAME_CORE] + in_use[FRAME_PAGED] +
           in_use[FRAME_LENT];
}

void reserve_init(void)
{
    promised = highest = 0;
    for (int state = 0; state < FRAME_STATES; state++)
        in_use[state] = 0;
}

uint32_t reserve_floor(enum frame_class class)
{
    switch (class) {
    case CLASS_RESERVE:
        return 0;
    case CLASS_CORE:
        return RESERVE_FRAMES;
    case CLASS_PAGED:
        return CORE_FLOOR + highest * TURN_FRAMES;
    default:
        if (class < CLASS_TURN_LOWEST || class > CLASS_TURN_HIGHEST)
            reserve_misuse(RESERVE_MISUSE_CLASS, class);
        return CORE_FLOOR + (class - CLASS_TURN_LOWEST) * TURN_FRAMES;
    }
}

int reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    if (claim->frames > 0)
        reserve_misuse(RESERVE_MISUSE_CLAIM_HELD, claim->frames);
    uint64_t needed = (uint64_t)reserve_floor(class) + frames;
    if (frames > 0 && needed > free_frames())
        return E_NO_MEMORY;
    promised += claim->frames = frames;
    return 0;
}

struct frame *reserve_take(struct claim *claim, enum frame_state state)
{
    struct frame *frame = claim->frames == 0 ? NULL : frame_alloc(state);
    if (frame == NULL)
        reserve_misuse(RESERVE_MISUSE_CLAIM_EMPTY, 0);
    in_use[frame->state]++;
    promised--;
    claim->frames--;
    return frame;
}

void reserve_release(struct claim *claim)
{
    promised -= claim->frames;
    *claim = (struct claim){0};
}

struct frame *reserve_alloc(enum frame_class class, enum frame_state state)
{
    struct claim claim = {0};
    return reserve_claim(&claim, class, 1) == 0 ? reserve_take(&claim, state) : NULL;
}

// Looks whether there is such a run first, and gives it back if it may not be had.
struct frame *reserve_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state)
{
    uint32_t before = free_frames(), floor = reserve_floor(class);
    struct frame *first = frame_alloc_run(run, state);

    if (first == NULL)
        return NULL;
    if (before < floor || before - floor < run->frames) {
        frame_free_run(first, run->frames);
        return NULL;
    }
    in_use[state] += run->frames;
    return first;
}

void reserve_free(struct frame *frame)
{
    in_use[frame_free(frame)]--;
}

void reserve_change_state(struct frame *frame, enum frame_state state)
{
    uint32_t from = frame->state;

    if (from == FRAME_RESERVED || from == FRAME_FREE || from >= FRAME_STATES)
        reserve_misuse(RESERVE_MISUSE_STATE, from);
    if (state == FRAME_RESERVED || state == FRAME_FREE || (uint32_t)state >= FRAME_STATES)
        reserve_misuse(RESERVE_MISUSE_STATE, state);
    in_use[from]--;
    in_use[state]++;
    frame->state = (uint8_t)state;
}

void reserve_set_highest_level(uint32_t level)
{
    highest = level;
    if (level > LEVEL_HIGHEST)
        reserve_misuse(RESERVE_MISUSE_LEVEL, level);
}

uint32_t reserve_steal_low(void)
{
    return reserve_floor(CLASS_PAGED) + (total_frames() >> 5);
}

uint32_t reserve_steal_high(void)
{
    return reserve_steal_low() + (total_frames() >> 6);
}

void reserve_read_counts(struct reserve_counts *counts)
{
    counts->total = total_frames();
    counts->claimed = promised;
    counts->free = free_frames();
    for (int state = 0; state < FRAME_STATES; state++)
        counts->used[state] = in_use[state];
}
