// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/support.h"

#include <stddef.h>

#include "kernel/test/map.h"

struct frame *taken_frames[MOST_TAKEN];
uint32_t taken_count;

void start_books(void)
{
    test_start_frames();
    observed_set_window(0, 0);
    checked_init();
}

struct reserve_counts read_books(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts;
}

uint32_t free_now(void)
{
    return read_books().free;
}

void keep_taken(struct frame *frame)
{
    CHECK_THAT(taken_count, <, (uint32_t)MOST_TAKEN, "frames that were handed out");
    taken_frames[taken_count++] = frame;
}

struct frame *take_frame(enum frame_class class, enum frame_state state)
{
    struct frame *frame = checked_alloc(class, state);
    if (frame != NULL)
        keep_taken(frame);
    return frame;
}

void take_down_to(uint32_t frames)
{
    while (free_now() > frames && take_frame(CLASS_RESERVE, FRAME_KERNEL) != NULL)
        continue;
    CHECK_THAT(free_now(), ==, frames, "free frames, of which class RESERVE took all but %u",
               frames);
}

void free_taken(void)
{
    while (taken_count > 0)
        checked_free(taken_frames[--taken_count]);
}

void report_books(void)
{
    struct reserve_counts counts = read_books();
    record_send("value", "total=%u free=%u claimed=%u", counts.total, counts.free, counts.claimed);
}
