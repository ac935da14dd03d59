// SPDX-License-Identifier: MIT
#include "labs/1-frames/tests/support.h"

struct frame *held[MOST_HELD];
uint32_t held_count;

struct frame *take_one(void)
{
    struct frame *frame = frame_alloc(FRAME_KERNEL);
    CHECK(frame, !=, NULL);
    CHECK(held_count, <, (uint32_t)MOST_HELD);
    held[held_count++] = frame;
    return frame;
}

void take_all(void)
{
    struct frame *frame;
    while ((frame = frame_alloc(FRAME_KERNEL)) != NULL) {
        CHECK(held_count, <, (uint32_t)MOST_HELD); // more frames than the machine has
        held[held_count++] = frame;
    }
}

void free_all(void)
{
    while (held_count > 0) {
        uint32_t index = test_random(held_count);
        frame_free(held[index]);
        held[index] = held[--held_count];
    }
}

uint32_t find_held(uint32_t number)
{
    uint32_t index = 0;
    while (index < held_count && frame_number_of(held[index]).value != number)
        index++;
    CHECK(index, <, held_count);
    return index;
}

void free_held(uint32_t number)
{
    uint32_t index = find_held(number);
    frame_free(held[index]);
    held[index] = held[--held_count];
}
