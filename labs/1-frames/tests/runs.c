// SPDX-License-Identifier: MIT
// Lab 1: runs of frames.
#include "labs/1-frames/tests/support.h"

#define LONGEST   16
#define ANYWHERE  ((frame_number){0xffffffffu})
#define DMA_LIMIT ((frame_number){ISA_DMA_LIMIT_FRAMES})

static struct frame *take_run(const struct frame_run *run)
{
    uint32_t before = frame_count_free();
    struct frame *first = frame_alloc_run(run, FRAME_CORE);
    CHECK(frame_count_free(), ==, before - (first == NULL ? 0 : run->frames));
    if (first == NULL)
        return NULL;
    uint32_t number = frame_number_of(first).value;
    CHECK(number % run->align_frames, ==, 0u);
    CHECK(number + run->frames, <=, frame_table_entries);
    CHECK(number + run->frames, <=, run->limit.value);
    for (uint32_t i = 0; i < run->frames; i++) {
        CHECK(first[i].state, ==, FRAME_CORE);
        CHECK(first[i].marks, ==, 0);
        CHECK(first[i].mappings, ==, 0);
        if (run->boundary_frames != 0 && i > 0)
            CHECK((number + i) % run->boundary_frames, !=, 0u);
    }
    return first;
}

// Every length with every alignment, none held twice, all given back.
TEST(run_sizes, 1)
{
    static struct frame *firsts[LONGEST][5];
    uint32_t before = frame_count_free(), total = 0;
    for (uint32_t frames = 1; frames <= LONGEST; frames++) {
        for (uint32_t shift = 0; shift < 5; shift++) {
            struct frame_run run = {frames, 1u << shift, ANYWHERE, 0};
            firsts[frames - 1][shift] = take_run(&run);
            CHECK(firsts[frames - 1][shift], !=, NULL);
            total += frames;
        }
    }
    CHECK(frame_count_free(), ==, before - total);
    for (uint32_t frames = 1; frames <= LONGEST; frames++) {
        for (uint32_t shift = 0; shift < 5; shift++)
            frame_free_run(firsts[frames - 1][shift], frames);
    }
    CHECK(frame_count_free(), ==, before);
    record_send("value", "free=%u total=%u", before, total);
}

// Below 16 MiB runs go on until none is left there; then there are none, though memory is free
// above.
TEST(run_limit, 1)
{
    struct frame_run run = {8, 1, DMA_LIMIT, 0};
    uint32_t runs = 0;
    while (take_run(&run) != NULL)
        runs++;
    CHECK(frame_count_free(), >, 8u);
    for (uint32_t i = 0, length = 0; i < ISA_DMA_LIMIT_FRAMES; i++) {
        length = frame_table[i].state == FRAME_FREE ? length + 1 : 0;
        CHECK(length, <, 8u);
    }
    run.limit = ANYWHERE;
    CHECK(take_run(&run), !=, NULL);
    run.limit.value = 0;
    CHECK(take_run(&run), ==, NULL);
    run.limit.value = 7;
    CHECK(take_run(&run), ==, NULL);
    record_send("value", "runs=%u free=%u", runs, frame_count_free());
}

TEST(run_boundary, 1)
{
    uint32_t runs = 0;
    for (uint32_t frames = 2; frames <= LONGEST; frames++) {
        for (uint32_t i = 0; i < 10; i++) {
            struct frame_run run = {frames, 1, DMA_LIMIT, ISA_DMA_BOUNDARY_FRAMES};
            CHECK(take_run(&run), !=, NULL);
            runs++;
        }
    }
    record_send("value", "runs=%u free=%u", runs, frame_count_free());
}

// All frames taken but those with the numbers in [first, first + frames).
static void leave_only(uint32_t first, uint32_t frames)
{
    take_all();
    for (uint32_t i = 0; i < frames; i++)
        free_held(first + i);
    CHECK(frame_count_free(), ==, frames);
}

// The map= of this test is one range; returns a place well inside, aligned to LONGEST.
static uint32_t start_in_one_range(void)
{
    test_start_frames();
    uint32_t first = 0;
    while (frame_table[first].state != FRAME_FREE)
        first++;
    return (first + 2 * LONGEST + test_random(100)) / LONGEST * LONGEST;
}

// One place is left in the whole memory, and it is found.
TEST(run_last_place, 0)
{
    uint32_t at = start_in_one_range();
    leave_only(at, LONGEST);
    struct frame_run run = {LONGEST, LONGEST, ANYWHERE, LONGEST};
    CHECK(frame_number_of(take_run(&run)).value, ==, at);
    frame_free_run(&frame_table[at], LONGEST);

    // an alignment that leaves one place of four
    struct frame_run four = {4, 8, {at + LONGEST - 4}, 8};
    struct frame *first = take_run(&four), *second = take_run(&four);
    CHECK(first, !=, NULL);
    CHECK(second, !=, NULL);
    CHECK(frame_number_of(first).value + frame_number_of(second).value, ==, 2 * at + 8);
    CHECK(take_run(&four), ==, NULL);
    CHECK(frame_count_free(), ==, (uint32_t)LONGEST - 8);
    record_send("value", "at=%u", at);
}

// The run ends exactly at the limit, at the end of memory, begins at its start.
TEST(run_edges, 0)
{
    uint32_t at = start_in_one_range();
    leave_only(at, 8);
    struct frame_run run = {8, 1, {at + 7}, 0};
    CHECK(take_run(&run), ==, NULL);
    run.limit.value = at + 8;
    CHECK(frame_number_of(take_run(&run)).value, ==, at);

    test_start_frames();
    uint32_t first = 0, end = frame_table_entries;
    while (frame_table[first].state != FRAME_FREE)
        first++;
    while (frame_table[end - 1].state != FRAME_FREE)
        end--;
    struct frame_run all = {end - first, 1, ANYWHERE, 0};
    CHECK(frame_number_of(take_run(&all)).value, ==, first);
    CHECK(frame_count_free(), ==, 0u);
    frame_free_run(&frame_table[first], end - first);
    CHECK(frame_count_free(), ==, end - first);
    all.frames++;
    CHECK(take_run(&all), ==, NULL);
    all.frames = 0xffffffffu;
    CHECK(take_run(&all), ==, NULL);
    record_send("value", "at=%u first=%u end=%u", at, first, end);
}

// Every second frame is taken: half of the memory is free, and no run of two.
TEST(run_fragmented, 0)
{
    test_start_frames();
    take_all();
    uint32_t total = held_count, freed = 0;
    for (uint32_t i = 0; i < total; i++) {
        if (frame_number_of(held[i]).value % 2 == 0) {
            frame_free(held[i]);
            freed++;
        }
    }
    struct frame_run run = {2, 1, ANYWHERE, 0};
    CHECK(take_run(&run), ==, NULL);
    CHECK(frame_count_free(), ==, freed);
    run.frames = 1;
    for (uint32_t i = 0; i < freed; i++)
        CHECK(take_run(&run), !=, NULL);
    CHECK(take_run(&run), ==, NULL);
    record_send("value", "total=%u freed=%u", total, freed);
}

// A run goes back piece by piece, and a run may be given back from frames taken one by one.
TEST(run_pieces, 1)
{
    uint32_t before = frame_count_free();
    struct frame_run run = {LONGEST, LONGEST, ANYWHERE, 0};
    for (uint32_t i = 0; i < 100; i++) {
        struct frame *first = take_run(&run);
        CHECK(first, !=, NULL);
        uint32_t cut = 1 + test_random(LONGEST - 1);
        frame_free_run(first + cut, LONGEST - cut);
        CHECK(frame_count_free(), ==, before - cut);
        for (uint32_t j = 0; j < cut; j++)
            frame_free(first + j);
        CHECK(frame_count_free(), ==, before);
    }
    record_send("value", "free=%u", before);
}

// Everything at once, over and over, and not one frame is missing at the end.
TEST(nothing_leaked, 1)
{
    uint32_t before = frame_count_free(), failed = 0;
    for (uint32_t round = 0; round < 10; round++) {
        for (uint32_t i = 0; i < 200; i++) {
            struct frame_run run = {1 + test_random(LONGEST), 1u << test_random(5), DMA_LIMIT,
                                    ISA_DMA_BOUNDARY_FRAMES};
            struct frame *first = take_run(&run);
            failed += first == NULL;
            for (uint32_t j = 0; first != NULL && j < run.frames; j++)
                held[held_count++] = first + j;
        }
        take_all();
        CHECK(held_count, ==, before);
        free_all();
        CHECK(frame_count_free(), ==, before);
    }
    uint32_t counted = 0;
    for (uint32_t i = 0; i < frame_table_entries; i++)
        counted += frame_table[i].state == FRAME_FREE;
    CHECK(counted, ==, before);
    record_send("value", "free=%u failed=%u", before, failed);
}
