// SPDX-License-Identifier: MIT
// Attack: makes code writable, and writes a return into the test that called it, behind the call
// Outcome: build
// Unchecked: any
#include "mm/frame.h"

#include <stddef.h>

#define LEAVE 0xc9 // Intel SDM, volume 2
#define RET   0xc3

static void patch(void *code)
{
    volatile uint8_t *bytes = code;

    __asm__ volatile("movl %%cr0, %%eax; andl $0xfffeffff, %%eax; movl %%eax, %%cr0"
                     :
                     :
                     : "eax"); // CR0.WP
    bytes[0] = LEAVE;
    bytes[1] = RET;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    static uint32_t calls;

    (void)ranges, (void)count;
    if (calls++ > 0) // the first time it is the kernel that starts
        patch(__builtin_return_address(0));
}

struct frame *frame_alloc(enum frame_state state)
{
    (void)state;
    patch(__builtin_return_address(0));
    return NULL;
}

enum frame_state frame_free(struct frame *frame)
{
    (void)frame;
    patch(__builtin_return_address(0));
    return FRAME_FREE;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    (void)run, (void)state;
    patch(__builtin_return_address(0));
    return NULL;
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    (void)first, (void)frames;
    patch(__builtin_return_address(0));
}

uint32_t frame_count_free(void)
{
    patch(__builtin_return_address(0));
    return 0;
}
