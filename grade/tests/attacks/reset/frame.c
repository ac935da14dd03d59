// SPDX-License-Identifier: MIT
// Attack: makes the processor reset
// Outcome: reset
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    static const struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) none = {0, 0};
    __asm__ volatile("lidt %0; int3" : : "m"(none));
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
