// SPDX-License-Identifier: MIT
// Lab 1: runs of frames, on the machine as it is.
#include "labs/1-frames/tests/support.h"

#define LONGEST 16

// Every length with every alignment, none held twice, all given back.
TEST(run_sizes, 1)
{
    uint32_t before = frame_count_free(), total = 0;
    for (uint32_t frames = 1; frames <= LONGEST; frames++) {
        for (uint32_t shift = 0; shift < 5; shift++) {
            struct frame_run run = {frames, 1u << shift, ANYWHERE, 0};
            struct frame *first = take_run(&run);
            CHECK_THAT(first != NULL, ==, true, "whether a run of %u, aligned to %u, was found",
                       frames, run.align_frames);
            hold(first, frames);
            total += frames;
        }
    }
    give_all();
    expect_free(before, "after all runs came back");
    record_send("value", "free=%u total=%u", before, total);
}

// Below 16 MiB runs go on until none is left there; then there are none, though memory is free
// above.
TEST(run_limit, 1)
{
    struct frame_run run = {8, 1, DMA_LIMIT, 0};
    uint32_t runs = 0;
    for (struct frame *first; (first = take_run(&run)) != NULL; runs++)
        hold(first, run.frames);
    for (uint32_t i = 0, length = 0; i < ISA_DMA_LIMIT_FRAMES; i++) {
        length = frame_table[i].state == FRAME_FREE ? length + 1 : 0;
        CHECK_THAT(length, <, run.frames,
                   "free frames in a row, up to frame %u, where no run below 16 MiB was found", i);
    }
    for (uint32_t limit = 0; limit < run.frames; limit++) {
        run.limit.value = limit;
        CHECK_THAT(take_run(&run) == NULL, ==, true, "whether no run of 8 is found below frame %u",
                   limit);
    }
    run.limit = ANYWHERE;
    CHECK_THAT(take_run(&run) != NULL, ==, true, "whether a run is found above 16 MiB");
    record_send("value", "runs=%u free=%u", runs, frame_count_free());
}

TEST(run_boundary, 1)
{
    uint32_t runs = 0;
    for (uint32_t frames = 2; frames <= LONGEST; frames++) {
        for (uint32_t i = 0; i < 10; i++) {
            struct frame_run run = {frames, 1, DMA_LIMIT, ISA_DMA_BOUNDARY_FRAMES};
            struct frame *first = take_run(&run);
            CHECK_THAT(first != NULL, ==, true,
                       "whether a run of %u that crosses no 64 KiB was found", frames);
            hold(first, frames);
            runs++;
        }
    }
    record_send("value", "runs=%u free=%u", runs, frame_count_free());
}

// Every second frame is taken: half of the memory is free, and no run of two.
TEST(run_fragmented, 0)
{
    test_start_frames();
    take_all(FRAME_KERNEL);
    uint32_t total = held_count, freed = 0;
    for (uint32_t number = 0; number < frame_table_entries; number += 2) {
        if (frame_table[number].state == FRAME_KERNEL) {
            give_number(number);
            freed++;
        }
    }
    for (struct frame_run run = {2, 1, ANYWHERE, 0}; run.frames <= total; run.frames++)
        CHECK_THAT(take_run(&run) == NULL, ==, true,
                   "whether no run of %u is found, where every second frame is in use", run.frames);
    struct frame_run one = {1, 1, ANYWHERE, 0};
    for (uint32_t i = 0; i < freed; i++) {
        struct frame *first = take_run(&one);
        CHECK_THAT(first != NULL, ==, true, "whether a run of 1 is found, with %u frames free",
                   freed - i);
        hold(first, 1);
    }
    CHECK_THAT(take_run(&one) == NULL, ==, true, "whether no run of 1 is found, with none free");
    record_send("value", "total=%u freed=%u", total, freed);
}

// A run goes back in two pieces, wherever it is cut: as a run, and frame by frame.
TEST(run_pieces, 1)
{
    uint32_t before = frame_count_free();
    struct frame_run run = {LONGEST, LONGEST, ANYWHERE, 0};
    for (uint32_t cut = 1; cut < LONGEST; cut++) {
        struct frame *first = take_run(&run);
        CHECK_THAT(first != NULL, ==, true, "whether a run of %u is found", run.frames);
        give_run(first + cut, LONGEST - cut);
        hold(first, cut);
        give_all();
        expect_free(before, "after all pieces of a run came back");

        // frames that were taken one by one go back as a run, whatever their states are
        first = take_run(&run);
        CHECK_THAT(first != NULL, ==, true, "whether a run of %u is found again", run.frames);
        for (uint32_t i = 0; i < LONGEST; i++)
            first[i].state = (uint8_t)(FRAME_KERNEL + i % STATES_OF_USE);
        give_run(first, cut);
        give_run(first + cut, LONGEST - cut);
    }
    record_send("value", "free=%u", before);
}
