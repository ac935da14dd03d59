// SPDX-License-Identifier: MIT
// The relation. Each check names the sentence of mm/frame.h that it is about, word for word.
#include "labs/1-frames/tests/specification.h"

#include "common/format.h"
#include "common/string.h"
#include "kernel/test.h"
#include "kernel/test_catch.h"
#include "kernel/test_state.h"
#include "mm/frame.h"

#define SEEN_MOST    2048
#define TABLE_MARGIN 1
#define NO_FRAME     UINT32_MAX
#define GARBAGE      0xa5 // each byte of the table before frame_init, and of the entries around it
#define MEMORY_WORD  0x5eed0000u // and the frame's number
#define WORDS        (FRAME_BYTES / sizeof(uint32_t))

// What a holder writes into the frames that it was given: all of it is theirs until they free it.
#define HOLDER_MARKS    0xa5
#define HOLDER_MAPPINGS 0xfff1
#define HOLDER_OBJECT   ((void *)0x13570000)

static const uint32_t looked_at[] = {0, WORDS / 2, WORDS - 1};

static uint32_t first_seen, end_seen, count_before;
static struct frame before[SEEN_MOST];

// --- words

static const char *state_name(uint32_t state)
{
    static const char *const names[] = {"FRAME_RESERVED", "FRAME_FREE",  "FRAME_KERNEL",
                                        "FRAME_CORE",     "FRAME_PAGED", "FRAME_LENT"};
    return state < FRAME_STATES ? names[state] : NULL;
}

static void specified_state(char *text, size_t bytes, uint32_t state)
{
    if (state_name(state) != NULL)
        format_to_buffer(text, bytes, "%s", state_name(state));
    else
        format_to_buffer(text, bytes, "state %d", (int)state);
}

// The number of the frame with its entry at this address, or NO_FRAME. (The difference of two
// pointers has no meaning between entries.)
static uint32_t number_at(const struct frame *frame)
{
    uint32_t offset = (uint32_t)frame - (uint32_t)frame_table;
    uint32_t number = offset / sizeof *frame;
    return offset % sizeof *frame != 0 || number >= frame_table_entries ? NO_FRAME : number;
}

static void specified_frame(char *text, size_t bytes, uint32_t value)
{
    uint32_t number = number_at((const struct frame *)value);

    if (value == 0)
        format_to_buffer(text, bytes, "NULL");
    else if (number != NO_FRAME)
        format_to_buffer(text, bytes, "frame %u", number);
    else
        format_to_buffer(text, bytes, "0x%x, which is no frame", value);
}

static void specified_misuse(char *text, size_t bytes, uint32_t misuse)
{
    static const char *const names[] = {"FRAME_MISUSE_FREED_TWICE", "FRAME_MISUSE_FOREIGN",
                                        "FRAME_MISUSE_NO_FRAME", "FRAME_MISUSE_STATE",
                                        "FRAME_MISUSE_RUN"};
    bool is_known = misuse < sizeof names / sizeof names[0];
    format_to_buffer(text, bytes, "%s", is_known ? names[misuse] : "none");
}

static struct frame *frame_from(uint32_t argument)
{
    switch ((int)argument) {
    case POINTER_NULL:
        return NULL;
    case POINTER_BELOW:
        return frame_table - 1;
    case POINTER_BETWEEN:
        return (struct frame *)((uint8_t *)&frame_table[first_seen] + sizeof(struct frame) / 2);
    case POINTER_BYTE:
        return (struct frame *)((uint8_t *)&frame_table[first_seen] + 1);
    default:
        return frame_table + argument;
    }
}

static void print_frame(char *text, size_t bytes, uint32_t argument)
{
    switch ((int)argument) {
    case POINTER_NULL:
        format_to_buffer(text, bytes, "NULL");
        break;
    case POINTER_BELOW:
        format_to_buffer(text, bytes, "frame_table - 1");
        break;
    case POINTER_BETWEEN:
        format_to_buffer(text, bytes, "(char *)(frame_table + %u) + 8", first_seen);
        break;
    case POINTER_BYTE:
        format_to_buffer(text, bytes, "(char *)(frame_table + %u) + 1", first_seen);
        break;
    default:
        format_to_buffer(text, bytes, "frame_table + %u", argument);
    }
}

void frames_print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    char name[SPECIFIED_TEXT_BYTES];

    switch ((enum function)call->function) {
    case FRAME_ALLOC:
        specified_state(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_alloc(%s)", name);
        break;
    case FRAME_FREE_CALL:
        print_frame(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_free(%s)", name);
        break;
    case FRAME_ALLOC_RUN:
        specified_state(name, sizeof name, argument[4]);
        format_to_buffer(text, bytes, "frame_alloc_run(&(struct frame_run){%u, %u, {%u}, %u}, %s)",
                         argument[0], argument[1], argument[2], argument[3], name);
        break;
    case FRAME_INIT:
        format_to_buffer(text, bytes, "frame_init({{%u, %u}, {%u, %u}}, %u)", argument[1],
                         argument[2], argument[3], argument[4], argument[0]);
        break;
    case FRAME_FREE_RUN:
        print_frame(name, sizeof name, argument[0]);
        format_to_buffer(text, bytes, "frame_free_run(%s, %u)", name, argument[1]);
        break;
    }
}

// --- what can be seen

static bool is_of_use(uint32_t state)
{
    return state >= FRAME_KERNEL && state < FRAME_STATES;
}

static uint32_t *word_of(uint32_t number, uint32_t word)
{
    return (uint32_t *)frame_address(&frame_table[number]) + word;
}

static void look(void)
{
    memcpy(before, &frame_table[first_seen], (end_seen - first_seen) * sizeof *before);
    count_before = frame_count_free();
}

static const struct frame *before_of(uint32_t number)
{
    return &before[number - first_seen];
}

static bool was_free(uint32_t number)
{
    return number >= first_seen && number < end_seen && before_of(number)->state == FRAME_FREE;
}

// A frame that the call is not about: as it was, but for what is the allocator's own.
static void check_untouched(uint32_t number)
{
    const struct frame *now = &frame_table[number], *then = before_of(number);

    SPECIFIED(now->state, then->state, specified_state, "The number of frames that are FRAME_FREE.",
              "the state of frame %u, with which nothing was done", number);
    if (then->state == FRAME_FREE)
        return;
    SPECIFIED(now->marks, then->marks, specified_hexadecimal,
              "Written by whoever holds the frame, from lab 3 on.", "marks of frame %u", number);
    SPECIFIED(now->mappings, then->mappings, specified_hexadecimal,
              "Written by whoever holds the frame, from lab 3 on.", "mappings of frame %u", number);
    if (then->state == FRAME_RESERVED)
        return;
    SPECIFIED(now->owner.object, then->owner.object, specified_hexadecimal, "else: the holder's",
              "owner.object of frame %u", number);
    SPECIFIED(now->owner.page, then->owner.page, specified_hexadecimal, "else: the holder's",
              "owner.page of frame %u", number);
}

// (Frame 0 holds what the firmware left there.)
static void check_memory(uint32_t number)
{
    if (number == 0)
        return;
    for (uint32_t i = 0; i < sizeof looked_at / sizeof looked_at[0]; i++)
        SPECIFIED(
            *word_of(number, looked_at[i]), MEMORY_WORD + number, specified_hexadecimal,
            "The memory of the frames themselves is not touched, neither here nor below: tests let "
            "frame_init have maps of memory that is in use.",
            "word %u of the memory of frame %u", looked_at[i], number);
}

// The entries before the table and behind it are somebody else's memory.
static void check_margins(void)
{
    const uint32_t *ends[] = {(const uint32_t *)(frame_table - 1),
                              (const uint32_t *)(frame_table + frame_table_entries)};
    for (uint32_t i = 0; i < 2 * sizeof(struct frame) / sizeof(uint32_t); i++) {
        const uint32_t *word = &ends[i % 2][i / 2];
        SPECIFIED(*word, 0x01010101u * GARBAGE, specified_hexadecimal,
                  "The table, one entry for each frame from physical address 0 on.",
                  "the word at 0x%x, %s the table", (uint32_t)word,
                  i % 2 == 0 ? "before" : "behind");
    }
}

// After a call: all frames but the `frames` from `changed` on are as they were.
static void check_rest(uint32_t changed, uint32_t frames)
{
    uint32_t free_frames = 0;

    check_margins();
    for (uint32_t number = first_seen; number < end_seen; number++) {
        if (number - changed >= frames)
            check_untouched(number);
        if (before_of(number)->state != FRAME_RESERVED)
            check_memory(number);
        free_frames += frame_table[number].state == FRAME_FREE;
    }
    SPECIFIED(frame_count_free(), free_frames, specified_number,
              "The number of frames that are FRAME_FREE.", "frame_count_free()");
}

// --- handing out

static void check_handed_out(struct frame *frame, uint32_t state)
{
    uint32_t number = frame_number_of(frame).value;

    SPECIFIED(frame->state, state, specified_state,
              "The frame has the state `state`, and marks and mappings 0.", "the state of frame %u",
              number);
    SPECIFIED(frame->marks, 0, specified_hexadecimal,
              "frame_alloc and frame_alloc_run hand frames out with both 0.", "marks of frame %u",
              number);
    SPECIFIED(frame->mappings, 0, specified_hexadecimal,
              "frame_alloc and frame_alloc_run hand frames out with both 0.",
              "mappings of frame %u", number);
    frame->marks = HOLDER_MARKS;
    frame->mappings = HOLDER_MAPPINGS;
    frame->owner.object = HOLDER_OBJECT;
    frame->owner.page = number;
}

static void perform_alloc(uint32_t state)
{
    bool any = count_before > 0, high = false;
    struct frame *frame = frame_alloc(state);

    specified_result(specified_frame, (uint32_t)frame);
    SPECIFIED(is_of_use(state), true, specified_boolean,
              "asked for in a state that is not one of use (RESERVED, FREE, other)",
              "whether frame_misuse was not needed");
    SPECIFIED(frame != NULL, any, specified_boolean,
              "The frame, or NULL if none is free, with nothing changed.",
              "whether there is a frame, with %u free", count_before);
    if (frame == NULL) {
        specified_failure();
        check_rest(0, 0);
        return;
    }
    uint32_t number = number_at(frame);
    SPECIFIED(was_free(number), true, specified_boolean, "Takes one free frame.",
              "whether 0x%x is a frame that was free", (uint32_t)frame);
    for (uint32_t i = ISA_DMA_LIMIT_FRAMES; i < end_seen; i++)
        high |= was_free(i);
    SPECIFIED(
        high && number < ISA_DMA_LIMIT_FRAMES, false, specified_boolean,
        "As long as a frame at or above 16 MiB is free, it is such a one: those below are for "
        "ISA DMA, which reaches no others.",
        "whether frame %u was taken though a high one is free", number);
    check_handed_out(frame, state);
    check_rest(number, 1);
}

static bool is_power_of_two(uint32_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

static bool is_possible(const struct frame_run *run)
{
    return run->frames != 0 && is_power_of_two(run->align_frames) &&
           (run->boundary_frames == 0 ||
            (is_power_of_two(run->boundary_frames) && run->frames <= run->boundary_frames));
}

// Whether the frames from `first` on, which was any number, were such a run.
static bool fits(const struct frame_run *run, uint32_t first)
{
    if (first % run->align_frames != 0 || first >= run->limit.value ||
        run->frames > run->limit.value - first)
        return false;
    for (uint32_t i = 0; i < run->frames; i++) {
        if (!was_free(first + i) ||
            (i > 0 && run->boundary_frames != 0 && (first + i) % run->boundary_frames == 0))
            return false;
    }
    return true;
}

static bool has_place(const struct frame_run *run)
{
    for (uint32_t first = first_seen; first < end_seen; first++) {
        if (fits(run, first))
            return true;
    }
    return false;
}

static void perform_alloc_run(const struct frame_run *run, uint32_t state)
{
    struct frame *first = frame_alloc_run(run, state);

    specified_result(specified_frame, (uint32_t)first);
    SPECIFIED(is_of_use(state), true, specified_boolean,
              "asked for in a state that is not one of use (RESERVED, FREE, other)",
              "whether frame_misuse was not needed");
    SPECIFIED(
        is_possible(run), true, specified_boolean,
        "a run of 0 frames; an alignment or a boundary that is no power of two; more frames than "
        "the boundary",
        "whether frame_misuse was not needed");
    SPECIFIED(first != NULL, has_place(run), specified_boolean,
              "If a run that fits exists anywhere, one is found.", "whether a run was found");
    if (first == NULL) {
        specified_failure();
        check_rest(0, 0);
        return;
    }
    uint32_t number = number_at(first);
    SPECIFIED(fits(run, number), true, specified_boolean, "Takes a run of free frames.",
              "whether what was free from 0x%x, frame %u, on fits", (uint32_t)first, number);
    for (uint32_t i = 0; i < run->frames; i++)
        check_handed_out(&first[i], state);
    check_rest(number, run->frames);
}

// --- taking back

static bool was_in_use(uint32_t number)
{
    return number >= first_seen && number < end_seen && is_of_use(before_of(number)->state);
}

static void check_freed(uint32_t number)
{
    SPECIFIED(frame_table[number].state, FRAME_FREE, specified_state, "The frame is FRAME_FREE.",
              "the state of frame %u", number);
}

static void perform_free(uint32_t argument)
{
    uint32_t state = frame_free(frame_from(argument));

    specified_result(specified_state, state);
    SPECIFIED(was_in_use(argument), true, specified_boolean,
              "Each is a bug of the kernel, so the kernel stops.",
              "whether frame_misuse was not needed");
    SPECIFIED(state, before_of(argument)->state, specified_state, "The state that it had.",
              "what frame_free returned");
    check_freed(argument);
    check_rest(argument, 1);
}

static bool were_in_use(uint32_t first, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++) {
        if (!was_in_use(first + i))
            return false;
    }
    return frames > 0;
}

static void perform_free_run(uint32_t argument, uint32_t frames)
{
    frame_free_run(frame_from(argument), frames);
    SPECIFIED(were_in_use(argument, frames), true, specified_boolean,
              "as for frame_free, for any of the frames. FRAME_MISUSE_RUN for 0 frames.",
              "whether frame_misuse was not needed");
    for (uint32_t i = 0; i < frames; i++)
        check_freed(argument + i);
    check_rest(argument, frames);
}

// --- beginning

// The ranges of a call, if they are such as frame_init may be called with.
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

static bool perform_init(const uint32_t *argument)
{
    struct memory_range ranges[2];

    if (!read_ranges(argument, ranges))
        return false;
    memset(frame_table, GARBAGE, frame_table_entries * sizeof *frame_table);
    frame_init(ranges, argument[0]);
    frames_check_init(ranges, argument[0]);
    check_margins();
    for (uint32_t number = first_seen; number < end_seen; number++)
        check_memory(number);
    return true;
}

// --- the calls

bool frames_perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    look();
    switch ((enum function)call->function) {
    case FRAME_ALLOC:
        perform_alloc(argument[0]);
        break;
    case FRAME_FREE_CALL:
        perform_free(argument[0]);
        break;
    case FRAME_ALLOC_RUN: {
        struct frame_run run = {argument[0], argument[1], {argument[2]}, argument[3]};
        perform_alloc_run(&run, argument[4]);
        break;
    }
    case FRAME_INIT:
        return perform_init(argument);
    case FRAME_FREE_RUN:
        perform_free_run(argument[0], argument[1]);
        break;
    }
    return true;
}

// The misuse that freeing this pointer is, as it was before the call; FRAME_MISUSE_RUN if it is
// none.
static enum frame_misuse misuse_of(const struct frame *frame)
{
    uint32_t number = number_at(frame);

    if (number == NO_FRAME)
        return FRAME_MISUSE_NO_FRAME;
    if (was_free(number))
        return FRAME_MISUSE_FREED_TWICE;
    return was_in_use(number) ? FRAME_MISUSE_RUN : FRAME_MISUSE_FOREIGN;
}

// If several frames of a run cannot be freed, any of them may be named.
static bool frees_wrongly(const struct specified_call *call, uint32_t misuse, uint32_t value)
{
    const struct frame *first = frame_from(call->argument[0]), *named = (const struct frame *)value;
    uint32_t frames = call->function == FRAME_FREE_RUN ? call->argument[1] : 1;

    if (frames == 0)
        return misuse == FRAME_MISUSE_RUN || (named == first && misuse == misuse_of(first));
    uint32_t offset = (uint32_t)named - (uint32_t)first;
    return offset % sizeof *first == 0 && offset / sizeof *first < frames &&
           misuse_of(named) != FRAME_MISUSE_RUN && misuse == misuse_of(named);
}

void frames_misused(const struct specified_call *call, uint32_t misuse, uint32_t value)
{
    const uint32_t *argument = call->argument;
    bool is_right = false;

    switch ((enum function)call->function) {
    case FRAME_ALLOC:
        is_right = misuse == FRAME_MISUSE_STATE && !is_of_use(argument[0]);
        break;
    case FRAME_ALLOC_RUN: {
        struct frame_run run = {argument[0], argument[1], {argument[2]}, argument[3]};
        is_right = (misuse == FRAME_MISUSE_STATE && !is_of_use(argument[4])) ||
                   (misuse == FRAME_MISUSE_RUN && !is_possible(&run));
        break;
    }
    case FRAME_INIT:
        break;
    case FRAME_FREE_CALL:
    case FRAME_FREE_RUN:
        is_right = frees_wrongly(call, misuse, value);
        break;
    }
    if (is_right)
        return;
    char name[SPECIFIED_TEXT_BYTES], frame[SPECIFIED_TEXT_BYTES];
    specified_misuse(name, sizeof name, misuse);
    specified_frame(frame, sizeof frame, value);
    SPECIFIED(false, true, specified_boolean, "Panics with the misuse in words and the frame.",
              "whether frame_misuse(%s, %s) is right here", name, frame);
}

// --- the whole table

static struct test_state_sum rest;

static struct test_state_sum sum_of_rest(void)
{
    struct test_state_sum sum = {0, 0};

    for (uint32_t number = 0; number < frame_table_entries; number++) {
        if (number >= first_seen && number < end_seen)
            continue;
        sum.first = sum.first * 31 + frame_table[number].head;
        sum.second += frame_table[number].head;
    }
    return sum;
}

void frames_set_table(uint32_t entries)
{
    static struct frame *whole;

    if (whole == NULL)
        whole = frame_table;
    frame_table = whole + TABLE_MARGIN;
    frame_table_entries = entries;
    memset(frame_table - TABLE_MARGIN, GARBAGE, TABLE_MARGIN * sizeof *frame_table);
    memset(frame_table + entries, GARBAGE, TABLE_MARGIN * sizeof *frame_table);
}

void frames_begin(const struct memory_range *ranges, uint32_t count, uint32_t first, uint32_t end)
{
    CHECK(end - first, <=, (uint32_t)SEEN_MOST);
    first_seen = first;
    end_seen = end;
    for (uint32_t number = first; number < end; number++) {
        for (uint32_t i = 0; i < sizeof looked_at / sizeof looked_at[0] && number > 0; i++)
            *word_of(number, looked_at[i]) = MEMORY_WORD + number;
    }
    frame_init(ranges, count);
    rest = sum_of_rest();
    test_state_begin();
    test_state_add(&frame_table[first], (end - first) * sizeof *frame_table);
}

void frames_check_rest(void)
{
    struct test_state_sum now = sum_of_rest();
    CHECK(now.first == rest.first && now.second == rest.second, ==, true);
}

void frames_check_init(const struct memory_range *ranges, uint32_t count)
{
    uint32_t free_frames = 0, number = 0;

    for (uint32_t i = 0; i <= count; i++) {
        // whole frames only: in 64 bits nothing wraps
        uint32_t first = frame_table_entries, end = frame_table_entries;
        if (i < count) {
            first = (uint32_t)(((uint64_t)ranges[i].start.value + FRAME_BYTES - 1) >> FRAME_SHIFT);
            end = ranges[i].end.value >> FRAME_SHIFT;
        }
        for (; number < frame_table_entries && (number < first || number < end); number++) {
            uint32_t state = number >= first ? FRAME_FREE : FRAME_RESERVED;
            SPECIFIED(
                frame_table[number].state, state, specified_state,
                "a frame that lies in one range with all its bytes is FRAME_FREE, every other "
                "entry of the table FRAME_RESERVED; marks and mappings are 0.",
                "the state of frame %u", number);
            SPECIFIED(
                frame_table[number].marks, 0, specified_hexadecimal,
                "a frame that lies in one range with all its bytes is FRAME_FREE, every other "
                "entry of the table FRAME_RESERVED; marks and mappings are 0.",
                "marks of frame %u", number);
            SPECIFIED(
                frame_table[number].mappings, 0, specified_hexadecimal,
                "a frame that lies in one range with all its bytes is FRAME_FREE, every other "
                "entry of the table FRAME_RESERVED; marks and mappings are 0.",
                "mappings of frame %u", number);
            free_frames += state == FRAME_FREE;
        }
    }
    SPECIFIED(frame_count_free(), free_frames, specified_number,
              "The number of frames that are FRAME_FREE.", "frame_count_free()");
}
