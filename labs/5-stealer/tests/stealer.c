// SPDX-License-Identifier: MIT
// The thresholds, and the hand where there is nothing to steal, without any process.
#include <stddef.h>

#include "kernel/process/process.h"
#include "kernel/test/test.h"
#include "mm/stealer.h"

#define TAKEN_MOST     4096
#define ROUNDS         400
#define ROUNDS_A_LEVEL 25

static struct frame *taken[TAKEN_MOST];
static uint32_t taken_count;

static uint32_t free_frames(void)
{
    struct reserve_counts counts;
    reserve_read_counts(&counts);
    return counts.free;
}

static void set_free(uint32_t wanted)
{
    while (free_frames() > wanted) {
        CHECK(taken_count, <, (uint32_t)TAKEN_MOST);
        taken[taken_count] = reserve_alloc(CLASS_RESERVE, FRAME_KERNEL);
        CHECK(taken[taken_count], !=, NULL);
        taken_count++;
    }
    while (free_frames() < wanted && taken_count > 0)
        reserve_free(taken[--taken_count]);
}

// Free frames at random around both thresholds, which move with the highest level: when is it
// needed?
TEST(needed_hysteresis, 4)
{
    record_send("value", "total=%u", free_frames());
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t level = i / ROUNDS_A_LEVEL % (LEVEL_HIGHEST + 1), which = test_random(4);
        reserve_set_highest_level(level);
        uint32_t low = reserve_steal_low(), high = reserve_steal_high();
        uint32_t wanted = which == 0   ? low - 2 + test_random(4)
                          : which == 1 ? high - 2 + test_random(4)
                                       : low + test_random(high - low);
        set_free(wanted);
        bool is_needed = stealer_is_needed();
        record_send("value", "level=%u free=%u needed=%u running=%u", level, free_frames(),
                    is_needed, stealer.is_running);
    }
}

// With nothing to steal: a slice goes so far, round and round.
TEST(slice_passes, 4)
{
    uint32_t slices = 260 + test_random(200); // many laps, and more frames than 16 bits can count

    stealer_step();
    CHECK(stealer.passed, ==, 0u); // there is memory enough
    set_free(reserve_steal_low() - 1);
    for (uint32_t i = 0; i < slices; i++)
        stealer_step();
    record_send("value", "frames=%u hand=%u passed=%u visited=%u", frame_table_entries,
                stealer.hand, stealer.passed, stealer.visited);
    set_free(reserve_steal_high());
    stealer_step();
    CHECK(stealer.passed, ==, slices * STEALER_SLICE);
    // Where the table ends, a slice may have one frame to go, or none.
    set_free(reserve_steal_low() - 1);
    for (uint32_t left = 0; left < 3; left++) {
        stealer.hand = frame_table_entries - STEALER_SLICE + left;
        stealer_step();
        CHECK_THAT(stealer.hand, ==, left, "stealer.hand, %u frames behind the table's end", left);
    }
}
