// SPDX-License-Identifier: MIT
// Lab 1: the frame allocator. What each function must do stands in mm/frame.h; how to go about it,
// in handouts/1-frames.md. Replace each LAB_STUB by your code; add what variables and static
// functions you like.
#include "mm/frame.h"

#include "kernel/report/panic.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    LAB_STUB(1, "1-frames");
}

struct frame *frame_alloc(enum frame_state state)
{
    (void)state;
    LAB_STUB(1, "1-frames");
}

enum frame_state frame_free(struct frame *frame)
{
    (void)frame;
    LAB_STUB(1, "1-frames");
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    (void)run, (void)state;
    LAB_STUB(1, "1-frames");
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    (void)first, (void)frames;
    LAB_STUB(1, "1-frames");
}

uint32_t frame_count_free(void)
{
    LAB_STUB(1, "1-frames");
}
