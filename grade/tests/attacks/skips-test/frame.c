// SPDX-License-Identifier: MIT
// Attack: reports the end of the test instead of running it
// Outcome: wrong
#include "mm/frame.h"

#include "kernel/machine.h"
#include "kernel/record.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    record_send("end", "done=1");
    machine_end(MACHINE_FINISHED);
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
