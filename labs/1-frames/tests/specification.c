// SPDX-License-Identifier: MIT
// The relation: seen_before() is how a frame was before the call, the frame table how it is now.
#include "labs/1-frames/tests/specification.h"

#include "kernel/test/frames.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/seen.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/words.h"

#define ALL_ENTRIES (1u << 28) // as many as addresses allow

// --- handing out

static void check_handed_out(struct frame *frame, uint32_t state, const char *sentence)
{
    uint32_t number = frame_number_of(frame).value;

    SPECIFIED(frame->state, state, words_state, sentence, "the state of frame %u", number);
    SPECIFIED(frame->marks, 0, specified_hexadecimal, SAYS_HANDED_OUT_CLEAN, "marks of frame %u",
              number);
    SPECIFIED(frame->mappings, 0, specified_hexadecimal, SAYS_HANDED_OUT_CLEAN,
              "mappings of frame %u", number);
    seen_hold(frame);
}

// Some frame at or above `from` that was free.
static uint32_t find_free(uint32_t from)
{
    for (uint32_t i = 0; i < seen_frames(); i++) {
        if (seen_number(i) >= from && seen_was_free(seen_number(i)))
            return seen_number(i);
    }
    return NO_FRAME;
}

void specify_alloc(enum frame_state state, struct frame *frame)
{
    uint32_t number = words_number_at((uint32_t)frame), any = find_free(0),
             high = find_free(ISA_DMA_LIMIT_FRAMES);

    specified_result(words_frame, (uint32_t)frame);
    if (frame == NULL) {
        SPECIFIED(false, any != NO_FRAME, words_some, SAYS_ALLOC_RETURNS,
                  "what frame_alloc returned, with frame %u free", any);
        specified_failure();
        seen_check_rest(0, 0);
        return;
    }
    SPECIFIED(seen_was_free(number), true, words_free, SAYS_ALLOC,
              "what frame_alloc returned, 0x%x, frame %u", (uint32_t)frame, number);
    SPECIFIED(number >= ISA_DMA_LIMIT_FRAMES, number >= ISA_DMA_LIMIT_FRAMES || high != NO_FRAME,
              words_high, SAYS_HIGH_FIRST,
              "what frame_alloc returned, frame %u, with frame %u free", number, high);
    check_handed_out(frame, state, SAYS_ALLOC_STATE);
    seen_check_rest(number, 1);
}

bool specify_is_of_use(uint32_t state)
{
    return state >= FRAME_KERNEL && state < FRAME_STATES;
}

// --- runs

static uint32_t find_place(const struct frame_run *run)
{
    for (uint32_t i = 0; i < seen_frames(); i++) {
        if (test_run_fits(run, seen_number(i), seen_was_free))
            return seen_number(i);
    }
    return NO_FRAME;
}

// What is wrong with a run that was found.
static void check_place(const struct frame_run *run, const struct frame *first)
{
    uint32_t number = words_number_at((uint32_t)first);

    SPECIFIED(number != NO_FRAME, true, specified_boolean, SAYS_RUN,
              "whether 0x%x, which frame_alloc_run returned, is a frame", (uint32_t)first);
    SPECIFIED(number % run->align_frames, 0, specified_number, SAYS_RUN_ALIGNED,
              "the rest when frame %u, which was found, is divided by the alignment", number);
    SPECIFIED(number < run->limit.value && run->frames <= run->limit.value - number, true,
              specified_boolean, SAYS_RUN_LIMIT,
              "whether %u frames from frame %u on, which was found, lie below the limit",
              run->frames, number);
    for (uint32_t i = 0; i < run->frames; i++) {
        SPECIFIED(seen_was_free(number + i), true, specified_boolean, SAYS_RUN,
                  "whether frame %u, of the run found at frame %u, was free", number + i, number);
        SPECIFIED(i > 0 && run->boundary_frames != 0 && (number + i) % run->boundary_frames == 0,
                  false, specified_boolean, SAYS_RUN_BOUNDARY,
                  "whether a boundary lies at frame %u, within the run found at frame %u",
                  number + i, number);
    }
}

void specify_alloc_run(const struct frame_run *run, enum frame_state state, struct frame *first)
{
    uint32_t place = find_place(run);

    specified_result(words_frame, (uint32_t)first);
    if (first == NULL) {
        SPECIFIED(false, place != NO_FRAME, words_some, SAYS_RUN_FOUND,
                  "what frame_alloc_run returned, though the frames from %u on fit", place);
        specified_failure();
        seen_check_rest(0, 0);
        return;
    }
    check_place(run, first);
    for (uint32_t i = 0; i < run->frames; i++)
        check_handed_out(&first[i], state, SAYS_RUN_STATE);
    seen_check_rest(frame_number_of(first).value, run->frames);
}

// --- taking back

void specify_free(struct frame *frame, enum frame_state state)
{
    uint32_t number = frame_number_of(frame).value;

    specified_result(words_state, state);
    SPECIFIED(state, seen_before(number)->state, words_state, SAYS_FREE_RETURNS,
              "what frame_free returned");
    SPECIFIED(frame->state, FRAME_FREE, words_state, SAYS_FREE_STATE, "the state of frame %u",
              number);
    seen_check_rest(number, 1);
}

void specify_free_run(struct frame *first, uint32_t frames)
{
    uint32_t number = frame_number_of(first).value;

    for (uint32_t i = 0; i < frames; i++)
        SPECIFIED(first[i].state, FRAME_FREE, words_state, SAYS_FREE_RUN_STATE,
                  "the state of frame %u", number + i);
    seen_check_rest(number, frames);
}

// The misuse that freeing this pointer is.
static uint32_t misuse_of(uint32_t number)
{
    if (number == NO_FRAME)
        return FRAME_MISUSE_NO_FRAME;
    if (seen_was_in_use(number))
        return NO_MISUSE;
    return seen_was_free(number) ? FRAME_MISUSE_FREED_TWICE : FRAME_MISUSE_FOREIGN;
}

// How many of the table's entries there are among `frames` from entry `start` on. Behind the last
// address comes the first one: 2^28 entries are all that there could be.
static uint32_t count_entries(uint32_t start, uint32_t frames)
{
    uint64_t end = (uint64_t)start + frames;
    uint64_t round = end > ALL_ENTRIES ? end - ALL_ENTRIES : 0;
    uint32_t straight = start < frame_table_entries ? frame_table_entries - start : 0;
    uint32_t most = start < frame_table_entries ? start : frame_table_entries;

    return (straight < frames ? straight : frames) + (round < most ? (uint32_t)round : most);
}

// (For no frames at all, also what is wrong with the first one.)
uint32_t specify_misuses_of_free(const struct frame *first, uint32_t frames)
{
    uint32_t offset = (uint32_t)first - (uint32_t)frame_table, start = offset / sizeof *first;
    uint32_t misuses = frames == 0 ? 1u << FRAME_MISUSE_RUN : 0, seen = 0;

    if (offset % sizeof *first != 0)
        return misuses | 1u << FRAME_MISUSE_NO_FRAME;
    if (frames == 0)
        frames = 1;
    for (uint32_t i = 0; i < seen_frames(); i++) {
        if ((seen_number(i) - start) % ALL_ENTRIES >= frames)
            continue;
        uint32_t misuse = misuse_of(seen_number(i));
        misuses |= misuse == NO_MISUSE ? 0 : 1u << misuse;
        seen++;
    }
    // all others are reserved, or are none
    uint32_t entries = count_entries(start, frames);
    return misuses | (seen < entries ? 1u << FRAME_MISUSE_FOREIGN : 0) |
           (entries < frames ? 1u << FRAME_MISUSE_NO_FRAME : 0);
}

// --- beginning

static void check_entry(uint32_t number, enum frame_state state)
{
    SPECIFIED(frame_table[number].state, state, words_state, SAYS_INIT, "the state of frame %u",
              number);
    SPECIFIED(frame_table[number].marks, 0, specified_hexadecimal, SAYS_INIT, "marks of frame %u",
              number);
    SPECIFIED(frame_table[number].mappings, 0, specified_hexadecimal, SAYS_INIT,
              "mappings of frame %u", number);
}

void specify_init(const struct memory_range *ranges, uint32_t count)
{
    uint32_t free_frames = 0, number = 0;

    for (uint32_t i = 0; i < count; i++) {
        // rounded in 64 bits, where nothing wraps
        uint32_t first =
            (uint32_t)(((uint64_t)ranges[i].start.value + FRAME_BYTES - 1) >> FRAME_SHIFT);
        uint32_t end = ranges[i].end.value >> FRAME_SHIFT;
        for (; number < first && number < frame_table_entries; number++)
            check_entry(number, FRAME_RESERVED);
        for (; number < end; number++, free_frames++)
            check_entry(number, FRAME_FREE);
    }
    for (; number < frame_table_entries; number++)
        check_entry(number, FRAME_RESERVED);
    SPECIFIED(frame_count_free(), free_frames, specified_number, SAYS_COUNT, "frame_count_free()");
    specified_ends();
}
