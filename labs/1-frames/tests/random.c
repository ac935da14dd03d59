// SPDX-License-Identifier: MIT
// Lab 1: ten thousand random operations, which replay.awk follows on the host: it draws the same
// numbers, so only what came of each operation is reported.
#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "labs/1-frames/tests/support.h"
#include "labs/1-frames/tests/words.h"

#define PHASE_OPERATIONS 1000
#define ANY_LIMIT        1000000
#define LINE_BYTES       160
#define RESULT_BYTES     12

static char line[LINE_BYTES];
static uint32_t line_length;

static uint32_t in_use[MOST_HELD], in_use_count; // the numbers of frames
static uint32_t place[MOST_HELD];                // of each in that list

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
    return FRAME_KERNEL + test_random(STATES_OF_USE);
}

static void note_taken(const struct frame *first, uint32_t frames)
{
    uint32_t number = words_number_at((uint32_t)first);

    if (first == NULL) {
        report("- ", 0);
        return;
    }
    report("%u ", number);
    for (uint32_t i = number; i < number + frames; i++) {
        CHECK_THAT(i, <, (uint32_t)MOST_HELD, "the number of a frame that was handed out");
        place[i] = in_use_count;
        in_use[in_use_count++] = i;
        CHECK_THAT(in_use_count, <, (uint32_t)MOST_HELD, "frames that were handed out");
    }
}

static void note_released(uint32_t number)
{
    uint32_t last = in_use[--in_use_count];
    in_use[place[number]] = last;
    place[last] = place[number];
}

static void take_random_run(void)
{
    struct frame_run run = {.frames = 1 + test_random(40)};
    run.align_frames = 1u << test_random(7);
    uint32_t limit = test_random(3);
    run.limit.value = limit == 0   ? ISA_DMA_LIMIT_FRAMES
                      : limit == 1 ? test_random(5000)
                                   : ANY_LIMIT;
    if (test_random(2)) {
        run.boundary_frames = 1u << test_random(7);
        while (run.boundary_frames < run.frames)
            run.boundary_frames <<= 1;
    }
    note_taken(frame_alloc_run(&run, random_state_of_use()), run.frames);
}

static void release_one(void)
{
    if (in_use_count == 0)
        return;
    uint32_t number = in_use[test_random(in_use_count)];
    report("%u ", frame_free(&frame_table[number]));
    note_released(number);
}

// Some frames in a row that are in use, however they were taken.
static void release_some(void)
{
    if (in_use_count == 0)
        return;
    uint32_t first = in_use[test_random(in_use_count)], most = 1 + test_random(20), count = 0;
    while (count < most && place[first + count] < in_use_count &&
           in_use[place[first + count]] == first + count)
        count++;
    frame_free_run(&frame_table[first], count);
    for (uint32_t i = 0; i < count; i++)
        note_released(first + i);
}

TEST(random_operations, 0)
{
    uint32_t operations = command_line_number("operations", 0);

    test_start_frames();
    for (uint32_t i = 0; i < operations; i++) {
        bool grow = i / PHASE_OPERATIONS % 2 == 0;
        uint32_t kind = test_random(100);
        if (kind < (grow ? 60u : 25u))
            note_taken(frame_alloc(random_state_of_use()), 1);
        else if (kind < 85)
            release_one();
        else if (kind < 88)
            release_some();
        else
            take_random_run();
    }
    report("%u ", frame_count_free());
    flush_results();
}
