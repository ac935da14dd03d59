// SPDX-License-Identifier: MIT
// Lab 2: changes of use, and runs.
#include <stddef.h>

#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/support.h"
#include "labs/2-reserve/tests/words.h"

#define HELD 100

TEST(reserve_states, 1)
{
    start_books();
    for (uint32_t i = 0; i < HELD; i++)
        take_frame(CLASS_PAGED, FRAME_KERNEL + test_random(STATES_OF_USE));
    CHECK_THAT(taken_count, ==, (uint32_t)HELD, "frames that were handed out");
    for (uint32_t i = 0; i < 300; i++) {
        struct frame *frame = taken_frames[test_random(taken_count)];
        checked_change_state(frame, FRAME_KERNEL + test_random(STATES_OF_USE));
    }
    struct reserve_counts found = read_books();
    record_send("value", "kernel=%u core=%u paged=%u lent=%u", found.used[FRAME_KERNEL],
                found.used[FRAME_CORE], found.used[FRAME_PAGED], found.used[FRAME_LENT]);
    free_taken();
    found = read_books();
    CHECK_THAT(found.free, ==, found.total, "counts.free after all were given back");
}

// --- runs

static uint32_t hold_run(enum frame_class class, const struct frame_run *run)
{
    struct frame *first = checked_alloc_run(class, run, FRAME_CORE);
    for (uint32_t i = 0; first != NULL && i < run->frames; i++)
        keep_taken(first + i);
    return first == NULL ? 0 : run->frames;
}

// Runs count against the floor with their whole length; one that is not to be found takes nothing.
TEST(runs_claimed, 1)
{
    start_books();
    struct frame_run run = {8, 8, ANYWHERE, 0};
    struct frame_run nowhere = {8, 8, {4}, 0};
    uint32_t before = free_now();
    CHECK_THAT(hold_run(CLASS_CORE, &nowhere), ==, 0u, "frames of a run below frame 4");
    while (free_now() >= RESERVE_FRAMES + 8 && hold_run(CLASS_CORE, &run) == 8)
        continue;
    free_taken();
    CHECK_THAT(free_now(), ==, before, "free frames after all runs were given back");
    take_down_to(RESERVE_FRAMES + 7);
    run.align_frames = 1;
    CHECK_THAT(hold_run(CLASS_CORE, &run), ==, 0u,
               "frames of a run of 8 that is one too long for the floor");
    run.frames = 1;
    CHECK_THAT(hold_run(CLASS_CORE, &run), ==, 1u, "frames of a run of 1 above the floor");
    run.frames = 0xfffffff0u; // more than memory
    CHECK_THAT(hold_run(CLASS_RESERVE, &run), ==, 0u, "frames of a run of 4294967280");
    report_books();
}

// A run cannot have frames that others were promised.
TEST(runs_respect_claims, 1)
{
    start_books();
    struct claim claim = {0};
    uint32_t before = free_now();
    checked_claim(&claim, CLASS_RESERVE, before - 4);
    struct frame_run run = {8, 1, ANYWHERE, 0};
    CHECK_THAT(hold_run(CLASS_RESERVE, &run), ==, 0u,
               "frames of a run of 8, with 4 that nobody was promised: %s", SAYS_PROMISED);
    run.frames = 4;
    CHECK_THAT(hold_run(CLASS_RESERVE, &run), ==, 4u,
               "frames of a run of 4, with 4 that nobody was promised");
    for (uint32_t i = 0; i < before - 4; i++)
        checked_take(&claim, FRAME_PAGED);
    report_books();
}

#define MEMORY 1024 // frames

// With just enough frames for the floor and the run, and with one too few.
static void check_run_at_floor(enum frame_class class, uint32_t length)
{
    struct claim rest = {0};
    struct frame_run run = {length, 1, ANYWHERE, 0};
    uint32_t others = MEMORY - observed_floor(class) - length;

    checked_claim(&rest, CLASS_RESERVE, others + 1);
    CHECK_THAT(hold_run(class, &run), ==, 0u, "frames of a run of %u for %s, with one too few",
               length, words_class_name(class));
    checked_release(&rest);
    checked_claim(&rest, CLASS_RESERVE, others);
    CHECK_THAT(hold_run(class, &run), ==, length, "frames of a run of %u for %s, with just enough",
               length, words_class_name(class));
    checked_release(&rest);
    free_taken();
}

// Each class keeps its floor with runs of all lengths, at each level.
TEST(runs_keep_floors, 0)
{
    static const uint32_t lengths[] = {1, 2, 3, 16, 17, 64, 65, 130};

    start_machine(MEMORY, (const uint32_t[][2]){{0, MEMORY}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        checked_set_level(level);
        for (enum frame_class class = 0; class < CLASSES; class ++) {
            for (uint32_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++)
                check_run_at_floor(class, lengths[i]);
        }
    }
}

#define FEW 512u // frames of a machine, more than all floors need

// However many runs and changes of use there were, the books are right.
static void live_long(void)
{
    static const struct frame_run run = {2, 1, {FEW}, 0};

    start_machine(FEW, (const uint32_t[][2]){{0, FEW}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        struct frame *first = reserve_alloc_run(CLASS_CORE, &run, FRAME_CORE);
        CHECK_THAT(first != NULL, ==, true, "whether a run of two was found, time %u", i);
        reserve_change_state(&first[1], FRAME_LENT);
        struct reserve_counts counts = read_books();
        CHECK_THAT(counts.free, ==, FEW - 2, "counts.free with a run in use, time %u", i);
        CHECK_THAT(counts.used[FRAME_LENT], ==, 1u,
                   "counts.used[FRAME_LENT] with one frame of it lent, time %u", i);
        reserve_free(&first[0]);
        reserve_free(&first[1]);
    }
}

// A run of more than 65,536 frames is booked in its state, with its whole length.
TEST(runs_large, 0)
{
    struct frame_run run = {70000, 1, ANYWHERE, 0};

    start_machine(TEST_MOST_FRAMES, (const uint32_t[][2]){{0, TEST_MOST_FRAMES}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (enum frame_state state = FRAME_KERNEL; state < FRAME_STATES; state++) {
        struct frame *first = checked_alloc_run(CLASS_PAGED, &run, state);
        CHECK_THAT(first != NULL, ==, true, "whether a run of 70000 was found, of %u",
                   TEST_MOST_FRAMES);
        checked_change_state(&first[1], FRAME_KERNEL);
        checked_free(&first[0]);
        checked_free(&first[69999]);
    }
    live_long();
}
