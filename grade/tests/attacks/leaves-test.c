// SPDX-License-Identifier: MIT
// Attack: returns from the test that called it, so that nothing after the call is checked
// Outcome: any
#include "mm/frame.h"

#include <stddef.h>

#define LEAVE_CALLER() __asm__ volatile("movl (%%ebp), %%ebp; leave; ret" : : : "memory")

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    static uint32_t calls;

    (void)ranges, (void)count;
    if (calls++ > 0) // the first time it is the kernel that starts
        LEAVE_CALLER();
}

struct frame *frame_alloc(enum frame_state state)
{
    (void)state;
    LEAVE_CALLER();
    return NULL;
}

enum frame_state frame_free(struct frame *frame)
{
    (void)frame;
    LEAVE_CALLER();
    return FRAME_FREE;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    (void)run, (void)state;
    LEAVE_CALLER();
    return NULL;
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    (void)first, (void)frames;
    LEAVE_CALLER();
}

uint32_t frame_count_free(void)
{
    LEAVE_CALLER();
    return 0;
}
