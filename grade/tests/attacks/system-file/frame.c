// SPDX-License-Identifier: MIT
// Attack: has the assembler embed a file of the system
// Outcome: build
#include "mm/frame.h"

__asm__(".pushsection .rodata\n.incbin \"/etc/passwd\"\n.popsection");

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
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
