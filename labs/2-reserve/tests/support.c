// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/support.h"

#include <stddef.h>

#include "kernel/test_map.h"

struct frame *taken_frames[MOST_TAKEN];
uint32_t taken_count;

void start_books(void)
{
    test_start_frames();
    reserve_init();
}

struct reserve_counts read_books(void)
{
    struct reserve_counts counts;
    uint32_t used = 0;

    reserve_read_counts(&counts);
    for (int i = 0; i < FRAME_STATES; i++)
        used += counts.used[i];
    CHECK(counts.used[FRAME_RESERVED], ==, 0u);
    CHECK(counts.used[FRAME_FREE], ==, 0u);
    CHECK(counts.free + counts.claimed + used, ==, counts.total);
    CHECK(counts.free + counts.claimed, ==, frame_count_free());
    return counts;
}

uint32_t free_now(void)
{
    return read_books().free;
}

struct frame *take_frame(enum frame_class class, enum frame_state state)
{
    struct frame *frame = reserve_alloc(class, state);
    if (frame != NULL) {
        CHECK(frame->state, ==, state);
        taken_frames[taken_count++] = frame;
    }
    return frame;
}

void take_down_to(uint32_t frames)
{
    while (free_now() > frames)
        CHECK(take_frame(CLASS_RESERVE, FRAME_KERNEL), !=, NULL);
    CHECK(free_now(), ==, frames);
}

void free_taken(void)
{
    while (taken_count > 0)
        reserve_free(taken_frames[--taken_count]);
}

void report_books(void)
{
    struct reserve_counts counts = read_books();
    record_send("value", "total=%u free=%u claimed=%u", counts.total, counts.free, counts.claimed);
}
