// SPDX-License-Identifier: MIT
// Lab 1: what callers do wrong with runs.
#include "labs/1-frames/tests/misuse.h"

// The last mistake, which is not caught.
static void end_in_bad_run(uint32_t frames, uint32_t align, uint32_t boundary)
{
    const struct frame_run run = {frames, align, ANYWHERE, boundary};
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&run, FRAME_CORE));
}

TEST(misuse_run_state, 1)
{
    struct frame_run run = {4, 1, ANYWHERE, 0};

    misuse_begin_run();
    misuse_ready(frame_table);
    expect_wrong_states(&run);
    run.limit.value = 0;
    expect_wrong_states(&run); // also where there is no such run
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&run, FRAME_FREE));
}

TEST(misuse_run_empty, 1)
{
    misuse_begin_run();
    misuse_ready(frame_table);
    expect_no_run(0, 1, 0, "a run of 0 frames");
    expect_no_run(0, 1, 8, "a run of 0 frames, with a boundary");
    end_in_bad_run(0, 1, 0);
}

TEST(misuse_run_alignment, 1)
{
    static const uint32_t wrong[] = {0, 3, 5, 6, 7, 12, 48, 96, 0x80000001, UINT32_MAX};

    misuse_begin_run();
    misuse_ready(frame_table);
    for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_no_run(2, wrong[i], 0, "an alignment that is no power of two");
    end_in_bad_run(2, 0, 0);
}

TEST(misuse_run_boundary, 1)
{
    static const uint32_t wrong[] = {3, 5, 6, 7, 12, 24, 48, 0x80000001, UINT32_MAX};

    misuse_begin_run();
    misuse_ready(frame_table);
    for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_no_run(2, 1, wrong[i], "a boundary that is no power of two");
    end_in_bad_run(2, 1, 12);
}

TEST(misuse_run_too_long, 1)
{
    misuse_begin_run();
    misuse_ready(frame_table);
    for (uint32_t boundary = 1; boundary != 0; boundary <<= 1) {
        expect_no_run(boundary + 1, 1, boundary, "one frame more than the boundary");
        expect_no_run(UINT32_MAX, 1, boundary, "many frames more than the boundary");
    }
    end_in_bad_run(17, 1, 16);
}

// Each frame of a run in turn is free already.
TEST(misuse_run_freed_twice, 1)
{
    struct frame *first = misuse_begin_run();
    uint32_t index = test_random(RUN);

    misuse_ready(first + index);
    for (uint32_t i = 0; i < RUN; i++) {
        frame_free(first + i);
        expect_run_not_freed(first, RUN, FRAME_MISUSE_FREED_TWICE, first + i,
                             "a run of which one frame is free already");
    }
    frame_free(first + index);
    frame_free_run(first, RUN);
}

// The frames before a reserved one are in use, and that one cannot be freed.
TEST(misuse_run_freed_foreign, 1)
{
    misuse_begin_run();
    take_all(FRAME_PAGED);
    uint32_t number = ISA_DMA_LIMIT_FRAMES;
    while (frame_table[number].state != FRAME_RESERVED)
        number++;
    misuse_ready(&frame_table[number]);
    for (uint32_t i = 0; i < RUN; i++)
        expect_run_not_freed(&frame_table[number - i], i + 1, FRAME_MISUSE_FOREIGN,
                             &frame_table[number], "a run of which the last frame is reserved");
    frame_free_run(&frame_table[number - 3], 4);
}

TEST(misuse_run_freed_empty, 1)
{
    struct frame *first = misuse_begin_run();

    misuse_ready(first);
    expect_run_not_freed(first, 0, FRAME_MISUSE_RUN, NULL, "no frames, of a run");
    expect_run_not_freed(chosen, 0, FRAME_MISUSE_RUN, NULL, "no frames");
    frame_free_run(first, 0);
}
