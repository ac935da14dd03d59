// SPDX-License-Identifier: MIT
// Lab 1: what callers do wrong. Each test ends in the panic that the contract names; what follows
// the misuse must not be reached.
#include "labs/1-frames/tests/support.h"

#define ANYWHERE ((frame_number){0xffffffffu})

static struct frame *take_random(void)
{
    for (uint32_t i = 0; i < 100; i++)
        take_one();
    return held[test_random(held_count)];
}

// Sent right before the misuse: what comes then can only come from there. The host knows how many
// frames free and held are together.
static void about_to_misuse(const struct frame *frame)
{
    record_send("ready", "frames=%u number=%u", frame_count_free() + held_count,
                frame_number_of(frame).value);
}

static void bad_run(uint32_t frames, uint32_t align, uint32_t boundary)
{
    struct frame_run run = {frames, align, ANYWHERE, boundary};
    about_to_misuse(frame_table);
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&run, FRAME_CORE));
}

TEST(misuse_freed_twice, 1)
{
    struct frame *frame = take_random();
    about_to_misuse(frame);
    frame_free(frame);
    frame_free(frame);
}

TEST(misuse_freed_twice_later, 1)
{
    struct frame *frame = take_random();
    about_to_misuse(frame);
    frame_free(frame);
    for (uint32_t i = 0; i < held_count; i++) {
        if (held[i] != frame)
            frame_free(held[i]);
    }
    frame_free(frame);
}

TEST(misuse_foreign, 1)
{
    uint32_t number = ISA_DMA_LIMIT_FRAMES;
    while (frame_table[number].state != FRAME_RESERVED)
        number++;
    about_to_misuse(&frame_table[number]);
    frame_free(&frame_table[number]);
}

TEST(misuse_frame_zero, 1)
{
    about_to_misuse(&frame_table[0]);
    frame_free(&frame_table[0]);
}

TEST(misuse_beyond_table, 1)
{
    about_to_misuse(frame_table);
    frame_free(frame_table + frame_table_entries);
}

TEST(misuse_below_table, 1)
{
    about_to_misuse(frame_table);
    frame_free(frame_table - 1);
}

TEST(misuse_between_entries, 1)
{
    struct frame *frame = take_random();
    frame->owner.object = (void *)FRAME_KERNEL; // where such a pointer would find the state
    about_to_misuse(frame);
    frame_free((struct frame *)((uint8_t *)frame + 4));
}

TEST(misuse_null, 1)
{
    about_to_misuse(frame_table);
    frame_free(NULL);
}

TEST(misuse_state, 1)
{
    static const enum frame_state wrong[] = {FRAME_RESERVED, FRAME_FREE, FRAME_STATES};
    about_to_misuse(frame_table);
    record_send("value", "result=%u", (uint32_t)frame_alloc(wrong[test_random(3)]));
}

TEST(misuse_run_state, 1)
{
    struct frame_run run = {4, 1, ANYWHERE, 0};
    about_to_misuse(frame_table);
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&run, FRAME_FREE));
}

TEST(misuse_run_empty, 1)
{
    bad_run(0, 1, 0);
}

TEST(misuse_run_alignment, 1)
{
    bad_run(2, 0, 0); // 0 is no power of two
}

TEST(misuse_run_boundary, 1)
{
    bad_run(2, 1, 12);
}

TEST(misuse_run_too_long, 1)
{
    bad_run(17, 1, 16);
}

TEST(misuse_run_freed_twice, 1)
{
    struct frame_run run = {8, 1, ANYWHERE, 0};
    struct frame *first = frame_alloc_run(&run, FRAME_CORE);
    CHECK(first, !=, NULL);
    held_count = 7; // less the one that comes back now
    uint32_t index = test_random(8);
    frame_free(first + index);
    about_to_misuse(first + index);
    frame_free_run(first, 8);
}

TEST(misuse_run_freed_empty, 1)
{
    struct frame *frame = take_random();
    about_to_misuse(frame);
    frame_free_run(frame, 0);
}
