// SPDX-License-Identifier: MIT
// The figures of lab 5. The program programs/stealing/ makes the pages, and measures what needs a
// pager; what the hand costs by itself is measured here, over a whole lap.
#include <stddef.h>

#include "kernel/life/loader.h"
#include "kernel/stage.h"
#include "kernel/test/test.h"
#include "kernel/test/user.h"
#include "mm/stealer.h"

static uint32_t free_frames(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.free;
}

static struct frame *taken; // a chain, by owner.object

// Takes frames until the stealer is needed.
static void make_short(void)
{
    while (free_frames() >= reserve_steal_low()) {
        struct frame *frame = reserve_alloc(CLASS_RESERVE, FRAME_KERNEL);
        CHECK((uint32_t)frame, !=, 0u);
        frame->owner.object = taken;
        taken = frame;
    }
}

static void give_back(void)
{
    while (taken != NULL) {
        struct frame *next = taken->owner.object;
        reserve_free(taken);
        taken = next;
    }
}

// Instructions of one lap of the hand, and how many frames that were: the last slice does not end
// where the lap does.
static uint32_t measure_lap(uint32_t *frames)
{
    uint32_t first = stealer.passed, start = test_read_instructions();

    while (stealer.passed - first < frame_table_entries)
        stealer_step();
    uint32_t instructions = test_read_instructions() - start;
    *frames = stealer.passed - first;
    return instructions;
}

BENCH(hand_skip, 4)
{
    uint32_t frames;

    make_short();
    measure_lap(&frames);
    uint32_t lap = measure_lap(&frames);
    bench_report("hand-skip", lap, frames);
    CHECK(stealer.visited, ==, 0u);
}

// The program comes back here when all its pages have been used.
BENCH(hand_visit, 4)
{
    uint32_t frames, skip_frames;

    make_short();
    measure_lap(&skip_frames);
    uint32_t skip_lap = measure_lap(&skip_frames);
    give_back();
    loader_start_modules();
    enum test_stop reason = test_run_programs();
    CHECK((uint32_t)reason, ==, (uint32_t)TEST_STOPPED_CALL);
    make_short();
    uint32_t visited = stealer.visited, lap = measure_lap(&frames);
    visited = stealer.visited - visited;
    CHECK(visited, ==, test_stop_number);
    // What is left of the lap is the frames that were not passed over. Perhaps it passed over fewer
    // than the other lap: all is modulo 2^32.
    uint32_t skips_more = frames - visited - skip_frames;
    uint32_t skipped = skip_lap + skips_more * (skip_lap / skip_frames);
    bench_report("hand-visit", lap - skipped, visited);
}

BENCH(stealing, 4)
{
    test_run_modules(4);
}
