// SPDX-License-Identifier: MIT
// Lab 1, the reference: a frame allocator of two doubly linked lists through the frame table.
//
// One list holds the free frames that ISA DMA can reach, the other all above, which are handed out
// first. The links lie in the entries of free frames themselves, so the lists need no memory; they
// are doubly linked so that a run can take its frames out of the middle in constant time each.
// Every frame with state FRAME_FREE is on the list of its part of memory, and no other frame is.
#include "mm/frame.h"

#include <stdbool.h>

// A list's head is an entry that is never in the table: no case for the first or the last frame.
static struct frame low_list, high_list;
static uint32_t free_frames;

static struct frame *list_of(uint32_t number)
{
    return number < ISA_DMA_LIMIT_FRAMES ? &low_list : &high_list;
}

static void make_empty(struct frame *list)
{
    list->free.next = list;
    list->free.previous = list;
}

static void link_frame(struct frame *list, struct frame *frame)
{
    struct frame *first = list->free.next;
    frame->free.next = first;
    frame->free.previous = list;
    first->free.previous = frame;
    list->free.next = frame;
}

static void unlink_frame(struct frame *frame)
{
    struct frame *next = frame->free.next, *previous = frame->free.previous;
    previous->free.next = next;
    next->free.previous = previous;
}

static bool is_state_of_use(enum frame_state state)
{
    return state >= FRAME_KERNEL && state < FRAME_STATES;
}

static void hand_out(struct frame *frame, enum frame_state state)
{
    unlink_frame(frame);
    frame->state = (uint8_t)state;
    frame->marks = 0;
    frame->mappings = 0;
    free_frames--;
}

// Whole frames of [start, end): the start rounded up, the end down. Neither can overflow below
// DIRECT_MAP_BYTES.
static uint32_t first_whole_frame(const struct memory_range *range)
{
    return (range->start.value + FRAME_BYTES - 1) >> FRAME_SHIFT;
}

static uint32_t end_of_whole_frames(const struct memory_range *range)
{
    return range->end.value >> FRAME_SHIFT;
}

static void reserve_frames(uint32_t from, uint32_t to)
{
    for (struct frame *frame = frame_table + from; frame < frame_table + to; frame++)
        *frame = (struct frame){.state = FRAME_RESERVED};
}

static void release_frames(uint32_t from, uint32_t to)
{
    for (uint32_t number = from; number < to; number++) {
        struct frame *frame = &frame_table[number];
        frame->state = FRAME_FREE;
        frame->marks = 0;
        frame->mappings = 0;
        link_frame(list_of(number), frame);
    }
    free_frames += to - from;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    uint32_t done = 0; // entries below are filled

    make_empty(&low_list);
    make_empty(&high_list);
    free_frames = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = first_whole_frame(&ranges[i]), end = end_of_whole_frames(&ranges[i]);
        if (first >= end) // less than one frame
            continue;
        reserve_frames(done, first);
        release_frames(first, end);
        done = end;
    }
    reserve_frames(done, frame_table_entries);
}

struct frame *frame_alloc(enum frame_state state)
{
    struct frame *list = &high_list;

    if (!is_state_of_use(state))
        frame_misuse(FRAME_MISUSE_STATE, NULL);
    if (list->free.next == list) {
        list = &low_list;
        if (list->free.next == list)
            return NULL;
    }
    struct frame *frame = list->free.next;
    hand_out(frame, state);
    return frame;
}

// The number of a frame in use; panics for anything else.
static uint32_t check_in_use(const struct frame *frame)
{
    uint32_t offset = (uint32_t)frame - (uint32_t)frame_table; // wraps for what lies below
    uint32_t number = offset / sizeof *frame;

    if (offset % sizeof *frame != 0 || number >= frame_table_entries)
        frame_misuse(FRAME_MISUSE_NO_FRAME, frame);
    if (frame->state <= FRAME_FREE)
        frame_misuse(frame->state == FRAME_FREE ? FRAME_MISUSE_FREED_TWICE : FRAME_MISUSE_FOREIGN,
                     frame);
    return number;
}

enum frame_state frame_free(struct frame *frame)
{
    uint32_t number = check_in_use(frame);
    enum frame_state state = frame->state;

    frame->state = FRAME_FREE;
    link_frame(list_of(number), frame);
    free_frames++;
    return state;
}

static bool is_power_of_two(uint32_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

static void check_run(const struct frame_run *run)
{
    if (run->frames == 0 || !is_power_of_two(run->align_frames) ||
        (run->boundary_frames != 0 &&
         (!is_power_of_two(run->boundary_frames) || run->frames > run->boundary_frames)))
        frame_misuse(FRAME_MISUSE_RUN, NULL);
}

static bool crosses(uint32_t first, const struct frame_run *run)
{
    uint32_t last = first + run->frames - 1;
    return run->boundary_frames != 0 &&
           first / run->boundary_frames != last / run->boundary_frames;
}

// From the top down, so that runs too spare the low frames. Simple rather than fast: the cost may be
// as much as frames times length, and a run is asked for when a device is set up, not per page.
static struct frame *find_run(const struct frame_run *run)
{
    uint32_t limit = run->limit.value < frame_table_entries ? run->limit.value : frame_table_entries;
    uint32_t mask = ~(run->align_frames - 1);

    if (run->frames > limit)
        return NULL;
    uint32_t first = (limit - run->frames) & mask;
    for (;;) {
        uint32_t length = 0;
        while (length < run->frames && frame_table[first + length].state == FRAME_FREE)
            length++;
        if (length == run->frames && !crosses(first, run))
            return &frame_table[first];
        if (first == 0)
            return NULL;
        first = (first - 1) & mask;
    }
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    check_run(run);
    if (!is_state_of_use(state))
        frame_misuse(FRAME_MISUSE_STATE, NULL);
    struct frame *first = find_run(run);
    for (uint32_t i = 0; first != NULL && i < run->frames; i++)
        hand_out(&first[i], state);
    return first;
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    if (frames == 0)
        frame_misuse(FRAME_MISUSE_RUN, first);
    for (uint32_t i = 0; i < frames; i++)
        frame_free(&first[i]);
}

uint32_t frame_count_free(void)
{
    return free_frames;
}
