// SPDX-License-Identifier: MIT
// Lab 2: states, runs, beginning anew, and what an operation costs.
#include <stddef.h>

#include "labs/2-reserve/tests/support.h"

TEST(reserve_states, 1)
{
    start_books();
    struct reserve_counts counts = read_books();
    for (uint32_t i = 0; i < 100; i++) {
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        CHECK(take_frame(CLASS_PAGED, state), !=, NULL);
        counts.used[state]++;
    }
    for (uint32_t i = 0; i < 300; i++) {
        struct frame *frame = taken_frames[test_random(taken_count)];
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        counts.used[frame->state]--;
        counts.used[state]++;
        reserve_change_state(frame, state);
        CHECK(frame->state, ==, state);
    }
    struct reserve_counts found = read_books();
    for (int i = 0; i < FRAME_STATES; i++)
        CHECK(found.used[i], ==, counts.used[i]);
    record_send("value", "kernel=%u core=%u paged=%u lent=%u", found.used[FRAME_KERNEL],
                found.used[FRAME_CORE], found.used[FRAME_PAGED], found.used[FRAME_LENT]);
    free_taken();
    found = read_books();
    CHECK(found.free, ==, found.total);
}

static uint32_t hold_run(enum frame_class class, const struct frame_run *run)
{
    struct frame *first = reserve_alloc_run(class, run, FRAME_CORE);
    for (uint32_t i = 0; first != NULL && i < run->frames; i++) {
        CHECK(first[i].state, ==, FRAME_CORE);
        taken_frames[taken_count++] = first + i;
    }
    return first == NULL ? 0 : run->frames;
}

// Runs count against the floor with their whole length; one that is not to be found takes nothing.
TEST(runs_claimed, 1)
{
    start_books();
    struct frame_run run = {8, 8, {0xffffffffu}, 0};
    struct frame_run nowhere = {8, 8, {4}, 0};
    uint32_t before = free_now();
    CHECK(hold_run(CLASS_CORE, &nowhere), ==, 0u);
    CHECK(free_now(), ==, before);
    while (free_now() >= RESERVE_FRAMES + 8 && hold_run(CLASS_CORE, &run) == 8)
        CHECK(free_now(), ==, before - taken_count);
    free_taken();
    CHECK(free_now(), ==, before);
    take_down_to(RESERVE_FRAMES + 7);
    run.align_frames = 1;
    uint32_t below = free_now();
    CHECK(hold_run(CLASS_CORE, &run), ==, 0u);
    CHECK(free_now(), ==, below);
    run.frames = 1;
    CHECK(hold_run(CLASS_CORE, &run), ==, 1u);
    CHECK(free_now(), ==, below - 1);
    run.frames = 0xfffffff0u; // more than memory
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 0u);
    CHECK(free_now(), ==, below - 1);
    report_books();
}

// A run cannot have frames that others were promised.
TEST(runs_respect_claims, 1)
{
    start_books();
    struct claim claim = {0};
    uint32_t before = free_now();
    CHECK(reserve_claim(&claim, CLASS_RESERVE, before - 4), ==, 0);
    struct frame_run run = {8, 1, {0xffffffffu}, 0};
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 0u);
    CHECK(free_now(), ==, 4u);
    run.frames = 4;
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 4u);
    for (uint32_t i = 0; i < before - 4; i++)
        CHECK(reserve_take(&claim, FRAME_PAGED), !=, NULL);
    report_books();
}

// reserve_init forgets claims and floors.
TEST(reserve_init_again, 1)
{
    start_books();
    struct claim claim = {0};
    reserve_set_highest_level(5);
    CHECK(reserve_claim(&claim, CLASS_RESERVE, 100), ==, 0);
    CHECK(reserve_take(&claim, FRAME_LENT), !=, NULL);
    start_books();
    CHECK(read_books().used[FRAME_LENT], ==, 0u);
    CHECK(reserve_floor(CLASS_PAGED), ==, (uint32_t)CORE_FLOOR);
    report_books();
}

static uint32_t dearest;

static void measure(uint32_t start_instructions)
{
    uint32_t spent = test_read_instructions() - start_instructions;
    if (spent > dearest)
        dearest = spent;
}

TEST(reserve_constant_time, 2)
{
    for (uint32_t i = 0; i < 1000; i++) {
        struct claim claim = {0};
        uint32_t from = test_read_instructions();
        CHECK(reserve_claim(&claim, CLASS_PAGED, 1 + i / 2), ==, 0);
        measure(from);
        from = test_read_instructions();
        struct frame *frame = reserve_take(&claim, FRAME_PAGED);
        measure(from);
        from = test_read_instructions();
        reserve_release(&claim);
        measure(from);
        from = test_read_instructions();
        reserve_free(frame);
        measure(from);
    }
    record_send("value", "dearest=%u", dearest);
}
