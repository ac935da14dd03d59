// SPDX-License-Identifier: MIT
// Lab 1, the reference: a frame allocator of one doubly linked list through the frame table.
//
// The links lie in the entries of the free frames themselves, so the list needs no memory. Frames
// that ISA DMA can reach stand at the back of it, all others in front, and the front is handed out
// first. It is doubly linked so that a run can take its frames out of the middle.
// Every frame with state FRAME_FREE is on the list, and no other frame is.
#include "mm/frame.h"

#include <stdbool.h>

// The list's two ends: an entry that is never in the table, so that no frame is a special case.
static struct frame list;
static uint32_t free_frames;

static void link_between(struct frame *previous, struct frame *frame, struct frame *next)
{
    frame->free.previous = previous;
    frame->free.next = next;
    previous->free.next = frame;
    next->free.previous = frame;
}

static void link_frame(struct frame *frame, uint32_t number)
{
    if (number >= ISA_DMA_LIMIT_FRAMES)
        link_between(&list, frame, list.free.next);
    else
        link_between(list.free.previous, frame, &list);
}

static void unlink_frame(struct frame *frame)
{
    struct frame *next = frame->free.next, *previous = frame->free.previous;
    previous->free.next = next;
    next->free.previous = previous;
}

static void check_state(enum frame_state state)
{
    if (state < FRAME_KERNEL || state >= FRAME_STATES)
        frame_misuse(FRAME_MISUSE_STATE, NULL);
}

static void reserve_frames(uint32_t from, uint32_t to)
{
    for (struct frame *frame = frame_table + from; frame < frame_table + to; frame++)
        frame->head = FRAME_RESERVED;
}

// Makes [from, to), all of them on the same side of the DMA limit, a chain of its own, last frame
// first, and links it in. Cheaper than one by one, and the boot waits for this loop.
static void release_frames(uint32_t from, uint32_t to)
{
    if (from >= to)
        return;
    struct frame *lowest = frame_table + from, *highest = frame_table + to - 1;
    for (struct frame *frame = lowest; frame <= highest; frame++) {
        frame->head = FRAME_FREE;
        frame->free.next = frame - 1;
        frame->free.previous = frame + 1;
    }
    bool high = from >= ISA_DMA_LIMIT_FRAMES;
    struct frame *previous = high ? &list : list.free.previous;
    struct frame *next = high ? list.free.next : &list;
    previous->free.next = highest;
    highest->free.previous = previous;
    lowest->free.next = next;
    next->free.previous = lowest;
    free_frames += to - from;
}

static uint32_t clamp(uint32_t value, uint32_t low, uint32_t high)
{
    return value < low ? low : value > high ? high : value;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    uint32_t done = 0; // entries below are filled

    list.free.next = list.free.previous = &list;
    free_frames = 0;
    for (uint32_t i = 0; i < count; i++) {
        // Whole frames only. The sum cannot overflow below DIRECT_MAP_BYTES.
        uint32_t first = (ranges[i].start.value + FRAME_BYTES - 1) >> FRAME_SHIFT;
        uint32_t end = ranges[i].end.value >> FRAME_SHIFT;
        if (first >= end)
            continue;
        uint32_t middle = clamp(ISA_DMA_LIMIT_FRAMES, first, end);
        reserve_frames(done, first);
        release_frames(first, middle);
        release_frames(middle, end);
        done = end;
    }
    reserve_frames(done, frame_table_entries);
}

struct frame *frame_alloc(enum frame_state state)
{
    struct frame *frame = list.free.next;

    check_state(state);
    if (frame == &list)
        return NULL;
    list.free.next = frame->free.next;
    frame->free.next->free.previous = &list;
    frame->head = state;
    free_frames--;
    return frame;
}

// Says what is wrong with a frame that is not in use.
static _Noreturn void reject(const struct frame *frame, uint32_t number)
{
    if (number >= frame_table_entries)
        frame_misuse(FRAME_MISUSE_NO_FRAME, frame);
    frame_misuse(frame->state == FRAME_FREE ? FRAME_MISUSE_FREED_TWICE : FRAME_MISUSE_FOREIGN,
                 frame);
}

// The number of a frame in use; panics for anything else. The offset into the table is turned right
// instead of shifted: for a pointer between two entries its low bits land on top and make the
// number huge, as it is below the table, and one comparison finds them all.
static uint32_t check_in_use(const struct frame *frame)
{
    uint32_t offset = (uint32_t)frame - (uint32_t)frame_table;
    uint32_t number = offset / sizeof *frame | offset << (32 - 4);

    _Static_assert(sizeof *frame == 1 << 4, "the turn above is by four bits");
    if (number >= frame_table_entries || frame->state <= FRAME_FREE)
        reject(frame, number);
    return number;
}

enum frame_state frame_free(struct frame *frame)
{
    uint32_t number = check_in_use(frame);
    uint32_t state = frame->state;

    frame->state = FRAME_FREE;
    link_frame(frame, number);
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
    return run->boundary_frames != 0 && first / run->boundary_frames != last / run->boundary_frames;
}

// Frames below the limit of ISA DMA stand at the back of the list, if any is free.
static bool has_low_frame(void)
{
    const struct frame *last = list.free.previous;
    return last != &list && frame_number_of(last).value < ISA_DMA_LIMIT_FRAMES;
}

// From the bottom up: single frames are taken from high up, so what is free is mostly low. Looks at
// a run from its end, to pass over what is in use at once.
static struct frame *find_run(const struct frame_run *run)
{
    uint32_t limit =
        run->limit.value < frame_table_entries ? run->limit.value : frame_table_entries;
    uint32_t mask = ~(run->align_frames - 1);

    if (run->frames > limit)
        return NULL;
    if (limit <= ISA_DMA_LIMIT_FRAMES && !has_low_frame())
        return NULL;
    for (uint32_t first = 0; first <= limit - run->frames;) {
        uint32_t left = run->frames;
        while (left > 0 && frame_table[first + left - 1].state == FRAME_FREE)
            left--;
        if (left == 0 && !crosses(first, run))
            return &frame_table[first];
        uint32_t next = left == 0 ? first + 1 : first + left;
        first = (next + run->align_frames - 1) & mask;
    }
    return NULL;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    check_run(run);
    check_state(state);
    struct frame *first = find_run(run);
    for (uint32_t i = 0; first != NULL && i < run->frames; i++) {
        unlink_frame(&first[i]);
        first[i].head = state;
        free_frames--;
    }
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
