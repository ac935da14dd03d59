// SPDX-License-Identifier: MIT
// Lab 1 with two queues, of high frames and of low ones: the frame that has been free longest is
// handed out first. Their ends are NULL. How a frame was is seen by its state alone; marks and
// mappings stay in a free frame, and are cleared when it is handed out.
#include "mm/frame.h"

#include <stdbool.h>

static struct queue {
    struct frame *first, *last;
    uint32_t length;
} low, high;

static struct queue *queue_of(const struct frame *frame)
{
    return frame < frame_table + ISA_DMA_LIMIT_FRAMES ? &low : &high;
}

static void append(struct frame *frame)
{
    struct queue *queue = queue_of(frame);

    frame->state = FRAME_FREE;
    frame->free.next = NULL;
    frame->free.previous = queue->last;
    if (queue->last == NULL)
        queue->first = frame;
    else
        queue->last->free.next = frame;
    queue->last = frame;
    queue->length++;
}

static void take_out(struct frame *frame, enum frame_state state)
{
    struct queue *queue = queue_of(frame);

    if (frame->free.previous == NULL)
        queue->first = frame->free.next;
    else
        frame->free.previous->free.next = frame->free.next;
    if (frame->free.next == NULL)
        queue->last = frame->free.previous;
    else
        frame->free.next->free.previous = frame->free.previous;
    queue->length--;
    frame->state = (uint8_t)state;
    frame->marks = 0;
    frame->mappings = 0;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    low = high = (struct queue){NULL, NULL, 0};
    for (uint32_t i = 0; i < frame_table_entries; i++)
        frame_table[i].head = FRAME_RESERVED;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t first = ranges[i].start.value / FRAME_BYTES;
        if (ranges[i].start.value % FRAME_BYTES != 0)
            first++;
        for (; first < ranges[i].end.value / FRAME_BYTES; first++)
            append(&frame_table[first]);
    }
}

struct frame *frame_alloc(enum frame_state state)
{
    struct frame *frame = high.first != NULL ? high.first : low.first;

    if (state <= FRAME_FREE || state >= FRAME_STATES)
        frame_misuse(FRAME_MISUSE_STATE, frame);
    if (frame != NULL)
        take_out(frame, state);
    return frame;
}

static void check(const struct frame *frame)
{
    if (frame < frame_table || frame >= frame_table + frame_table_entries ||
        ((uint32_t)frame - (uint32_t)frame_table) % sizeof *frame != 0)
        frame_misuse(FRAME_MISUSE_NO_FRAME, frame);
    if (frame->state == FRAME_FREE)
        frame_misuse(FRAME_MISUSE_FREED_TWICE, frame);
    if (frame->state == FRAME_RESERVED)
        frame_misuse(FRAME_MISUSE_FOREIGN, frame);
}

enum frame_state frame_free(struct frame *frame)
{
    check(frame);
    enum frame_state state = frame->state;
    append(frame);
    return state;
}

static bool is_power(uint32_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

// Counts the free frames up to here; begins anew behind one that is in use, and at a boundary that
// the run would cross.
struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    uint32_t first = 0, limit = run->limit.value;

    if (run->frames == 0 || !is_power(run->align_frames) ||
        (run->boundary_frames != 0 &&
         (!is_power(run->boundary_frames) || run->frames > run->boundary_frames)))
        frame_misuse(FRAME_MISUSE_RUN, NULL);
    if (state <= FRAME_FREE || state >= FRAME_STATES)
        frame_misuse(FRAME_MISUSE_STATE, NULL);
    if (limit > frame_table_entries)
        limit = frame_table_entries;
    for (uint32_t at = 0; at < limit; at++) {
        if (at < first)
            continue;
        bool crosses = at > first && run->boundary_frames != 0 && at % run->boundary_frames == 0;
        if (frame_table[at].state != FRAME_FREE || crosses) {
            uint32_t from = crosses && frame_table[at].state == FRAME_FREE ? at : at + 1;
            first = (from + run->align_frames - 1) / run->align_frames * run->align_frames;
            if (first != at)
                continue;
        }
        if (at - first + 1 == run->frames) {
            for (uint32_t i = 0; i < run->frames; i++)
                take_out(&frame_table[first + i], state);
            return &frame_table[first];
        }
    }
    return NULL;
}

// First looks, then frees.
void frame_free_run(struct frame *first, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++)
        check(first + i);
    if (frames == 0)
        frame_misuse(FRAME_MISUSE_RUN, first);
    for (uint32_t i = 0; i < frames; i++)
        append(first + i);
}

uint32_t frame_count_free(void)
{
    return low.length + high.length;
}
