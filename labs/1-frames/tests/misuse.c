// SPDX-License-Identifier: MIT
// Lab 1: what callers do wrong. Each test first does the same rightly, and records `ready`. Then it
// makes mistakes, one after the other: each must end in frame_misuse, and is undone. The last one
// is not caught, so that the kernel stops as the contract says.
#include "kernel/test_catch.h"
#include "kernel/test_frames.h"
#include "kernel/test_state.h"
#include "labs/1-frames/tests/support.h"
#include "labs/1-frames/tests/words.h"

#define SOME 100
#define RUN  8

// --- mistakes

static struct mistake {
    enum { FREE, FREE_RUN, ALLOC, ALLOC_RUN } what;
    uint32_t frame; // the address that is freed
    struct frame_run run;
    uint32_t state;
} mistake;

static void make(void *argument)
{
    struct frame *frame = (struct frame *)mistake.frame;

    (void)argument;
    switch (mistake.what) {
    case FREE:
        frame_free(frame);
        break;
    case FREE_RUN:
        frame_free_run(frame, mistake.run.frames);
        break;
    case ALLOC:
        frame = frame_alloc(mistake.state);
        break;
    case ALLOC_RUN:
        frame = frame_alloc_run(&mistake.run, mistake.state);
        break;
    }
}

// Makes the mistake, looks what came of it, and undoes that and what else was done since `ready`.
static void expect_misuse(enum frame_misuse misuse, const char *what)
{
    char name[SPECIFIED_TEXT_BYTES];

    words_misuse(name, sizeof name, misuse);
    enum caught how = test_catch(make, NULL);
    CHECK_THAT(how == CAUGHT_MISUSE, ==, true, "whether frame_misuse(%s) is called for %s", name,
               what);
    CHECK_THAT(caught_misuse, ==, (uint32_t)misuse, "the misuse that is reported for %s, %s", what,
               name);
    test_state_restore(0);
}

static void expect_not_freed(const void *frame, enum frame_misuse misuse, const char *what)
{
    mistake = (struct mistake){.what = FREE, .frame = (uint32_t)frame};
    expect_misuse(misuse, what);
    CHECK_THAT(caught_value, ==, mistake.frame, "the pointer that is reported for %s", what);
}

static void expect_run_not_freed(struct frame *first, uint32_t frames, enum frame_misuse misuse,
                                 const struct frame *culprit, const char *what)
{
    mistake = (struct mistake){FREE_RUN, (uint32_t)first, {.frames = frames}, 0};
    expect_misuse(misuse, what);
    if (misuse != FRAME_MISUSE_RUN)
        CHECK_THAT(caught_value, ==, (uint32_t)culprit, "the pointer that is reported for %s",
                   what);
}

static void expect_no_run(uint32_t frames, uint32_t align, uint32_t boundary, const char *what)
{
    // where there is memory, and where no run could be
    mistake = (struct mistake){ALLOC_RUN, 0, {frames, align, ANYWHERE, boundary}, FRAME_CORE};
    expect_misuse(FRAME_MISUSE_RUN, what);
    mistake.run.limit.value = 0;
    expect_misuse(FRAME_MISUSE_RUN, what);
}

// --- how a test begins

static struct frame *chosen; // one of those in use

// Some frames in use, one of them given back and taken again.
static void begin(void)
{
    for (uint32_t i = 0; i < SOME; i++)
        take(FRAME_KERNEL);
    chosen = held[test_random(held_count)];
    give_number(frame_number_of(chosen).value);
    chosen = take(FRAME_PAGED);
}

// And a run, taken and given back, and taken again.
static struct frame *begin_run(void)
{
    const struct frame_run run = {RUN, 1, ANYWHERE, 0};

    begin();
    struct frame *first = take_run(&run);
    CHECK_THAT(first != NULL, ==, true, "whether a run of %u frames was found", run.frames);
    give_run(first, RUN);
    first = take_run(&run);
    CHECK_THAT(first != NULL, ==, true, "whether a run of %u frames was found again", run.frames);
    hold(first, RUN);
    return first;
}

// What comes from now on comes of the misuse. The host knows how many frames free and in use are
// together.
static void ready(const struct frame *frame)
{
    record_send("ready", "frames=%u number=%u", frame_count_free() + held_count,
                frame_number_of(frame).value);
    test_state_begin((void *)TEST_ARENA_START, TEST_ARENA_BYTES);
    test_state_add(frame_table, frame_table_entries * sizeof *frame_table);
    test_state_save(0);
}

// --- single frames

TEST(misuse_freed_twice, 1)
{
    begin();
    give_number(frame_number_of(chosen).value);
    ready(chosen);
    expect_not_freed(chosen, FRAME_MISUSE_FREED_TWICE, "a frame that was given back just now");
    frame_free(chosen);
}

TEST(misuse_freed_twice_later, 1)
{
    begin();
    give_all();
    ready(chosen);
    for (uint32_t number = 0; number < frame_table_entries; number++) {
        if (frame_table[number].state != FRAME_FREE || number % SOME != 0)
            continue;
        expect_not_freed(&frame_table[number], FRAME_MISUSE_FREED_TWICE, "a frame that is free");
    }
    frame_free(chosen);
}

// The first frame of each part of memory that is reserved.
TEST(misuse_foreign, 1)
{
    begin();
    uint32_t number = ISA_DMA_LIMIT_FRAMES;
    while (frame_table[number].state != FRAME_RESERVED)
        number++;
    ready(&frame_table[number]);
    for (uint32_t i = 1; i < frame_table_entries; i++) {
        if (frame_table[i].state == FRAME_RESERVED && frame_table[i - 1].state != FRAME_RESERVED)
            expect_not_freed(&frame_table[i], FRAME_MISUSE_FOREIGN, "a frame that is reserved");
    }
    frame_free(&frame_table[number]);
}

TEST(misuse_frame_zero, 1)
{
    begin();
    ready(&frame_table[0]);
    expect_not_freed(&frame_table[0], FRAME_MISUSE_FOREIGN, "frame 0, which is reserved");
    frame_free(&frame_table[0]);
}

TEST(misuse_beyond_table, 1)
{
    begin();
    ready(frame_table);
    expect_not_freed(frame_table + frame_table_entries, FRAME_MISUSE_NO_FRAME,
                     "the place behind the table's last entry");
    expect_not_freed(frame_table + frame_table_entries + 1, FRAME_MISUSE_NO_FRAME,
                     "the place one entry further");
    expect_not_freed(frame_table + (1u << 20), FRAME_MISUSE_NO_FRAME, "a place far behind");
    expect_not_freed(frame_table + (1u << 27), FRAME_MISUSE_NO_FRAME, "a place 2 GiB away");
    frame_free(frame_table + frame_table_entries);
}

TEST(misuse_below_table, 1)
{
    begin();
    ready(frame_table);
    expect_not_freed(frame_table - 1, FRAME_MISUSE_NO_FRAME, "the place before the table");
    expect_not_freed(frame_table - 2, FRAME_MISUSE_NO_FRAME, "the place one entry before that");
    expect_not_freed(frame_table - (1u << 17), FRAME_MISUSE_NO_FRAME, "a place 2 MiB before it");
    frame_free(frame_table - 1);
}

// Wherever such a pointer points to, it finds what could be a state of use.
TEST(misuse_between_entries, 1)
{
    begin();
    chosen->marks = FRAME_CORE;
    chosen->mappings = FRAME_KERNEL | FRAME_LENT << 8;
    chosen->owner.object = (void *)(FRAME_KERNEL * 0x01010101u);
    chosen->owner.page = FRAME_CORE * 0x01010101u;
    ready(chosen);
    for (uint32_t bytes = 1; bytes < sizeof *chosen; bytes++)
        expect_not_freed((uint8_t *)chosen + bytes, FRAME_MISUSE_NO_FRAME,
                         "a pointer into the midst of an entry");
    frame_free((struct frame *)((uint8_t *)chosen + 4));
}

TEST(misuse_null, 1)
{
    begin();
    ready(frame_table);
    expect_not_freed(NULL, FRAME_MISUSE_NO_FRAME, "NULL");
    expect_not_freed((void *)sizeof *chosen, FRAME_MISUSE_NO_FRAME, "16 as a pointer");
    expect_not_freed((void *)~(sizeof *chosen - 1), FRAME_MISUSE_NO_FRAME, "-16 as a pointer");
    frame_free(NULL);
}

static const uint32_t wrong_states[] = {FRAME_RESERVED,   FRAME_FREE,         FRAME_STATES,
                                        FRAME_STATES + 1, 0x100 + FRAME_CORE, 0x10000 + FRAME_CORE,
                                        INT32_MAX,        1u << 31,           UINT32_MAX};
static const char *const wrong_states_words[] = {
    "FRAME_RESERVED",   "FRAME_FREE",         "FRAME_STATES",
    "FRAME_STATES + 1", "0x100 + FRAME_CORE", "0x10000 + FRAME_CORE",
    "INT32_MAX",        "-2147483648",        "-1"};

#define WRONG_STATES (sizeof wrong_states / sizeof wrong_states[0])

static void expect_wrong_states(void)
{
    for (uint32_t i = 0; i < WRONG_STATES; i++) {
        mistake.state = wrong_states[i];
        expect_misuse(FRAME_MISUSE_STATE, wrong_states_words[i]);
    }
}

TEST(misuse_state, 1)
{
    begin();
    ready(frame_table);
    mistake = (struct mistake){.what = ALLOC};
    expect_wrong_states();
    take_all(FRAME_PAGED);
    test_state_save(0);
    expect_wrong_states(); // also where no frame is free
    record_send("value", "result=%u", (uint32_t)frame_alloc(FRAME_FREE));
}

// --- runs

TEST(misuse_run_state, 1)
{
    begin_run();
    ready(frame_table);
    mistake = (struct mistake){ALLOC_RUN, 0, {4, 1, ANYWHERE, 0}, 0};
    expect_wrong_states();
    mistake.run.limit.value = 0;
    expect_wrong_states(); // also where there is no such run
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&mistake.run, FRAME_FREE));
}

// The last mistake, which is not caught.
static void end_in_bad_run(uint32_t frames, uint32_t align, uint32_t boundary)
{
    const struct frame_run run = {frames, align, ANYWHERE, boundary};
    record_send("value", "result=%u", (uint32_t)frame_alloc_run(&run, FRAME_CORE));
}

TEST(misuse_run_empty, 1)
{
    begin_run();
    ready(frame_table);
    expect_no_run(0, 1, 0, "a run of 0 frames");
    expect_no_run(0, 1, 8, "a run of 0 frames, with a boundary");
    end_in_bad_run(0, 1, 0);
}

TEST(misuse_run_alignment, 1)
{
    static const uint32_t wrong[] = {0, 3, 5, 6, 7, 12, 48, 96, 0x80000001, UINT32_MAX};

    begin_run();
    ready(frame_table);
    for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_no_run(2, wrong[i], 0, "an alignment that is no power of two");
    end_in_bad_run(2, 0, 0);
}

TEST(misuse_run_boundary, 1)
{
    static const uint32_t wrong[] = {3, 5, 6, 7, 12, 24, 48, 0x80000001, UINT32_MAX};

    begin_run();
    ready(frame_table);
    for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_no_run(2, 1, wrong[i], "a boundary that is no power of two");
    end_in_bad_run(2, 1, 12);
}

TEST(misuse_run_too_long, 1)
{
    begin_run();
    ready(frame_table);
    for (uint32_t boundary = 1; boundary != 0; boundary <<= 1) {
        expect_no_run(boundary + 1, 1, boundary, "one frame more than the boundary");
        expect_no_run(UINT32_MAX, 1, boundary, "many frames more than the boundary");
    }
    end_in_bad_run(17, 1, 16);
}

// Each frame of a run in turn is free already.
TEST(misuse_run_freed_twice, 1)
{
    struct frame *first = begin_run();
    uint32_t index = test_random(RUN);

    ready(first + index);
    for (uint32_t i = 0; i < RUN; i++) {
        frame_free(first + i);
        expect_run_not_freed(first, RUN, FRAME_MISUSE_FREED_TWICE, first + i,
                             "a run of which one frame is free already");
    }
    frame_free(first + index);
    frame_free_run(first, RUN);
}

// The frames before a reserved one are in use, and that one cannot be freed.
TEST(misuse_run_freed_foreign, 1)
{
    begin_run();
    take_all(FRAME_PAGED);
    uint32_t number = ISA_DMA_LIMIT_FRAMES;
    while (frame_table[number].state != FRAME_RESERVED)
        number++;
    ready(&frame_table[number]);
    for (uint32_t i = 0; i < RUN; i++)
        expect_run_not_freed(&frame_table[number - i], i + 1, FRAME_MISUSE_FOREIGN,
                             &frame_table[number], "a run of which the last frame is reserved");
    frame_free_run(&frame_table[number - 3], 4);
}

TEST(misuse_run_freed_empty, 1)
{
    struct frame *first = begin_run();

    ready(first);
    expect_run_not_freed(first, 0, FRAME_MISUSE_RUN, NULL, "no frames, of a run");
    expect_run_not_freed(chosen, 0, FRAME_MISUSE_RUN, NULL, "no frames");
    frame_free_run(first, 0);
}
