// SPDX-License-Identifier: MIT
// Attack: brings entries for the list of tests, in its own section
// Outcome: build
#include "mm/frame.h"

#include "kernel/test.h"

TEST(unique, 0)
{
    record_send("value", "count=1 sum=1");
}

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
