// SPDX-License-Identifier: MIT
#include "labs/1-frames/tests/misuse.h"

#include "kernel/test/catch.h"
#include "kernel/test/frames.h"
#include "kernel/test/state.h"
#include "labs/1-frames/tests/words.h"

#define SOME 100

struct frame *chosen;

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

// Makes the mistake, looks what came of it, and undoes it.
static void expect_misuse(enum frame_misuse misuse, const char *what)
{
    char name[SPECIFIED_TEXT_BYTES];

    words_misuse(name, sizeof name, misuse);
    enum caught how = test_catch(make, NULL);
    if (how == CAUGHT_END) { // for real, so that it is reported
        test_state_restore(0);
        make(NULL);
    }
    CHECK_THAT(how == CAUGHT_MISUSE, ==, true, "whether frame_misuse(%s) is called for %s", name,
               what);
    CHECK_THAT(caught_misuse, ==, (uint32_t)misuse, "the misuse that is reported for %s, %s", what,
               name);
    test_state_restore(0);
}

static void check_reported(uint32_t pointer, const char *what)
{
    char found[SPECIFIED_TEXT_BYTES], expected[SPECIFIED_TEXT_BYTES];

    words_frame(found, sizeof found, caught_value);
    words_frame(expected, sizeof expected, pointer);
    CHECK_THAT(caught_value == pointer, ==, true,
               "whether the pointer that is reported for %s is that of %s: it is %s", what,
               expected, found);
}

void expect_not_freed(const void *frame, enum frame_misuse misuse, const char *what)
{
    mistake = (struct mistake){.what = FREE, .frame = (uint32_t)frame};
    expect_misuse(misuse, what);
    check_reported(mistake.frame, what);
}

void expect_run_not_freed(struct frame *first, uint32_t frames, enum frame_misuse misuse,
                          const struct frame *culprit, const char *what)
{
    mistake = (struct mistake){FREE_RUN, (uint32_t)first, {.frames = frames}, 0};
    expect_misuse(misuse, what);
    if (misuse != FRAME_MISUSE_RUN)
        check_reported((uint32_t)culprit, what);
}

// Where there is memory, and where no run could be.
void expect_no_run(uint32_t frames, uint32_t align, uint32_t boundary, const char *what)
{
    mistake = (struct mistake){ALLOC_RUN, 0, {frames, align, ANYWHERE, boundary}, FRAME_CORE};
    expect_misuse(FRAME_MISUSE_RUN, what);
    mistake.run.limit.value = 0;
    expect_misuse(FRAME_MISUSE_RUN, what);
}

void expect_wrong_states(const struct frame_run *run)
{
    static const struct {
        uint32_t state;
        const char *name;
    } wrong[] = {{FRAME_RESERVED, "FRAME_RESERVED"},
                 {FRAME_FREE, "FRAME_FREE"},
                 {FRAME_STATES, "FRAME_STATES, which is no state"},
                 {FRAME_STATES + 1, "FRAME_STATES + 1, which is no state"},
                 {0x100 + FRAME_CORE, "0x100 + FRAME_CORE, which is no state"},
                 {0x10000 + FRAME_CORE, "0x10000 + FRAME_CORE, which is no state"},
                 {INT32_MAX, "2147483647, which is no state"},
                 {1u << 31, "-2147483648, which is no state"},
                 {UINT32_MAX, "-1, which is no state"}};

    mistake = (struct mistake){.what = run == NULL ? ALLOC : ALLOC_RUN};
    if (run != NULL)
        mistake.run = *run;
    for (uint32_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        mistake.state = wrong[i].state;
        expect_misuse(FRAME_MISUSE_STATE, wrong[i].name);
    }
}

// --- how a test begins

void misuse_begin(void)
{
    for (uint32_t i = 0; i < SOME; i++)
        take(FRAME_KERNEL);
    chosen = held[test_random(held_count)];
    give_number(frame_number_of(chosen).value);
    chosen = take(FRAME_PAGED);
}

struct frame *misuse_begin_run(void)
{
    const struct frame_run run = {RUN, 1, ANYWHERE, 0};

    misuse_begin();
    struct frame *first = take_run(&run);
    CHECK_THAT(first != NULL, ==, true, "whether a run of %u frames was found", run.frames);
    hold(first, RUN);
    return first;
}

void misuse_ready(const struct frame *frame)
{
    record_send("ready", "frames=%u number=%u", frame_count_free() + held_count,
                frame_number_of(frame).value);
    test_state_begin((void *)TEST_ARENA_START, TEST_ARENA_BYTES);
    test_state_add(frame_table, frame_table_entries * sizeof *frame_table);
    test_state_save(0);
}
