// SPDX-License-Identifier: MIT
// Attack: panics with the words of every misuse, before there was one
// Outcome: panic
#include "mm/frame.h"

#include "kernel/panic.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    panic("frame misuse: frame 0 freed twice, which was never handed out, asked for in a state, "
          "an impossible run, 0x00000000 freed, which is no frame");
}

struct frame *frame_alloc(enum frame_state state)
{
    (void)state;
    return NULL;
}

enum frame_state frame_free(struct frame *frame)
{
    (void)frame;
    return FRAME_KERNEL;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    (void)run, (void)state;
    return NULL;
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    (void)first, (void)frames;
}

uint32_t frame_count_free(void)
{
    return 0;
}
