// SPDX-License-Identifier: MIT
// Lab 1 with a bitmap: a bit for each frame that is free, and above that three more bitmaps, with a
// bit for each word below that is not 0. Four words lead to the highest free frame, which is a high
// one as long as there is one. Nothing is kept in the table but the states.
#include "mm/frame.h"

#include <stdbool.h>

#include "common/string.h"

#define WORD_SHIFT 5
#define WORD_BITS  (1u << WORD_SHIFT)
#define LEVELS     4

static uint32_t level_0[1 << 15], level_1[1 << 10], level_2[1 << 5], level_3[1];
static uint32_t *const levels[LEVELS] = {level_0, level_1, level_2, level_3};
static uint32_t free_frames;

static void set_free(uint32_t number)
{
    for (int level = 0; level < LEVELS; level++, number >>= WORD_SHIFT) {
        uint32_t *word = &levels[level][number >> WORD_SHIFT], before = *word;
        *word = before | 1u << number % WORD_BITS;
        if (before != 0)
            break;
    }
    free_frames++;
}

static void set_used(uint32_t number)
{
    for (int level = 0; level < LEVELS; level++, number >>= WORD_SHIFT) {
        uint32_t *word = &levels[level][number >> WORD_SHIFT];
        *word &= ~(1u << number % WORD_BITS);
        if (*word != 0)
            break;
    }
    free_frames--;
}

static bool is_free(uint32_t number)
{
    return (level_0[number >> WORD_SHIFT] >> number % WORD_BITS & 1) != 0;
}

static bool is_whole(uint32_t number, const struct memory_range *ranges, uint32_t count)
{
    uint32_t start = number << FRAME_SHIFT, last = start + FRAME_BYTES - 1;
    for (uint32_t i = 0; i < count; i++) {
        if (ranges[i].start.value <= start && last < ranges[i].end.value)
            return true;
    }
    return false;
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    memset(level_0, 0, sizeof level_0);
    memset(level_1, 0, sizeof level_1);
    memset(level_2, 0, sizeof level_2);
    level_3[0] = 0;
    free_frames = 0;
    for (uint32_t number = 0; number < frame_table_entries; number++) {
        bool whole = is_whole(number, ranges, count);
        frame_table[number].head = whole ? FRAME_FREE : FRAME_RESERVED;
        if (whole)
            set_free(number);
    }
}

static void check_state(enum frame_state state)
{
    if (state != FRAME_KERNEL && state != FRAME_CORE && state != FRAME_PAGED && state != FRAME_LENT)
        frame_misuse(FRAME_MISUSE_STATE, NULL);
}

struct frame *frame_alloc(enum frame_state state)
{
    uint32_t number = 0;

    check_state(state);
    if (free_frames == 0)
        return NULL;
    for (int level = LEVELS - 1; level >= 0; level--)
        number =
            number << WORD_SHIFT | (WORD_BITS - 1 - (uint32_t)__builtin_clz(levels[level][number]));
    set_used(number);
    frame_table[number].head = state;
    return &frame_table[number];
}

enum frame_state frame_free(struct frame *frame)
{
    uint32_t offset = (uint32_t)frame - (uint32_t)frame_table, number = offset / sizeof *frame;

    if ((uint32_t)frame < (uint32_t)frame_table || offset % sizeof *frame != 0 ||
        number >= frame_table_entries)
        frame_misuse(FRAME_MISUSE_NO_FRAME, frame);
    if (is_free(number))
        frame_misuse(FRAME_MISUSE_FREED_TWICE, frame);
    if (frame->state == FRAME_RESERVED)
        frame_misuse(FRAME_MISUSE_FOREIGN, frame);
    enum frame_state state = frame->state;
    frame->state = FRAME_FREE;
    set_free(number);
    return state;
}

static bool is_power(uint32_t value)
{
    return value != 0 && (value & (value - 1)) == 0;
}

static bool fits(const struct frame_run *run, uint32_t first)
{
    for (uint32_t i = first; i < first + run->frames; i++) {
        if (!is_free(i) ||
            (i > first && run->boundary_frames != 0 && i % run->boundary_frames == 0))
            return false;
    }
    return true;
}

struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
{
    uint32_t end = run->limit.value;

    check_state(state);
    if (run->frames == 0 || !is_power(run->align_frames) ||
        (run->boundary_frames != 0 &&
         (!is_power(run->boundary_frames) || run->boundary_frames < run->frames)))
        frame_misuse(FRAME_MISUSE_RUN, NULL);
    if (end > frame_table_entries)
        end = frame_table_entries;
    if (run->frames > end)
        return NULL;
    // from the top down, in steps of the alignment
    for (uint32_t first = (end - run->frames) & ~(run->align_frames - 1);;
         first -= run->align_frames) {
        if (fits(run, first)) {
            for (uint32_t i = first; i < first + run->frames; i++) {
                set_used(i);
                frame_table[i].head = state;
            }
            return &frame_table[first];
        }
        if (first < run->align_frames)
            return NULL;
    }
}

void frame_free_run(struct frame *first, uint32_t frames)
{
    if (frames == 0)
        frame_misuse(FRAME_MISUSE_RUN, NULL);
    do
        frame_free(first++);
    while (--frames > 0);
}

uint32_t frame_count_free(void)
{
    return free_frames;
}
