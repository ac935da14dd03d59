// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/calls.h"

#include "common/format.h"
#include "common/string.h"
#include "kernel/test/frames.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/words.h"
#include "labs/2-reserve/tests/misused.h"
#include "labs/2-reserve/tests/words.h"
#include "mm/boot/memory_map.h"

#define HOLE     2 // reserved frames between two ranges
#define MARGIN   2 // and around them
#define ANYWHERE UINT32_MAX

const struct frame_run call_runs[CALL_RUNS] = {
    {0, 1, {ANYWHERE}, 0}, {0, 8, {ANYWHERE}, 0},
    {0, 1, {0}, 0},        {0, 1, {ANYWHERE}, 4},
    {0, 0, {ANYWHERE}, 0}, {0, 3, {ANYWHERE}, 0},
    {0, 1, {ANYWHERE}, 3}, {0, 1, {ISA_DMA_LIMIT_FRAMES}, 0},
};

static struct memory_range ranges[2];
static uint32_t range_count;

// --- places

static struct frame *frame_at(uint32_t place, uint32_t offset)
{
    uint32_t reserved = ranges[0].end.value >> FRAME_SHIFT, free = reserved - 1;

    switch ((enum place)place) {
    case PLACE_NULL:
        return NULL;
    case PLACE_RESERVED:
        return &frame_table[reserved];
    case PLACE_FREE:
        return &frame_table[free];
    case PLACE_BEHIND:
        return frame_table + frame_table_entries;
    }
    return observed.frame[place] == NULL ? NULL : observed.frame[place] + offset;
}

static void print_place(char *text, size_t bytes, uint32_t place, uint32_t offset)
{
    if (place >= SLOTS) {
        if (place == PLACE_NULL)
            format_to_buffer(text, bytes, "NULL");
        else
            format_to_buffer(text, bytes, "frame_table + %u",
                             (uint32_t)(frame_at(place, 0) - frame_table));
    } else if (offset == 0) {
        format_to_buffer(text, bytes, "frame[%u]", place);
    } else {
        format_to_buffer(text, bytes, "frame[%u] + %u", place, offset);
    }
}

// A slot is used again when its frame has gone back, and the first one that can be is.
static bool is_vacant(uint32_t slot)
{
    for (uint32_t i = 0; i <= slot; i++) {
        const struct frame *frame = observed.frame[i];
        if (frame == NULL || frame->state < FRAME_KERNEL)
            return i == slot;
    }
    return false;
}

// --- calls

static bool put(uint32_t slot, struct frame *frame)
{
    observed.frame[slot] = frame;
    return true;
}

static bool perform_alloc(const uint32_t *argument)
{
    return is_vacant(argument[0]) && put(argument[0], checked_alloc(argument[1], argument[2]));
}

static bool perform_take(const uint32_t *argument)
{
    return is_vacant(argument[1]) &&
           put(argument[1], checked_take(&observed.claim[argument[0]], argument[2]));
}

static bool perform_run(const uint32_t *argument)
{
    struct frame_run run = call_runs[argument[3]];

    run.frames = argument[2];
    return is_vacant(argument[0]) &&
           put(argument[0], checked_alloc_run(argument[1], &run, argument[4]));
}

static bool is_empty(uint32_t place)
{
    return place < SLOTS && observed.frame[place] == NULL;
}

static bool perform_init(void)
{
    frame_init(ranges, range_count);
    memset(observed.frame, 0, sizeof observed.frame);
    memset(observed.claim, 0, sizeof observed.claim);
    checked_init();
    return true;
}

bool calls_perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    switch ((enum function)call->function) {
    case CALL_INIT:
        return perform_init();
    case CALL_LEVEL:
        checked_set_level(argument[0]);
        break;
    case CALL_FLOOR:
        checked_floor(argument[0]);
        break;
    case CALL_ALLOC:
        return perform_alloc(argument);
    case CALL_FREE:
        if (is_empty(argument[0]))
            return false;
        checked_free(frame_at(argument[0], argument[1]));
        break;
    case CALL_CLAIM:
        checked_claim(&observed.claim[argument[0]], argument[1], argument[2]);
        break;
    case CALL_TAKE:
        return perform_take(argument);
    case CALL_RELEASE:
        checked_release(&observed.claim[argument[0]]);
        break;
    case CALL_CHANGE:
        if (is_empty(argument[0]))
            return false;
        checked_change_state(frame_at(argument[0], argument[1]), argument[2]);
        break;
    case CALL_RUN:
        return perform_run(argument);
    }
    return true;
}

void calls_misused(const struct specified_call *call, uint32_t misuse, uint32_t value)
{
    (void)call;
    misused_check(misuse, value);
}

static void print_run(char *text, size_t bytes, const uint32_t *argument, const char *state)
{
    const struct frame_run *run = &call_runs[argument[3]];
    char limit[12] = "UINT32_MAX";

    if (run->limit.value != ANYWHERE)
        format_to_buffer(limit, sizeof limit, "%u", run->limit.value);
    format_to_buffer(text, bytes, "frame[%u] = reserve_alloc_run(%s, &{%u, %u, {%s}, %u}, %s)",
                     argument[0], words_class_name(argument[1]), argument[2], run->align_frames,
                     limit, run->boundary_frames, state);
}

static void print_claim(const struct specified_call *call, char *text, size_t bytes,
                        const char *state)
{
    const uint32_t *argument = call->argument;

    if (call->function == CALL_CLAIM)
        format_to_buffer(text, bytes, "reserve_claim(&claim[%u], %s, %u)", argument[0],
                         words_class_name(argument[1]), argument[2]);
    else if (call->function == CALL_TAKE)
        format_to_buffer(text, bytes, "frame[%u] = reserve_take(&claim[%u], %s)", argument[1],
                         argument[0], state);
    else
        format_to_buffer(text, bytes, "reserve_release(&claim[%u])", argument[0]);
}

void calls_print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    char state[SPECIFIED_TEXT_BYTES], place[SPECIFIED_TEXT_BYTES];

    words_state(state, sizeof state, argument[call->function == CALL_RUN ? 4 : 2]);
    switch ((enum function)call->function) {
    case CALL_INIT:
        format_to_buffer(text, bytes, "frame_init(...); reserve_init()");
        break;
    case CALL_LEVEL:
        format_to_buffer(text, bytes, "reserve_set_highest_level(%u)", argument[0]);
        break;
    case CALL_FLOOR:
        format_to_buffer(text, bytes, "reserve_floor(%s)", words_class_name(argument[0]));
        break;
    case CALL_ALLOC:
        format_to_buffer(text, bytes, "frame[%u] = reserve_alloc(%s, %s)", argument[0],
                         words_class_name(argument[1]), state);
        break;
    case CALL_FREE:
        print_place(place, sizeof place, argument[0], argument[1]);
        format_to_buffer(text, bytes, "reserve_free(%s)", place);
        break;
    case CALL_CLAIM:
    case CALL_TAKE:
    case CALL_RELEASE:
        print_claim(call, text, bytes, state);
        break;
    case CALL_CHANGE:
        print_place(place, sizeof place, argument[0], argument[1]);
        format_to_buffer(text, bytes, "reserve_change_state(%s, %s)", place, state);
        break;
    case CALL_RUN:
        print_run(text, bytes, argument, state);
        break;
    }
}

// --- machines

static void print_range(char *text, size_t bytes, uint32_t first, uint32_t end)
{
    if (end - first == 1)
        format_to_buffer(text, bytes, "%u", first);
    else
        format_to_buffer(text, bytes, "%u to %u", first, end - 1);
}

static void begin(uint32_t entries)
{
    memset(&observed, 0, sizeof observed);
    test_frames_set_table(entries);
    frame_init(ranges, range_count);
}

void calls_begin(uint32_t frames, uint32_t middle)
{
    uint32_t first = middle - frames / 2, second = middle + HOLE, end = first + frames + HOLE;

    ranges[0] = (struct memory_range){{first << FRAME_SHIFT}, {middle << FRAME_SHIFT}};
    ranges[1] = (struct memory_range){{second << FRAME_SHIFT}, {end << FRAME_SHIFT}};
    range_count = 2;
    char low[32], high[32];
    print_range(low, sizeof low, first, middle);
    print_range(high, sizeof high, second, end);
    specification_set_origin("%u frames are free: %s and %s", frames, low, high);
    begin(end + MARGIN);
    observed_set_window(first - MARGIN, end + MARGIN);
    checked_init();
    calls_keep();
}

void calls_begin_large(uint32_t first, uint32_t end)
{
    ranges[0] = (struct memory_range){{first << FRAME_SHIFT}, {end << FRAME_SHIFT}};
    range_count = 1;
    specification_set_origin("%u frames are free, from %u on", end - first, first);
    begin(end + MARGIN);
    observed_set_window(0, 0);
    checked_init();
}

void calls_begin_here(void)
{
    memset(&observed, 0, sizeof observed);
    specification_set_origin("%u frames are free", frame_count_free());
    observed_set_window(0, 0);
    checked_init();
}

void calls_keep(void)
{
    test_state_begin((void *)TEST_ARENA_START, TEST_ARENA_BYTES);
    test_state_add(frame_table, frame_table_entries * sizeof *frame_table);
    test_state_add(&observed, sizeof observed);
}
