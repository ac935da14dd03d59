// SPDX-License-Identifier: MIT
// Lab 2: ten thousand random operations of all classes, which replay.awk follows on the host. After
// each, the books are reported, and checked to add up.
#include <stddef.h>

#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "kernel/test/map.h"
#include "kernel/test/test.h"
#include "mm/reserve.h"

#define CLAIMS           8
#define MOST_HELD        4000
#define PHASE_OPERATIONS 500
#define LINE_BYTES       160
#define RESULT_BYTES     20

static struct frame *held[MOST_HELD];
static uint32_t held_count;
static struct claim claims[CLAIMS];

static char line[LINE_BYTES];
static uint32_t line_length;

static void flush_results(void)
{
    record_send("results", "text=%s", line);
    line_length = 0;
}

static void report(uint32_t result)
{
    struct reserve_counts counts;
    uint32_t used = 0;

    reserve_read_counts(&counts);
    for (int i = 0; i < FRAME_STATES; i++)
        used += counts.used[i];
    CHECK(counts.free + counts.claimed + used, ==, counts.total);
    CHECK(counts.free + counts.claimed, ==, frame_count_free());
    CHECK(used, ==, held_count);
    if (line_length > LINE_BYTES - RESULT_BYTES)
        flush_results();
    line_length += format_to_buffer(line + line_length, LINE_BYTES - line_length, "%u:%u:%u ",
                                    result, counts.free, counts.claimed);
}

static enum frame_state random_state_of_use(void)
{
    return FRAME_KERNEL + test_random(FRAME_STATES - FRAME_KERNEL);
}

static void hold(struct frame *frame, enum frame_state state)
{
    CHECK(frame->state, ==, state);
    held[held_count++] = frame;
}

// An empty claim is made; of one that holds frames, one is taken or all are released.
static void use_claim(void)
{
    struct claim *claim = &claims[test_random(CLAIMS)];
    if (claim->frames == 0) {
        enum frame_class class = test_random(CLASSES);
        uint32_t frames = test_random(60);
        if (test_random(20) == 0)
            frames = 0u - frames;
        report(reserve_claim(claim, class, frames) == 0);
    } else if (test_random(10) != 0) {
        enum frame_state state = random_state_of_use();
        hold(reserve_take(claim, state), state);
        report(claim->frames);
    } else {
        reserve_release(claim);
        report(claim->frames);
    }
}

static void allocate(void)
{
    enum frame_class class = test_random(CLASSES);
    enum frame_state state = random_state_of_use();
    struct frame *frame = reserve_alloc(class, state);
    if (frame != NULL)
        hold(frame, state);
    report(frame != NULL);
}

static void release(void)
{
    if (held_count == 0)
        return;
    uint32_t index = test_random(held_count);
    struct frame *frame = held[index];
    held[index] = held[--held_count];
    reserve_free(frame);
    report(frame->state);
}

static void change(void)
{
    if (held_count == 0)
        return;
    struct frame *frame = held[test_random(held_count)];
    enum frame_state state = random_state_of_use();
    reserve_change_state(frame, state);
    report(frame->state);
}

TEST(random_claims, 1)
{
    uint32_t operations = command_line_number("operations", 0);

    test_start_frames();
    reserve_init();
    for (uint32_t i = 0; i < operations; i++) {
        bool grow = i / PHASE_OPERATIONS % 2 == 0;
        uint32_t kind = test_random(100);
        if (kind < (grow ? 60u : 30u)) {
            use_claim();
        } else if (kind < (grow ? 80u : 40u)) {
            allocate();
        } else if (kind < 95) {
            release();
        } else if (kind < 99) {
            change();
        } else {
            uint32_t level = test_random(LEVEL_HIGHEST + 1);
            reserve_set_highest_level(level);
            report(reserve_floor(CLASS_PAGED));
        }
    }
    flush_results();
}
