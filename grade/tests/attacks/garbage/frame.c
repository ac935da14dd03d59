// SPDX-License-Identifier: MIT
// Attack: panics with every byte there is, to break the reports
// Outcome: panic
#include "mm/frame.h"

#include "kernel/console.h"
#include "kernel/panic.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    static char text[256];
    for (int i = 0; i < 255; i++) {
        text[i] = (char)(i + 1);
        console_write((char)i);
    }
    panic("]]> & <\x27\" %s", text);
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
