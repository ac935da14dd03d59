// SPDX-License-Identifier: MIT
#include "labs/1-frames/tests/seen.h"

#include "common/string.h"
#include "kernel/test/frames.h"
#include "kernel/test/specification.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/words.h"

#define MOST   1024
#define MARGIN 2           // entries on either side of a range
#define WORD   0x5eed0000u // in the memory of a frame, with its number
#define WORDS  (FRAME_BYTES / sizeof(uint32_t))

// Each byte of what a holder writes looks like a state of use, for pointers between two entries.
#define HOLDER_MARKS    FRAME_CORE
#define HOLDER_MAPPINGS 0x0405
#define HOLDER_OBJECT   ((void *)0x05040302)
#define HOLDER_PAGE     0x02030405u

static const uint32_t looked_at[] = {0, WORDS / 2, WORDS - 1};

static uint32_t numbers[MOST], frames, count_before;
static struct frame before[MOST];
static const struct frame *table;
static uint32_t table_entries;

// Frame 0 holds what the firmware left there, and what lies in the arena is the tests' own.
static bool has_memory(uint32_t number)
{
    return number > 0 && number < (TEST_ARENA_START - KERNEL_BASE) >> FRAME_SHIFT;
}

static uint32_t *word_of(uint32_t number, uint32_t index)
{
    return (uint32_t *)frame_address(&frame_table[number]) + looked_at[index];
}

static void mark_memory(uint32_t number)
{
    for (uint32_t i = 0; has_memory(number) && i < sizeof looked_at / sizeof looked_at[0]; i++)
        *word_of(number, i) = WORD + number;
}

// The seen frames in [from, to) and all the others between `done` and `to` make up the state.
static void add_window(uint32_t done, uint32_t from, uint32_t to)
{
    test_state_add(frame_table + done, (from - done) * sizeof *frame_table);
    test_state_add(frame_table + from, (to - from) * sizeof *frame_table);
    for (uint32_t number = from; number < to; number++) {
        CHECK(frames, <, (uint32_t)MOST);
        numbers[frames++] = number;
        mark_memory(number);
    }
}

void seen_begin(const struct memory_range *ranges, uint32_t count)
{
    uint32_t done = 0;

    table = frame_table;
    table_entries = frame_table_entries;
    frames = 0;
    test_state_begin((void *)TEST_ARENA_START, TEST_ARENA_BYTES);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t from = ranges[i].start.value >> FRAME_SHIFT;
        uint32_t to = ((ranges[i].end.value - 1) >> FRAME_SHIFT) + 1 + MARGIN;
        from = from < done + MARGIN ? done : from - MARGIN;
        to = to > table_entries ? table_entries : to;
        add_window(done, from, to);
        done = to;
    }
    test_state_add(frame_table + done, (table_entries - done) * sizeof *frame_table);
}

uint32_t seen_frames(void)
{
    return frames;
}

uint32_t seen_number(uint32_t index)
{
    return numbers[index];
}

void seen_look(void)
{
    for (uint32_t i = 0; i < frames; i++)
        before[i] = frame_table[numbers[i]];
    count_before = frame_count_free();
}

uint32_t seen_count_before(void)
{
    return count_before;
}

const struct frame *seen_before(uint32_t number)
{
    uint32_t low = 0, high = frames;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (numbers[middle] == number)
            return &before[middle];
        if (numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool seen_was_free(uint32_t number)
{
    const struct frame *frame = seen_before(number);
    return frame != NULL && frame->state == FRAME_FREE;
}

bool seen_was_in_use(uint32_t number)
{
    const struct frame *frame = seen_before(number);
    return frame != NULL && frame->state >= FRAME_KERNEL && frame->state < FRAME_STATES;
}

void seen_hold(struct frame *frame)
{
    frame->marks = HOLDER_MARKS;
    frame->mappings = HOLDER_MAPPINGS;
    frame->owner.object = HOLDER_OBJECT;
    frame->owner.page = HOLDER_PAGE;
}

static void check_entry(uint32_t number, const struct frame *then)
{
    const struct frame *now = &frame_table[number];

    SPECIFIED(now->state, then->state, words_state, SAYS_TABLE,
              "the state of frame %u, which has nothing to do with this call", number);
    if (then->state == FRAME_FREE)
        return;
    SPECIFIED(now->marks, then->marks, specified_hexadecimal, SAYS_TABLE,
              "marks of frame %u, which has nothing to do with this call", number);
    SPECIFIED(now->mappings, then->mappings, specified_hexadecimal, SAYS_TABLE,
              "mappings of frame %u, which has nothing to do with this call", number);
    if (then->state == FRAME_RESERVED)
        return;
    SPECIFIED(now->owner.object, then->owner.object, specified_hexadecimal, SAYS_TABLE,
              "owner.object of frame %u, which is its holder's", number);
    SPECIFIED(now->owner.page, then->owner.page, specified_hexadecimal, SAYS_TABLE,
              "owner.page of frame %u, which is its holder's", number);
}

static void check_memory_of(uint32_t number)
{
    for (uint32_t i = 0; has_memory(number) && i < sizeof looked_at / sizeof looked_at[0]; i++)
        SPECIFIED(*word_of(number, i), WORD + number, specified_hexadecimal,
                  SAYS_TOUCHES_NOTHING_ELSE, "word %u of the memory of frame %u", looked_at[i],
                  number);
}

// The entry before the table is nobody's.
static void check_surroundings(void)
{
    SPECIFIED(frame_table, table, specified_hexadecimal, SAYS_TABLE, "frame_table");
    SPECIFIED(frame_table_entries, table_entries, specified_number, SAYS_TABLE,
              "frame_table_entries");
    if (test_frames_words_before_table() == 0)
        return;
    const uint32_t *word = (const uint32_t *)(table - 1);
    for (uint32_t i = 0; i < sizeof *table / sizeof *word; i++)
        SPECIFIED(word[i], TEST_AROUND_TABLE, specified_hexadecimal, SAYS_TOUCHES_NOTHING_ELSE,
                  "a word before the table, where frame_table[-1] would be");
}

void seen_check_memory(void)
{
    check_surroundings();
    for (uint32_t i = 0; i < frames; i++)
        check_memory_of(numbers[i]);
}

void seen_check_rest(uint32_t changed, uint32_t count)
{
    uint32_t free_frames = 0;

    seen_check_memory();
    for (uint32_t i = 0; i < frames; i++) {
        if (numbers[i] - changed >= count)
            check_entry(numbers[i], &before[i]);
        free_frames += frame_table[numbers[i]].state == FRAME_FREE;
    }
    SPECIFIED(frame_count_free(), free_frames, specified_number, SAYS_COUNT, "frame_count_free()");
    specified_ends();
}

void seen_check_others(void)
{
    const uint32_t *word = (const uint32_t *)table - test_frames_words_before_table();

    for (; word < (const uint32_t *)table; word++)
        CHECK_THAT(*word, ==, TEST_AROUND_TABLE, "a word before the table: %s",
                   SAYS_TOUCHES_NOTHING_ELSE);
    for (uint32_t number = 0, i = 0; number < table_entries; number++) {
        if (i < frames && numbers[i] == number)
            i++;
        else
            CHECK_THAT(frame_table[number].head, ==, (uint32_t)FRAME_RESERVED,
                       "state, marks and mappings of frame %u, which is in no range", number);
    }
}
