// SPDX-License-Identifier: MIT
// Lab 2, another right solution: everything that the contract leaves open is done oddly. For each
// class the books say how far memory is above its floor; the last misuse is reported first; what is
// forbidden is refused before anything else is looked at; and the books change before checks.
#include "mm/reserve.h"

#include <stddef.h>

static int32_t above[CLASSES]; // free frames, less the floor
static int32_t not_free[2];    // claimed, and in use
static int32_t paid[FRAME_STATES];
static uint32_t all_frames;

static void add(int32_t frames)
{
    for (int class = CLASSES - 1; class >= 0; class --)
        above[class] += frames;
}

void reserve_init(void)
{
    all_frames = frame_count_free();
    not_free[0] = not_free[1] = 0;
    for (int state = 0; state < FRAME_STATES; state++)
        paid[state] = 0;
    above[CLASS_RESERVE] = (int32_t)all_frames;
    above[CLASS_CORE] = above[CLASS_RESERVE] - RESERVE_FRAMES;
    above[CLASS_PAGED] = above[CLASS_CORE] - CORE_FRAMES;
    for (int level = 1; level <= LEVEL_HIGHEST; level++)
        above[CLASS_TURN(level)] = above[CLASS_PAGED] - TURN_FRAMES * (level - 1);
}

static int32_t limit_of(enum frame_class class)
{
    uint32_t number = class;
    if (number >= CLASSES)
        reserve_misuse(RESERVE_MISUSE_CLASS, number);
    return above[class];
}

static bool is_forbidden(enum frame_class class, uint32_t frames)
{
    int32_t limit = limit_of(class);
    return limit < 0 || frames > (uint32_t)limit;
}

uint32_t reserve_floor(enum frame_class class)
{
    return (uint32_t)(above[CLASS_RESERVE] - limit_of(class));
}

int reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    bool forbidden = is_forbidden(class, frames) && frames != 0;

    if (claim->frames != 0)
        reserve_misuse(RESERVE_MISUSE_CLAIM_HELD, claim->frames);
    if (forbidden)
        return E_NO_MEMORY;
    add(-(int32_t)frames);
    not_free[0] += (int32_t)frames;
    claim->frames = frames;
    return 0;
}

static bool is_of_use(uint32_t state)
{
    return state - FRAME_KERNEL < FRAME_STATES - FRAME_KERNEL;
}

struct frame *reserve_take(struct claim *claim, enum frame_state state)
{
    if (!is_of_use(state))
        frame_misuse(FRAME_MISUSE_STATE, NULL);
    not_free[0]--;
    not_free[1]++;
    paid[state]++;
    if (claim->frames-- == 0)
        reserve_misuse(RESERVE_MISUSE_CLAIM_EMPTY, 0);
    return frame_alloc(state);
}

void reserve_release(struct claim *claim)
{
    for (; claim->frames != 0; claim->frames = 0) {
        not_free[0] -= (int32_t)claim->frames;
        add((int32_t)claim->frames);
    }
}

struct frame *reserve_alloc(enum frame_class class, enum frame_state state)
{
    if (is_forbidden(class, 1))
        return NULL; // whatever the state
    add(-1);
    not_free[1]++;
    if (is_of_use(state))
        paid[state]++;
    return frame_alloc(state);
}

struct frame *reserve_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state)
{
    if (is_forbidden(class, run->frames))
        return NULL; // whatever the state and the run
    struct frame *first = frame_alloc_run(run, state);
    if (first == NULL)
        return NULL;
    add(-(int32_t)run->frames);
    not_free[1] += (int32_t)run->frames;
    paid[state] += (int32_t)run->frames;
    return first;
}

void reserve_free(struct frame *frame)
{
    add(1);
    not_free[1]--;
    paid[frame_free(frame)]--;
}

void reserve_change_state(struct frame *frame, enum frame_state state)
{
    uint32_t reported = !is_of_use(frame->state) ? frame->state : (uint32_t)state;

    if (!is_of_use(reported))
        reserve_misuse(RESERVE_MISUSE_STATE, reported);
    paid[frame->state]--;
    paid[frame->state = (uint8_t)state]++;
}

void reserve_set_highest_level(uint32_t level)
{
    above[CLASS_PAGED] = above[CLASS_RESERVE] - CORE_FLOOR - TURN_FRAMES * (int32_t)level;
    if (level > LEVEL_HIGHEST)
        reserve_misuse(RESERVE_MISUSE_LEVEL, level);
}

uint32_t reserve_steal_high(void)
{
    return reserve_floor(CLASS_PAGED) + all_frames / 32 + all_frames / 64;
}

uint32_t reserve_steal_low(void)
{
    return reserve_steal_high() - all_frames / 64;
}

void reserve_read_counts(struct reserve_counts *counts)
{
    for (int state = FRAME_STATES - 1; state >= 0; state--)
        counts->used[state] = (uint32_t)paid[state];
    counts->claimed = (uint32_t)not_free[0];
    counts->free = (uint32_t)above[CLASS_RESERVE];
    counts->total = counts->free + counts->claimed + (uint32_t)not_free[1];
}
