// SPDX-License-Identifier: MIT
#include "labs/1-frames/tests/support.h"

#include "common/string.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/words.h"
#include "mm/boot/memory_map.h"

struct frame *held[MOST_HELD];
uint32_t held_count;

static uint16_t place_of[MOST_HELD]; // of each frame in held[], and one more; 0: it is not held

void expect_free(uint32_t frames, const char *when)
{
    CHECK_THAT(frame_count_free(), ==, frames, "frame_count_free() %s", when);
}

// --- single frames

// Then the holder writes to what is the holder's.
static void check_new(struct frame *frame, enum frame_state state)
{
    uint32_t number = frame_number_of(frame).value;

    if (frame->state != state) {
        char name[SPECIFIED_TEXT_BYTES];
        words_state(name, sizeof name, state);
        CHECK_THAT(frame->state, ==, state, "the state of frame %u, which was asked for as %s",
                   number, name);
    }
    CHECK_THAT(frame->marks, ==, 0, "marks of frame %u, which was just handed out", number);
    CHECK_THAT(frame->mappings, ==, 0, "mappings of frame %u, which was just handed out", number);
    frame->marks = UINT8_MAX;
    frame->mappings = UINT16_MAX;
    frame->owner.object = frame;
    frame->owner.page = number;
}

void hold(struct frame *first, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++) {
        uint32_t number = frame_number_of(first + i).value;
        CHECK(number, <, (uint32_t)MOST_HELD);
        CHECK_THAT(place_of[number] != 0, ==, false,
                   "whether frame %u, just handed out, is in use already", number);
        held[held_count++] = first + i;
        place_of[number] = (uint16_t)held_count;
    }
}

// NULL if there is none.
static struct frame *try_to_take(enum frame_state state)
{
    uint32_t before = frame_count_free();
    struct frame *frame = frame_alloc(state);

    if (frame == NULL) {
        expect_free(before, "after frame_alloc returned NULL");
        CHECK_THAT(before, ==, 0u, "frames that are free where frame_alloc returns NULL");
        return NULL;
    }
    CHECK_THAT(words_number_at((uint32_t)frame) != NO_FRAME, ==, true,
               "whether 0x%x, which frame_alloc returned, is the address of a frame's entry",
               (uint32_t)frame);
    hold(frame, 1);
    check_new(frame, state);
    expect_free(before - 1, "after one more was handed out");
    return frame;
}

struct frame *take(enum frame_state state)
{
    struct frame *frame = try_to_take(state);
    CHECK_THAT(frame != NULL, ==, true, "whether frame_alloc found a frame, with %u in use",
               held_count);
    return frame;
}

void take_all(enum frame_state state)
{
    while (try_to_take(state) != NULL)
        ;
}

void give(uint32_t index)
{
    struct frame *frame = held[index];
    uint32_t number = frame_number_of(frame).value, before = frame_count_free();
    enum frame_state state = frame->state;

    held[index] = held[--held_count];
    place_of[frame_number_of(held[index]).value] = (uint16_t)(index + 1);
    place_of[number] = 0;
    enum frame_state returned = frame_free(frame);
    if (returned != state) {
        char name[SPECIFIED_TEXT_BYTES];
        words_state(name, sizeof name, state);
        CHECK_THAT(returned, ==, state, "what frame_free returned for frame %u, which was %s",
                   number, name);
    }
    CHECK_THAT(frame->state, ==, FRAME_FREE, "the state of frame %u, now to be FRAME_FREE", number);
    expect_free(before + 1, "after one more was given back");
}

void give_number(uint32_t number)
{
    CHECK_THAT(place_of[number] != 0, ==, true, "whether frame %u was handed out, as all others",
               number);
    give(place_of[number] - 1u);
}

void give_all(void)
{
    while (held_count > 0)
        give(test_random(held_count));
}

void forget_held(void)
{
    memset(place_of, 0, sizeof place_of);
    held_count = 0;
}

// --- runs

struct frame *take_run(const struct frame_run *run)
{
    uint32_t before = frame_count_free();
    struct frame *first = frame_alloc_run(run, FRAME_CORE);

    if (first == NULL) {
        expect_free(before, "after frame_alloc_run returned NULL");
        return NULL;
    }
    uint32_t number = words_number_at((uint32_t)first);
    CHECK_THAT(number != NO_FRAME, ==, true,
               "whether 0x%x, which frame_alloc_run returned, is the address of a frame's entry",
               (uint32_t)first);
    CHECK_THAT(number % run->align_frames, ==, 0u,
               "the rest when the run's first frame, %u, is divided by the alignment, %u", number,
               run->align_frames);
    CHECK_THAT(number + run->frames, <=, frame_table_entries,
               "the end of the run of %u at frame %u, in a table with fewer entries", run->frames,
               number);
    CHECK_THAT(number + run->frames, <=, run->limit.value,
               "the end of the run of %u at frame %u, with a limit", run->frames, number);
    for (uint32_t i = 0; i < run->frames; i++) {
        check_new(first + i, FRAME_CORE);
        if (run->boundary_frames != 0 && i > 0)
            CHECK_THAT(
                (number + i) % run->boundary_frames, !=, 0u,
                "the rest when frame %u, within the run at %u, is divided by the boundary %u",
                number + i, number, run->boundary_frames);
    }
    expect_free(before - run->frames, "after a run was handed out");
    return first;
}

void give_run(struct frame *first, uint32_t frames)
{
    uint32_t before = frame_count_free(), number = frame_number_of(first).value;

    frame_free_run(first, frames);
    for (uint32_t i = 0; i < frames; i++)
        CHECK_THAT(first[i].state, ==, FRAME_FREE,
                   "the state of frame %u of a run, now to be FRAME_FREE", number + i);
    expect_free(before + frames, "after a run was given back");
}

void give_singly(struct frame *first, uint32_t frames)
{
    for (uint32_t i = 0; i < frames; i++)
        CHECK_THAT(frame_free(first + i), ==, (enum frame_state)FRAME_CORE,
                   "what frame_free returned for frame %u, which was FRAME_CORE",
                   frame_number_of(first + i).value);
}

// --- made-up machines

void start_machine(uint32_t entries, const uint32_t (*free)[2], uint32_t pairs)
{
    struct memory_range ranges[MEMORY_MAP_RANGES];
    uint32_t frames = 0;

    CHECK(pairs, <=, (uint32_t)MEMORY_MAP_RANGES);
    for (uint32_t i = 0; i < pairs; i++) {
        ranges[i] = (struct memory_range){{free[i][0] << FRAME_SHIFT}, {free[i][1] << FRAME_SHIFT}};
        frames += free[i][1] - free[i][0];
    }
    test_frames_set_table(entries);
    frame_init(ranges, pairs);
    expect_free(frames, "after frame_init");
}
