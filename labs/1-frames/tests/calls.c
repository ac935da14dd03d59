// SPDX-License-Identifier: MIT
// Calls as the driver has them: made, with what is looked at before and after; judged, if they
// ended in a misuse; and printed as C.
#include "common/format.h"
#include "common/string.h"
#include "kernel/test/frames.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/seen.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/specification.h"
#include "labs/1-frames/tests/words.h"

#define TABLE_GARBAGE 0xa5 // before frame_init

uint32_t frames_with_misuses;

static uint32_t between; // a frame whose entry odd pointers point into

static const char *const sentences[] = {
    [FRAME_MISUSE_FREED_TWICE] = SAYS_FREED_TWICE, [FRAME_MISUSE_FOREIGN] = SAYS_FOREIGN,
    [FRAME_MISUSE_NO_FRAME] = SAYS_NO_FRAME,       [FRAME_MISUSE_STATE] = SAYS_STATE,
    [FRAME_MISUSE_RUN] = SAYS_IMPOSSIBLE_RUN,
};

// --- arguments

static uint32_t bytes_between(uint32_t argument)
{
    return (uint32_t)(POINTER_BETWEEN - (int)argument) + 1;
}

static bool is_between(uint32_t argument)
{
    return (int)argument <= POINTER_BETWEEN && (int)argument >= POINTER_ODD_LAST;
}

static struct frame *frame_from(uint32_t argument)
{
    if ((int)argument == POINTER_NULL)
        return NULL;
    if ((int)argument == POINTER_BELOW)
        return frame_table - 1;
    if (is_between(argument))
        return (struct frame *)((uint32_t)&frame_table[between] + bytes_between(argument));
    return frame_table + argument;
}

static void print_frame(char *text, size_t bytes, uint32_t argument)
{
    if ((int)argument == POINTER_NULL)
        format_to_buffer(text, bytes, "NULL");
    else if ((int)argument == POINTER_BELOW)
        format_to_buffer(text, bytes, "frame_table - 1");
    else if (is_between(argument))
        format_to_buffer(text, bytes, "(void *)(frame_table + %u) + %u", between,
                         bytes_between(argument));
    else
        format_to_buffer(text, bytes, "frame_table + %u", argument);
}

static struct frame_run run_from(const uint32_t *argument)
{
    return (struct frame_run){argument[0], argument[1], {argument[2]}, argument[3]};
}

// The ranges of a call. False if frame_init may not be called with them.
static bool read_ranges(const uint32_t *argument, struct memory_range *ranges)
{
    uint32_t last_end = 0;

    for (uint32_t i = 0; i < argument[0]; i++) {
        ranges[i] = (struct memory_range){{argument[1 + 2 * i]}, {argument[2 + 2 * i]}};
        if (ranges[i].start.value >= ranges[i].end.value ||
            (i > 0 && ranges[i].start.value <= last_end))
            return false;
        last_end = ranges[i].end.value;
    }
    return true;
}

// --- misuses

// All that are wrong with a call, by what could be seen before it: a bit for each.
static uint32_t misuses_of(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    switch ((enum function)call->function) {
    case CALL_ALLOC:
        return specify_is_of_use(argument[0]) ? 0 : 1u << FRAME_MISUSE_STATE;
    case CALL_RUN: {
        struct frame_run run = run_from(argument);
        return (specify_is_of_use(argument[4]) ? 0 : 1u << FRAME_MISUSE_STATE) |
               (test_run_is_possible(&run) ? 0 : 1u << FRAME_MISUSE_RUN);
    }
    case CALL_FREE:
        return specify_misuses_of_free(frame_from(argument[0]), 1);
    case CALL_FREE_RUN:
        return specify_misuses_of_free(frame_from(argument[0]), argument[1]);
    case CALL_INIT:
    case CALL_CHANGE:
        break;
    }
    return 0;
}

static uint32_t first_of(uint32_t misuses)
{
    return misuses == 0 ? NO_MISUSE : (uint32_t)__builtin_ctz(misuses);
}

// The call came back.
static void check_not_misused(const struct specified_call *call, uint32_t misuses)
{
    (void)call;
    if (misuses != 0)
        SPECIFIED(NO_MISUSE, first_of(misuses), words_misuse, sentences[first_of(misuses)],
                  "the misuse that is reported");
}

// Whether the frame is one that the call cannot free, for that reason.
static bool is_culprit(const struct specified_call *call, uint32_t misuse, uint32_t frame)
{
    uint32_t first = (uint32_t)frame_from(call->argument[0]), offset = frame - first;
    uint32_t frames = call->function == CALL_FREE_RUN ? call->argument[1] : 1;

    return offset % sizeof(struct frame) == 0 && offset / sizeof(struct frame) < frames &&
           specify_misuses_of_free((const struct frame *)frame, 1) == 1u << misuse;
}

static uint32_t find_culprit(const struct specified_call *call, uint32_t misuse)
{
    uint32_t frame = (uint32_t)frame_from(call->argument[0]);
    while (!is_culprit(call, misuse, frame))
        frame += sizeof(struct frame);
    return frame;
}

void frames_misused(const struct specified_call *call, uint32_t misuse, uint32_t value)
{
    uint32_t misuses = misuses_of(call);
    bool is_there =
        misuse < sizeof sentences / sizeof sentences[0] && (misuses & 1u << misuse) != 0;

    if (!is_there)
        SPECIFIED(misuse, first_of(misuses), words_misuse,
                  misuses == 0 ? SAYS_KERNEL_STOPS : sentences[first_of(misuses)],
                  "the misuse that is reported");
    if (misuse <= FRAME_MISUSE_NO_FRAME && !is_culprit(call, misuse, value))
        SPECIFIED(value, find_culprit(call, misuse), words_frame, SAYS_MISUSED_FRAME,
                  "the pointer that is reported");
}

// --- calls

static bool perform_init(const uint32_t *argument)
{
    struct memory_range ranges[2];

    if (!read_ranges(argument, ranges))
        return false;
    memset(frame_table, TABLE_GARBAGE, frame_table_entries * sizeof *frame_table);
    specified_begins();
    frame_init(ranges, argument[0]);
    seen_check_memory();
    specify_init(ranges, argument[0]);
    return true;
}

static bool perform_change(uint32_t number, uint32_t state)
{
    if (!seen_was_in_use(number))
        return false;
    frame_table[number].state = (uint8_t)state;
    return true;
}

bool frames_perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    seen_look();
    uint32_t misuses = misuses_of(call);
    if (misuses != 0 && (frames_with_misuses & 1u << call->function) == 0)
        return false;
    switch ((enum function)call->function) {
    case CALL_ALLOC: {
        specified_begins();
        struct frame *frame = frame_alloc(argument[0]);
        check_not_misused(call, misuses);
        specify_alloc(argument[0], frame);
        break;
    }
    case CALL_FREE: {
        specified_begins();
        enum frame_state state = frame_free(frame_from(argument[0]));
        check_not_misused(call, misuses);
        specify_free(frame_from(argument[0]), state);
        break;
    }
    case CALL_RUN: {
        struct frame_run run = run_from(argument), request = run;
        specified_begins();
        struct frame *first = frame_alloc_run(&request, argument[4]);
        check_not_misused(call, misuses);
        SPECIFIED(memcmp(&request, &run, sizeof run) != 0, false, specified_boolean,
                  SAYS_WRITES_ENTRIES, "whether the struct frame_run that was passed is changed");
        specify_alloc_run(&run, argument[4], first);
        break;
    }
    case CALL_FREE_RUN:
        specified_begins();
        frame_free_run(frame_from(argument[0]), argument[1]);
        check_not_misused(call, misuses);
        specify_free_run(frame_from(argument[0]), argument[1]);
        break;
    case CALL_INIT:
        return perform_init(argument);
    case CALL_CHANGE:
        return perform_change(argument[0], argument[1]);
    }
    return true;
}

static void print_run(char *text, size_t bytes, const uint32_t *argument, const char *state)
{
    char number[4][12];

    for (uint32_t i = 0; i < 4; i++) {
        if (argument[i] == UINT32_MAX)
            format_to_buffer(number[i], sizeof number[i], "UINT32_MAX");
        else
            format_to_buffer(number[i], sizeof number[i], "%u", argument[i]);
    }
    format_to_buffer(text, bytes, "frame_alloc_run(&(struct frame_run){%s, %s, {%s}, %s}, %s)",
                     number[0], number[1], number[2], number[3], state);
}

void frames_print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    char name[SPECIFIED_TEXT_BYTES];

    switch ((enum function)call->function) {
    case CALL_ALLOC:
        words_state(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_alloc(%s)", name);
        break;
    case CALL_FREE:
        print_frame(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_free(%s)", name);
        break;
    case CALL_RUN:
        words_state(name, sizeof name, argument[4]);
        print_run(text, bytes, argument, name);
        break;
    case CALL_FREE_RUN:
        print_frame(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_free_run(%s, %u)", name, argument[1]);
        break;
    case CALL_INIT:
        format_to_buffer(text, bytes, "frame_init({{%u, %u}, {%u, %u}}, %u)", argument[1],
                         argument[2], argument[3], argument[4], argument[0]);
        break;
    case CALL_CHANGE:
        words_state(name, sizeof name, argument[1]);
        format_to_buffer(text, bytes, "frame_table[%u].state = %s", argument[0], name);
        break;
    }
}

// The free frames of a machine, as "0 to 1, 4 to 7".
static void print_ranges(char *text, size_t bytes, const struct memory_range *ranges,
                         uint32_t count)
{
    size_t length = 0;

    text[0] = '\0';
    for (uint32_t i = 0; i < count && length < bytes; i++)
        length += format_to_buffer(text + length, bytes - length, "%s%u to %u", i == 0 ? "" : ", ",
                                   ranges[i].start.value >> FRAME_SHIFT,
                                   (ranges[i].end.value >> FRAME_SHIFT) - 1);
}

void frames_begin(uint32_t entries, const struct memory_range *ranges, uint32_t count,
                  uint32_t frame_between)
{
    char text[SPECIFIED_TEXT_BYTES];

    between = frame_between;
    print_ranges(text, sizeof text, ranges, count);
    specification_set_origin("%u frames; free at first: %s", entries, text);
    test_frames_set_table(entries);
    seen_begin(ranges, count);
    frame_init(ranges, count);
    specify_init(ranges, count);
    seen_check_memory();
}
