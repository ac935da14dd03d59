// SPDX-License-Identifier: MIT
// Lab 1 with all that the contract leaves open done in the oddest way. The numbers of the free
// frames stand in the words lab_1 of the table, whosever the entries are: low ones from its start
// on, high ones from its end down. Any of them may be the next that is handed out; the last one of
// its kind takes its place. Reserved and free frames hold garbage wherever they may, misuses are
// looked for in another order, with another pointer where none is looked at, and runs go back from
// the end.
#include "mm/frame.h"

#include <stdbool.h>

#define GARBAGE    0xeeu
#define MULTIPLIER 1664525u // Numerical Recipes, 2nd edition, 7.1
#define INCREMENT  1013904223u

static uint32_t low_count, high_count;
static uint32_t calls; // never the same twice

static uint32_t number_of(const struct frame *frame)
{
    return ((uint32_t)frame - (uint32_t)frame_table) / sizeof *frame;
}

static uint32_t *slot(bool high, uint32_t index)
{
    return &frame_table[high ? frame_table_entries - 1 - index : index].lab_1;
}

static uint32_t place_of(const struct frame *frame)
{
    return (uint32_t)frame->free.next;
}

static void set_place(uint32_t number, uint32_t place)
{
    frame_table[number].free.next = (struct frame *)place;
}

static void add(struct frame *frame)
{
    uint32_t number = number_of(frame);
    bool high = number >= ISA_DMA_LIMIT_FRAMES;
    uint32_t *count = high ? &high_count : &low_count;

    frame->head = GARBAGE << 24 | GARBAGE << 8 | FRAME_FREE;
    frame->free.previous = (struct frame *)GARBAGE;
    *slot(high, *count) = number;
    set_place(number, (*count)++);
}

static void take_out(struct frame *frame, enum frame_state state)
{
    uint32_t number = number_of(frame);
    bool high = number >= ISA_DMA_LIMIT_FRAMES;
    uint32_t *count = high ? &high_count : &low_count, place = place_of(frame);
    uint32_t last = *slot(high, --*count);

    *slot(high, place) = last;
    set_place(last, place);
    frame->head = state;
    frame->free.next = frame->free.previous = (struct frame *)GARBAGE;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    low_count = high_count = 0;
    for (uint32_t number = 0; number < frame_table_entries; number++) {
        struct frame *frame = &frame_table[number];
        *frame = (struct frame){.head = FRAME_RESERVED, .lab_1 = GARBAGE};
        frame->free.next = frame;
    }
    for (uint32_t number = frame_table_entries; number-- > 0;) {
        for (uint32_t i = 0; i < count; i++) {
            // a frame's last byte may be the last one that there is
            if (number << FRAME_SHIFT >= ranges[i].start.value &&
                (number << FRAME_SHIFT) + (FRAME_BYTES - 1) < ranges[i].end.value) {
                add(&frame_table[number]);
                frame_table[number].head = FRAME_FREE;
            }
        }
    }
}

static bool is_of_use(enum frame_state state)
{
    return state - FRAME_KERNEL < FRAME_STATES - FRAME_KERNEL;
}

struct frame *frame_alloc(enum frame_state state)
{
    bool high = high_count > 0;
    uint32_t count = high ? high_count : low_count;

    calls = calls * MULTIPLIER + INCREMENT;
    if (!is_of_use(state))
        frame_misuse(FRAME_MISUSE_STATE, (struct frame *)calls);
    if (count == 0)
        return NULL;
    struct frame *frame = &frame_table[*slot(high, (calls >> 8) % count)];
    take_out(frame, state);
    return frame;
}

enum frame_state frame_free(struct frame *frame)
{
    uint32_t offset = (uint32_t)frame - (uint32_t)frame_table;

    calls = calls * MULTIPLIER + INCREMENT;
    if (offset % sizeof *frame != 0 || offset / sizeof *frame >= frame_table_entries)
        frame_misuse(FRAME_MISUSE_NO_FRAME, frame);
    enum frame_state state = frame->state;
    if (!is_of_use(state))
        frame_misuse(state == FRAME_FREE ? FRAME_MISUSE_FREED_TWICE : FRAME_MISUSE_FOREIGN, frame);
    add(frame);
    return state;
}

static bool is_power_or_nothing(uint32_t value)
{
    return (value & (value - 1)) == 0;
}

static bool fits(const struct frame_run *run, uint32_t first)
{
    for (uint32_t i = run->frames; i-- > 0;) {
        if (frame_table[first + i].state != FRAME_FREE ||
            (i > 0 && run->boundary_frames != 0 && (first + i) % run->boundary_frames == 0))
            return false;
    }
    return true;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    uint32_t limit = run->limit.value;

    calls = calls * MULTIPLIER + INCREMENT;
    if (!is_of_use(state))
        frame_misuse(FRAME_MISUSE_STATE, frame_table - 1);
    if (run->frames == 0 || run->align_frames == 0 || !is_power_or_nothing(run->align_frames) ||
        !is_power_or_nothing(run->boundary_frames) || run->frames - 1 > run->boundary_frames - 1)
        frame_misuse(FRAME_MISUSE_RUN, frame_table + frame_table_entries);
    if (limit > frame_table_entries)
        limit = frame_table_entries;
    if (run->frames > limit)
        return NULL;
    // from any of the places on, and round
    uint32_t places = (limit - run->frames) / run->align_frames + 1, at = calls % places;
    for (uint32_t i = 0; i < places; i++, at = at + 1 == places ? 0 : at + 1) {
        if (!fits(run, at * run->align_frames))
            continue;
        struct frame *first = &frame_table[at * run->align_frames];
        for (uint32_t j = run->frames; j-- > 0;)
            take_out(first + j, state);
        return first;
    }
    return NULL;
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    if (frames == 0)
        frame_misuse(FRAME_MISUSE_RUN, (struct frame *)GARBAGE);
    for (uint32_t i = frames; i-- > 0;)
        frame_free(first + i);
}

uint32_t frame_count_free(void)
{
    return low_count + high_count;
}
