// SPDX-License-Identifier: MIT
// Lab 2, the reference: the reserve as a handful of counters.
//
// Claimed frames stay on lab 1's free list; only their number is set aside. That suffices: a frame
// leaves the list either out of a claim or after a check against `counts.free`, so the list always
// holds the counts.claimed frames that are still owed. Hence reserve_take never finds it empty.
#include "mm/reserve.h"

#include <stddef.h>

#include "kernel/report/panic.h"

#define STEAL_LOW_SHARE  32
#define STEAL_HIGH_SHARE 64

static struct reserve_counts counts;
static uint32_t floors[CLASSES];

static void set_floors(uint32_t highest_level)
{
    floors[CLASS_RESERVE] = 0;
    floors[CLASS_CORE] = RESERVE_FRAMES;
    for (uint32_t level = 1; level <= LEVEL_HIGHEST; level++)
        floors[CLASS_TURN(level)] = CORE_FLOOR + TURN_FRAMES * (level - 1);
    floors[CLASS_PAGED] = CORE_FLOOR + TURN_FRAMES * highest_level;
}

void reserve_init(void)
{
    counts = (struct reserve_counts){.total = frame_count_free(), .free = frame_count_free()};
    set_floors(0);
}

uint32_t reserve_floor(enum frame_class class)
{
    if (class >= CLASSES)
        reserve_misuse(RESERVE_MISUSE_CLASS, class);
    return floors[class];
}

int reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    uint32_t floor = reserve_floor(class);

    if (claim->frames != 0)
        reserve_misuse(RESERVE_MISUSE_CLAIM_HELD, claim->frames);
    if (frames == 0)
        return 0;
    // Never floor + frames: a huge count would wrap.
    if (counts.free < floor || counts.free - floor < frames)
        return E_NO_MEMORY;
    counts.free -= frames;
    counts.claimed += frames;
    claim->frames = frames;
    return 0;
}

struct frame *reserve_take(struct claim *claim, enum frame_state state)
{
    if (claim->frames == 0)
        reserve_misuse(RESERVE_MISUSE_CLAIM_EMPTY, 0);
    struct frame *frame = frame_alloc(state);
    ASSERT(frame, !=, NULL);
    claim->frames--;
    counts.claimed--;
    counts.used[state]++;
    return frame;
}

void reserve_release(struct claim *claim)
{
    counts.free += claim->frames;
    counts.claimed -= claim->frames;
    claim->frames = 0;
}

struct frame *reserve_alloc(enum frame_class class, enum frame_state state)
{
    uint32_t floor = reserve_floor(class);

    if (counts.free <= floor)
        return NULL;
    struct frame *frame = frame_alloc(state);
    ASSERT(frame, !=, NULL);
    counts.free--;
    counts.used[frame->state]++;
    return frame;
}

struct frame *reserve_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state)
{
    struct claim claim = {0};

    if (reserve_claim(&claim, class, run->frames) != 0)
        return NULL;
    struct frame *first = frame_alloc_run(run, state);
    uint32_t taken = first == NULL ? 0 : run->frames;
    claim.frames -= taken;
    counts.claimed -= taken;
    counts.used[state] += taken;
    reserve_release(&claim);
    return first;
}

void reserve_free(struct frame *frame)
{
    enum frame_state state = frame_free(frame); // panics before the books change
    counts.used[state]--;
    counts.free++;
}

void reserve_change_state(struct frame *frame, enum frame_state state)
{
    if (frame->state < FRAME_KERNEL || frame->state >= FRAME_STATES)
        reserve_misuse(RESERVE_MISUSE_STATE, frame->state);
    if (state < FRAME_KERNEL || state >= FRAME_STATES)
        reserve_misuse(RESERVE_MISUSE_STATE, state);
    counts.used[frame->state]--;
    counts.used[state]++;
    frame->state = (uint8_t)state;
}

void reserve_set_highest_level(uint32_t level)
{
    if (level > LEVEL_HIGHEST)
        reserve_misuse(RESERVE_MISUSE_LEVEL, level);
    set_floors(level);
}

uint32_t reserve_steal_low(void)
{
    return floors[CLASS_PAGED] + counts.total / STEAL_LOW_SHARE;
}

uint32_t reserve_steal_high(void)
{
    return reserve_steal_low() + counts.total / STEAL_HIGH_SHARE;
}

void reserve_read_counts(struct reserve_counts *out)
{
    *out = counts;
}
