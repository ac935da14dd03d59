// SPDX-License-Identifier: MIT
// Lab 1: ten thousand random operations, which replay.awk follows on the host: it draws the same
// numbers, so only what came of each operation is reported.
#include "common/format.h"
#include "kernel/command_line.h"
#include "labs/1-frames/tests/support.h"

#define PHASE_OPERATIONS 1000
#define ANY_LIMIT        1000000
#define LINE_BYTES       160
#define RESULT_BYTES     12

static char line[LINE_BYTES];
static uint32_t line_length;

static void flush_results(void)
{
    record_send("results", "text=%s", line);
    line_length = 0;
}

static void report(const char *format, uint32_t value)
{
    if (line_length > LINE_BYTES - RESULT_BYTES)
        flush_results();
    line_length += format_to_buffer(line + line_length, LINE_BYTES - line_length, format, value);
}

static enum frame_state random_state_of_use(void)
{
    return FRAME_KERNEL + test_random(FRAME_STATES - FRAME_KERNEL);
}

static void hold(struct frame *first, uint32_t frames)
{
    if (first == NULL) {
        report("- ", 0);
        return;
    }
    report("%u ", frame_number_of(first).value);
    for (uint32_t i = 0; i < frames; i++)
        held[held_count++] = first + i;
}

static void take_run(void)
{
    struct frame_run run = {.frames = 1 + test_random(12)};
    run.align_frames = 1u << test_random(5);
    run.limit.value = test_random(2) ? ISA_DMA_LIMIT_FRAMES : ANY_LIMIT;
    run.boundary_frames = test_random(2) ? ISA_DMA_BOUNDARY_FRAMES : 0;
    hold(frame_alloc_run(&run, random_state_of_use()), run.frames);
}

static void release_one(void)
{
    if (held_count == 0)
        return;
    uint32_t index = test_random(held_count);
    report("%u ", frame_free(held[index]));
    held[index] = held[--held_count];
}

TEST(random_operations, 0)
{
    uint32_t operations = command_line_number("operations", 0);

    test_start_frames();
    for (uint32_t i = 0; i < operations; i++) {
        bool grow = i / PHASE_OPERATIONS % 2 == 0;
        uint32_t kind = test_random(100);
        if (kind < (grow ? 60u : 25u))
            hold(frame_alloc(random_state_of_use()), 1);
        else if (kind < 90)
            release_one();
        else
            take_run();
    }
    report("%u ", frame_count_free());
    flush_results();
}
