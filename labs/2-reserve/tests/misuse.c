// SPDX-License-Identifier: MIT
// Lab 2: what callers do wrong. Each test first does the same rightly, and records `ready`. Then it
// makes mistakes, one after the other: each must end in the misuse that the contract names, and is
// undone. The last one is not caught, so that the kernel stops as the contract says.
#include <stddef.h>

#include "kernel/test/catch.h"
#include "kernel/test/state.h"
#include "labs/2-reserve/tests/sequences.h"
#include "labs/2-reserve/tests/support.h"

static struct specified_call mistake;

static bool enumerate(uint32_t index, struct specified_call *call)
{
    *call = mistake;
    return index == 0;
}

static const struct specification misuses = {
    enumerate, NULL, calls_perform, calls_misused, calls_print,
};

static void make(struct specified_call call)
{
    CHECK_THAT(calls_perform(&call), ==, true, "whether the call could be made");
}

// What is right: sent right before the mistakes. The host knows the total.
static void ready(uint32_t number)
{
    record_send("ready", "total=%u number=%u", read_books().total, number);
    calls_keep();
    test_state_save(0);
}

static void perform(void *call)
{
    make(*(const struct specified_call *)call);
}

static void check(void *call)
{
    calls_misused(call, caught_misuse, caught_value);
}

// How the mistake ended: CAUGHT_MISUSE if as it must.
static enum caught make_mistake(struct specified_call *call)
{
    enum caught how = test_catch(perform, call);

    if (how != CAUGHT_MISUSE)
        return how;
    how = test_catch(check, call);
    return how == CAUGHT_NOTHING ? CAUGHT_MISUSE : how;
}

// Makes the mistake, looks what came of it, and undoes it. One that does not end as it must is made
// once more by the driver, which reports it.
static void try_mistake(struct specified_call call)
{
    enum caught how = make_mistake(&call);

    test_state_restore(0);
    if (how == CAUGHT_MISUSE)
        return;
    mistake = call;
    specification_explore(&misuses, 1, 1, 0);
    CHECK_THAT(how, ==, (enum caught)CAUGHT_MISUSE, "how a misuse ended, once and not again");
}

static void try_all(const struct specified_call *list, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        try_mistake(list[i]);
}

// The same call with each value that is wrong, in place of argument `at`.
static void try_values(struct specified_call call, uint32_t at, const uint32_t *values,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        call.argument[at] = values[i];
        try_mistake(call);
    }
}

#define TRY_CLASSES(at, ...)                                                                       \
    try_values((struct specified_call){__VA_ARGS__}, at, &sequences_classes[CLASSES],              \
               COUNT(sequences_classes) - CLASSES)
#define TRY_STATES(at, ...)                                                                        \
    try_values((struct specified_call){__VA_ARGS__}, at, &sequences_states[STATES],                \
               COUNT(sequences_states) - STATES)
#define MAKE(...) make((struct specified_call){__VA_ARGS__})

// The kernel goes on, though it should have stopped.
static void unwanted(uint32_t result)
{
    record_send("value", "result=%u", result);
}

// --- floors

TEST(misuse_level, 1)
{
    static const uint32_t levels[] = {LEVEL_HIGHEST + 1, LEVEL_HIGHEST + 2, 255,       256,
                                      256 + 7,           65536 + 1,         INT32_MAX, 1u << 31,
                                      UINT32_MAX};
    uint32_t level = LEVEL_HIGHEST + 1 + test_random(1000);

    calls_begin_here();
    for (uint32_t right = 0; right <= LEVEL_HIGHEST; right++)
        MAKE(CALL_LEVEL, false, {right});
    ready(level);
    try_values((struct specified_call){.function = CALL_LEVEL}, 0, levels, COUNT(levels));
    reserve_set_highest_level(level);
}

TEST(misuse_floor, 1)
{
    uint32_t class = CLASSES + test_random(1000);

    calls_begin_here();
    for (uint32_t right = 0; right < CLASSES; right++)
        MAKE(CALL_FLOOR, false, {right});
    ready(class);
    TRY_CLASSES(0, CALL_FLOOR, false, {0});
    reserve_floor(class);
}

// --- single frames

static void begin_with_a_frame(void)
{
    calls_begin_here();
    MAKE(CALL_ALLOC, false, {0, CLASS_CORE, FRAME_CORE});
    MAKE(CALL_ALLOC, false, {1, CLASS_PAGED, FRAME_PAGED});
    CHECK_THAT(observed.frame[0] != NULL && observed.frame[1] != NULL, ==, true,
               "whether reserve_alloc found two frames");
}

TEST(misuse_class, 1)
{
    uint32_t class = CLASSES + test_random(1000);

    begin_with_a_frame();
    ready(class);
    TRY_CLASSES(1, CALL_ALLOC, false, {2, 0, FRAME_KERNEL});
    unwanted((uint32_t)reserve_alloc(class, FRAME_KERNEL));
}

TEST(misuse_alloc_state, 1)
{
    begin_with_a_frame();
    ready(0);
    TRY_STATES(2, CALL_ALLOC, false, {2, CLASS_RESERVE});
    unwanted((uint32_t)reserve_alloc(CLASS_PAGED, FRAME_FREE));
}

TEST(misuse_reserve_free, 1)
{
    static const struct specified_call wrong[] = {
        {CALL_FREE, true, {1}},
        {CALL_FREE, true, {PLACE_NULL}},
        {CALL_FREE, true, {PLACE_BEHIND}},
    };

    begin_with_a_frame();
    MAKE(CALL_FREE, false, {1});
    ready(frame_number_of(observed.frame[1]).value);
    try_all(wrong, COUNT(wrong));
    reserve_free(observed.frame[1]);
}

// --- claims

static uint32_t claim_some(void)
{
    uint32_t size = 2 + test_random(50);

    calls_begin_here();
    MAKE(CALL_CLAIM, false, {0, CLASS_CORE, size});
    MAKE(CALL_TAKE, false, {0, 0, FRAME_CORE});
    return size - 1;
}

TEST(misuse_claim_held, 1)
{
    uint32_t left = claim_some();
    static const uint32_t sizes[] = {0, 1, 2, 100000, UINT32_MAX};

    ready(left);
    for (uint32_t class = 0; class < CLASSES; class ++)
        try_values((struct specified_call){CALL_CLAIM, false, {0, class}}, 2, sizes, COUNT(sizes));
    unwanted((uint32_t)reserve_claim(&observed.claim[0], CLASS_CORE, 1));
}

TEST(misuse_claim_empty, 1)
{
    static const struct specified_call wrong[] = {
        {CALL_TAKE, true, {0, 2, FRAME_KERNEL}}, // used up
        {CALL_TAKE, true, {1, 2, FRAME_LENT}},   // released
        {CALL_TAKE, true, {2, 2, FRAME_CORE}},   // never made
    };

    calls_begin_here();
    MAKE(CALL_CLAIM, false, {1, CLASS_PAGED, 5});
    MAKE(CALL_RELEASE, false, {1});
    MAKE(CALL_CLAIM, false, {0, CLASS_CORE, 2});
    ready(0);
    MAKE(CALL_TAKE, false, {0, 0, FRAME_CORE});
    ready(1);
    MAKE(CALL_TAKE, false, {0, 1, FRAME_CORE});
    ready(2);
    try_all(wrong, COUNT(wrong));
    unwanted((uint32_t)reserve_take(&observed.claim[0], FRAME_CORE));
}

TEST(misuse_claim_class, 1)
{
    uint32_t class = CLASSES + test_random(1000);

    claim_some();
    ready(class);
    for (uint32_t size = 0; size < 3; size++)
        TRY_CLASSES(1, CALL_CLAIM, false, {1, 0, size});
    unwanted((uint32_t)reserve_claim(&observed.claim[1], class, 1));
}

TEST(misuse_take_state, 1)
{
    claim_some();
    ready(0);
    TRY_STATES(2, CALL_TAKE, false, {0, 1});
    unwanted((uint32_t)reserve_take(&observed.claim[0], FRAME_FREE));
}

// --- uses

TEST(misuse_change_state, 1)
{
    uint32_t state = test_random(2) ? FRAME_FREE : FRAME_STATES + test_random(100);

    begin_with_a_frame();
    for (enum frame_state right = FRAME_KERNEL; right < FRAME_STATES; right++)
        MAKE(CALL_CHANGE, false, {0, 0, right});
    ready(state);
    TRY_STATES(2, CALL_CHANGE, false, {0, 0});
    reserve_change_state(observed.frame[0], state);
}

// Neither one that came back, nor one that never was the allocator's; the old state is reported.
TEST(misuse_change_free_frame, 1)
{
    static struct specified_call wrong[2 * FRAME_STATES];

    begin_with_a_frame();
    MAKE(CALL_CHANGE, false, {0, 0, FRAME_LENT});
    MAKE(CALL_FREE, false, {0});
    observed.frame[2] = &frame_table[0]; // reserved, in every machine
    ready((uint32_t)FRAME_FREE);
    for (uint32_t state = 0; state < FRAME_STATES; state++) {
        wrong[state] = (struct specified_call){CALL_CHANGE, true, {0, 0, state}};
        wrong[FRAME_STATES + state] = (struct specified_call){CALL_CHANGE, true, {2, 0, state}};
    }
    try_all(wrong, COUNT(wrong));
    static const uint8_t no_states[] = {FRAME_STATES, FRAME_STATES + 1, 0x7f, 0x80, 0xff};
    for (uint32_t i = 0; i < COUNT(no_states); i++) {
        frame_table[0].state = no_states[i];
        try_all(wrong + FRAME_STATES, FRAME_STATES);
    }
    frame_table[0].state = FRAME_RESERVED;
    reserve_change_state(observed.frame[0], FRAME_KERNEL);
}

// --- runs

static void begin_with_a_run(void)
{
    calls_begin_here();
    MAKE(CALL_RUN, false, {0, CLASS_CORE, 3, 0, FRAME_CORE});
    CHECK_THAT(observed.frame[0] != NULL, ==, true, "whether reserve_alloc_run found a run of 3");
}

TEST(misuse_run_class, 1)
{
    uint32_t class = CLASSES + test_random(1000);
    static const struct frame_run run = {1, 1, {UINT32_MAX}, 0};

    begin_with_a_run();
    ready(class);
    TRY_CLASSES(1, CALL_RUN, false, {1, 0, 1, 0, FRAME_CORE});
    TRY_CLASSES(1, CALL_RUN, false, {1, 0, 3, 2, FRAME_CORE});
    unwanted((uint32_t)reserve_alloc_run(class, &run, FRAME_CORE));
}

// States, and runs that nobody can find.
TEST(misuse_run, 1)
{
    static const struct specified_call wrong[] = {
        {CALL_RUN, true, {1, CLASS_CORE, 0, 0, FRAME_CORE}},
        {CALL_RUN, true, {1, CLASS_CORE, 0, 3, FRAME_CORE}},
        {CALL_RUN, true, {1, CLASS_CORE, 1, 4, FRAME_CORE}},
        {CALL_RUN, true, {1, CLASS_CORE, 1, 5, FRAME_CORE}},
        {CALL_RUN, true, {1, CLASS_CORE, 1, 6, FRAME_CORE}},
        {CALL_RUN, true, {1, CLASS_CORE, 5, 3, FRAME_CORE}},
    };
    static const struct frame_run none = {0, 1, {UINT32_MAX}, 0};

    begin_with_a_run();
    ready(0);
    TRY_STATES(4, CALL_RUN, false, {1, CLASS_CORE, 2, 0});
    TRY_STATES(4, CALL_RUN, false, {1, CLASS_CORE, 2, 2}); // where no run is
    try_all(wrong, COUNT(wrong));
    unwanted((uint32_t)reserve_alloc_run(CLASS_CORE, &none, FRAME_CORE));
}
