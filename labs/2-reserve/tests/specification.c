// SPDX-License-Identifier: MIT
#include "labs/2-reserve/tests/specification.h"

#include "common/string.h"
#include "kernel/test/catch.h"
#include "kernel/test/frames.h"
#include "kernel/test/test.h"
#include "labs/1-frames/tests/words.h"
#include "labs/2-reserve/tests/misused.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/words.h"

// What a holder writes to its entry.
#define HOLDER_MARKS    0x5a
#define HOLDER_MAPPINGS 0x1234
#define HOLDER_OBJECT   ((void *)0x81828384)
#define HOLDER_PAGE     0x91929394u

// Nothing but this has changed.
static struct observed_change nothing(const char *sentence)
{
    return (struct observed_change){.counts = observed_counts, .sentence = sentence};
}

static void check_nothing(const char *sentence)
{
    struct observed_change change = nothing(sentence);
    specified_failure();
    observed_check(&change);
}

// --- frames that were handed out

static void check_handed_out(struct frame *frame, enum frame_state state, const char *sentence)
{
    uint32_t number = words_number_at((uint32_t)frame);

    SPECIFIED(number == NO_FRAME, false, specified_boolean, sentence,
              "whether 0x%x, which was returned, is no frame", (uint32_t)frame);
    if (observed_end() > observed_first())
        SPECIFIED(observed_was_free(number), true, specified_boolean, sentence,
                  "whether frame %u, which was returned, was free", number);
    SPECIFIED(frame->state, state, words_state, sentence, "the state of frame %u", number);
    SPECIFIED(frame->marks, 0, specified_hexadecimal, sentence, "marks of frame %u", number);
    SPECIFIED(frame->mappings, 0, specified_hexadecimal, sentence, "mappings of frame %u", number);
    frame->marks = HOLDER_MARKS;
    frame->mappings = HOLDER_MAPPINGS;
    frame->owner.object = HOLDER_OBJECT;
    frame->owner.page = HOLDER_PAGE;
}

// As frame_alloc hands it out: a high one, if there is one.
static void check_single(struct frame *frame, enum frame_state state, const char *sentence)
{
    check_handed_out(frame, state, sentence);
    if (frame_number_of(frame).value >= ISA_DMA_LIMIT_FRAMES)
        return;
    for (uint32_t number = ISA_DMA_LIMIT_FRAMES; number < observed_end(); number++)
        SPECIFIED(observed_was_free(number), false, words_high, sentence,
                  "what was handed out, frame %u, with frame %u free", frame_number_of(frame).value,
                  number);
}

static bool is_of_use(uint32_t state)
{
    return state >= FRAME_KERNEL && state < FRAME_STATES;
}

// --- the calls

void checked_init(void)
{
    misused_begin();
    observed_look("reserve_init");
    observed.total = frame_count_free();
    observed.level = 0;
    reserve_init();
    struct observed_change change = nothing(SAYS_INIT);
    change.counts = (struct reserve_counts){.total = observed.total, .free = observed.total};
    observed_check(&change);
}

int checked_claim(struct claim *claim, enum frame_class class, uint32_t frames)
{
    uint32_t held = claim->frames;

    misused_begin();
    if (class >= CLASSES)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLASS, class);
    if (held != 0)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLAIM_HELD, held);
    observed_look("reserve_claim");
    int result = reserve_claim(claim, class, frames);
    specified_result(words_result, (uint32_t)result);
    misused_check_none(SAYS_KERNEL_STOPS);

    bool refused = frames != 0 && observed_is_forbidden(class, frames);
    SPECIFIED(result, refused ? E_NO_MEMORY : 0, words_result,
              frames == 0 ? SAYS_CLAIM_OF_NONE : SAYS_CLAIM_RETURNS,
              "reserve_claim(%s, %u), with %u free and the floor %u", words_class_name(class),
              frames, observed_counts.free, observed_floor(class));
    SPECIFIED(claim->frames, refused ? 0 : frames, specified_number,
              refused ? SAYS_CLAIM_RETURNS : SAYS_CLAIM, "claim->frames after reserve_claim of %u",
              frames);
    struct observed_change change = nothing(refused ? SAYS_CLAIM_RETURNS : SAYS_CLAIM);
    change.claim = claim;
    if (refused) {
        specified_failure();
    } else {
        change.counts.free -= frames;
        change.counts.claimed += frames;
    }
    observed_check(&change);
    return result;
}

struct frame *checked_take(struct claim *claim, enum frame_state state)
{
    uint32_t held = claim->frames;

    misused_begin();
    if (held == 0)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLAIM_EMPTY, 0);
    if (!is_of_use(state))
        misused_expect(FRAME_MISUSE_STATE, MISUSED_ANY_VALUE);
    observed_look("reserve_take");
    struct frame *frame = reserve_take(claim, state);
    specified_result(words_frame, (uint32_t)frame);
    misused_check_none(SAYS_TAKE_MISUSE);

    SPECIFIED(frame != NULL, true, words_some, SAYS_TAKE_RETURNS,
              "what reserve_take returned, from a claim of %u", held);
    check_single(frame, state, SAYS_TAKE);
    SPECIFIED(claim->frames, held - 1, specified_number, SAYS_TAKE,
              "claim->frames after reserve_take from a claim of %u", held);
    struct observed_change change = nothing(SAYS_TAKE);
    change.counts.claimed--;
    change.counts.used[state]++;
    change.claim = claim;
    change.frame = frame;
    change.frames = 1;
    observed_check(&change);
    return frame;
}

void checked_release(struct claim *claim)
{
    uint32_t held = claim->frames;

    misused_begin();
    observed_look("reserve_release");
    reserve_release(claim);
    const char *sentence = held == 0 ? SAYS_RELEASE_EMPTY : SAYS_RELEASE;
    SPECIFIED(claim->frames, 0, specified_number, sentence, "claim->frames after reserve_release");
    struct observed_change change = nothing(sentence);
    change.counts.claimed -= held;
    change.counts.free += held;
    change.claim = claim;
    observed_check(&change);
}

struct frame *checked_alloc(enum frame_class class, enum frame_state state)
{
    misused_begin();
    if (class >= CLASSES)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLASS, class);
    if (!is_of_use(state))
        misused_expect(FRAME_MISUSE_STATE, MISUSED_ANY_VALUE);
    observed_look("reserve_alloc");
    struct frame *frame = reserve_alloc(class, state);
    specified_result(words_frame, (uint32_t)frame);
    bool forbidden = class < CLASSES && observed_is_forbidden(class, 1);
    if (forbidden && frame == NULL)
        misused_begin(); // NULL will do
    misused_check_none(SAYS_ALLOC_MISUSE);

    SPECIFIED(frame != NULL, !forbidden, words_some, SAYS_ALLOC_RETURNS,
              "reserve_alloc(%s), with %u free and the floor %u", words_class_name(class),
              observed_counts.free, observed_floor(class));
    if (frame == NULL) {
        check_nothing(SAYS_ALLOC_RETURNS);
        return NULL;
    }
    check_single(frame, state, SAYS_ALLOC);
    struct observed_change change = nothing(SAYS_ALLOC);
    change.counts.free--;
    change.counts.used[state]++;
    change.frame = frame;
    change.frames = 1;
    observed_check(&change);
    return frame;
}

void checked_free(struct frame *frame)
{
    misused_begin();
    misused_expect_not_freed(frame);
    observed_look("reserve_free");
    enum frame_state state = misused_is_expected() ? FRAME_FREE : frame->state;
    reserve_free(frame);
    misused_check_none(SAYS_FREE_MISUSE);

    SPECIFIED(frame->state, FRAME_FREE, words_state, SAYS_FREE_EFFECT, "the state of frame %u",
              frame_number_of(frame).value);
    struct observed_change change = nothing(SAYS_FREE_EFFECT);
    change.counts.free++;
    change.counts.used[state]--;
    change.frame = frame;
    change.frames = 1;
    observed_check(&change);
}

void checked_change_state(struct frame *frame, enum frame_state state)
{
    struct frame then = *frame;

    misused_begin();
    if (!is_of_use(then.state))
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_STATE, then.state);
    else if (!is_of_use(state))
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_STATE, state);
    observed_look("reserve_change_state");
    reserve_change_state(frame, state);
    misused_check_none(SAYS_KERNEL_STOPS);

    uint32_t number = frame_number_of(frame).value;
    SPECIFIED(frame->state, state, words_state, SAYS_CHANGE, "the state of frame %u", number);
    SPECIFIED(frame->marks, then.marks, specified_hexadecimal, SAYS_CHANGE_REST,
              "marks of frame %u after reserve_change_state", number);
    SPECIFIED(frame->mappings, then.mappings, specified_hexadecimal, SAYS_CHANGE_REST,
              "mappings of frame %u after reserve_change_state", number);
    SPECIFIED(frame->owner.object, then.owner.object, specified_hexadecimal, SAYS_CHANGE_REST,
              "owner.object of frame %u after reserve_change_state", number);
    SPECIFIED(frame->owner.page, then.owner.page, specified_hexadecimal, SAYS_CHANGE_REST,
              "owner.page of frame %u after reserve_change_state", number);
    struct observed_change change = nothing(SAYS_CHANGE);
    change.counts.used[then.state]--;
    change.counts.used[state]++;
    change.frame = frame;
    change.frames = 1;
    observed_check(&change);
}

void checked_set_level(uint32_t level)
{
    misused_begin();
    if (level > LEVEL_HIGHEST)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_LEVEL, level);
    observed_look("reserve_set_highest_level");
    reserve_set_highest_level(level);
    misused_check_none(SAYS_KERNEL_STOPS);
    observed.level = level;
    struct observed_change change = nothing(SAYS_LEVEL_CLAIMS);
    observed_check(&change);
}

uint32_t checked_floor(enum frame_class class)
{
    misused_begin();
    if (class >= CLASSES)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLASS, class);
    observed_look("reserve_floor");
    uint32_t floor = reserve_floor(class);
    specified_result(specified_number, floor);
    misused_check_none(SAYS_KERNEL_STOPS);
    SPECIFIED(floor, observed_floor(class), specified_number, SAYS_FLOOR,
              "reserve_floor(%s), with the highest level %u", words_class_name(class),
              observed.level);
    struct observed_change change = nothing(SAYS_NOTHING_ELSE);
    observed_check(&change);
    return floor;
}

// --- runs

static uint32_t find_place(const struct frame_run *run)
{
    for (uint32_t number = observed_first(); number < observed_end(); number++) {
        if (test_run_fits(run, number, observed_was_free))
            return number;
    }
    return NO_FRAME;
}

static void check_run(const struct frame_run *run, enum frame_state state, struct frame *first)
{
    uint32_t number = words_number_at((uint32_t)first);

    if (observed_end() > observed_first())
        SPECIFIED(test_run_fits(run, number, observed_was_free), true, specified_boolean, SAYS_RUN,
                  "whether the run of %u that was found at frame %u is as asked for", run->frames,
                  number);
    for (uint32_t i = 0; i < run->frames; i++)
        check_handed_out(first + i, state, SAYS_RUN);
    struct observed_change change = nothing(SAYS_RUN);
    change.counts.free -= run->frames;
    change.counts.used[state] += run->frames;
    change.frame = first;
    change.frames = run->frames;
    observed_check(&change);
}

struct frame *checked_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state)
{
    struct frame_run request = *run;

    misused_begin();
    if (class >= CLASSES)
        misused_expect(CAUGHT_RESERVE_MISUSE + RESERVE_MISUSE_CLASS, class);
    if (!is_of_use(state))
        misused_expect(FRAME_MISUSE_STATE, MISUSED_ANY_VALUE);
    if (!test_run_is_possible(run))
        misused_expect(FRAME_MISUSE_RUN, MISUSED_ANY_VALUE);
    observed_look("reserve_alloc_run");
    struct frame *first = reserve_alloc_run(class, &request, state);
    specified_result(words_frame, (uint32_t)first);
    bool forbidden = class < CLASSES && observed_is_forbidden(class, run->frames);
    if (forbidden && first == NULL)
        misused_begin(); // NULL will do
    misused_check_none(SAYS_RUN_MISUSE);
    SPECIFIED(memcmp(&request, run, sizeof request) != 0, false, specified_boolean,
              SAYS_NOTHING_ELSE, "whether the struct frame_run that was passed is changed");
    if (first != NULL) {
        SPECIFIED(true, !forbidden, words_granted, SAYS_RUN_RETURNS,
                  "a run of %u for %s, with %u free and the floor %u", run->frames,
                  words_class_name(class), observed_counts.free, observed_floor(class));
        check_run(run, state, first);
        return first;
    }
    if (!forbidden && observed_end() > observed_first())
        SPECIFIED(false, find_place(run) != NO_FRAME, words_some, SAYS_RUN_RETURNS,
                  "reserve_alloc_run(%s, %u frames), with %u free and the floor %u",
                  words_class_name(class), run->frames, observed_counts.free,
                  observed_floor(class));
    check_nothing(SAYS_RUN_RETURNS);
    return NULL;
}
