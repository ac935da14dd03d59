// SPDX-License-Identifier: MIT
// Lab 2: floors, claims and the books.
#include <stddef.h>

#include "kernel/command_line.h"
#include "kernel/test.h"
#include "kernel/test_map.h"
#include "mm/reserve.h"

#define MOST_HELD     20000
#define STATES_OF_USE (FRAME_STATES - FRAME_KERNEL)

static struct frame *held[MOST_HELD];
static uint32_t held_count;

// The small memory of map=, with new books.
static void start(void)
{
    test_start_frames();
    reserve_init();
}

// The books, after checking that they add up and agree with lab 1's.
static struct reserve_counts read_counts(void)
{
    struct reserve_counts counts;
    uint32_t used = 0;

    reserve_read_counts(&counts);
    for (int i = 0; i < FRAME_STATES; i++)
        used += counts.used[i];
    CHECK(counts.used[FRAME_RESERVED], ==, 0u);
    CHECK(counts.used[FRAME_FREE], ==, 0u);
    CHECK(counts.free + counts.claimed + used, ==, counts.total);
    CHECK(counts.free + counts.claimed, ==, frame_count_free());
    return counts;
}

static uint32_t free_now(void)
{
    return read_counts().free;
}

static struct frame *take(enum frame_class class, enum frame_state state)
{
    struct frame *frame = reserve_alloc(class, state);
    if (frame != NULL) {
        CHECK(frame->state, ==, state);
        held[held_count++] = frame;
    }
    return frame;
}

// Takes frames of class RESERVE until `frames` are free.
static void take_down_to(uint32_t frames)
{
    while (free_now() > frames)
        CHECK(take(CLASS_RESERVE, FRAME_KERNEL), !=, NULL);
    CHECK(free_now(), ==, frames);
}

static void free_all(void)
{
    while (held_count > 0)
        reserve_free(held[--held_count]);
}

// At its floor and below, a class is refused everything; one above, it gets one and not two.
static void check_floor(enum frame_class class, uint32_t floor)
{
    struct claim claim = {0};

    CHECK(reserve_floor(class), ==, floor);
    free_all();
    take_down_to(floor + 1);
    CHECK(reserve_claim(&claim, class, 2), ==, E_NO_MEMORY);
    CHECK(claim.frames, ==, 0u);
    CHECK(reserve_claim(&claim, class, 1), ==, 0);
    CHECK(free_now(), ==, floor);
    CHECK(reserve_alloc(class, FRAME_PAGED), ==, NULL);
    reserve_release(&claim);
    struct frame *last = reserve_alloc(class, FRAME_PAGED);
    CHECK(last, !=, NULL);
    CHECK(free_now(), ==, floor);
    CHECK(reserve_alloc(class, FRAME_PAGED), ==, NULL);
    CHECK(reserve_claim(&claim, class, 1), ==, E_NO_MEMORY);
    held[held_count++] = last;
    if (floor == 0)
        return;
    take_down_to(floor - 1);
    CHECK(reserve_alloc(class, FRAME_PAGED), ==, NULL);
    CHECK(reserve_claim(&claim, class, 1), ==, E_NO_MEMORY);
    CHECK(reserve_claim(&claim, class, 0), ==, 0);
    CHECK(free_now(), ==, floor - 1);
}

static void report(void)
{
    struct reserve_counts counts = read_counts();
    record_send("value", "total=%u free=%u claimed=%u", counts.total, counts.free, counts.claimed);
}

TEST(floor_reserve, 1)
{
    start();
    check_floor(CLASS_RESERVE, 0);
    report();
}

TEST(floor_core, 1)
{
    start();
    check_floor(CLASS_CORE, RESERVE_FRAMES);
    report();
}

TEST(floor_turn, 1)
{
    start();
    for (uint32_t level = 1; level <= LEVEL_HIGHEST; level++)
        check_floor(CLASS_TURN(level), CORE_FLOOR + TURN_FRAMES * (level - 1));
    report();
}

TEST(floor_paged, 1)
{
    start();
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES * level);
    }
    reserve_set_highest_level(1);
    check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES);
    report();
}

// What each class can still take when the classes above it have taken all they can.
TEST(classes_nested, 1)
{
    start();
    reserve_set_highest_level(LEVEL_HIGHEST);
    uint32_t before = free_now(), taken = 0;
    while (take(CLASS_PAGED, FRAME_PAGED) != NULL)
        taken++;
    record_send("value", "class=paged taken=%u", taken);
    CHECK(free_now(), ==, before - taken);
    for (uint32_t level = LEVEL_HIGHEST; level >= 1; level--) {
        for (taken = 0; take(CLASS_TURN(level), FRAME_PAGED) != NULL; taken++)
            CHECK(reserve_alloc(CLASS_PAGED, FRAME_PAGED), ==, NULL);
        record_send("value", "class=turn-%u taken=%u", level, taken);
    }
    for (taken = 0; take(CLASS_CORE, FRAME_CORE) != NULL; taken++)
        CHECK(reserve_alloc(CLASS_TURN(1), FRAME_PAGED), ==, NULL);
    record_send("value", "class=core taken=%u", taken);
    for (taken = 0; take(CLASS_RESERVE, FRAME_KERNEL) != NULL; taken++)
        CHECK(reserve_alloc(CLASS_CORE, FRAME_PAGED), ==, NULL);
    record_send("value", "class=reserve taken=%u", taken);
    CHECK(frame_count_free(), ==, 0u);
}

TEST(steal_marks, 2)
{
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        for (int i = 0; i < 200; i++) // what is free does not matter
            CHECK(take(CLASS_CORE, FRAME_CORE), !=, NULL);
        record_send("value", "low=%u high=%u", reserve_steal_low(), reserve_steal_high());
    }
}

// A claim that does not fit changes nothing; the largest that does leaves the floor.
TEST(claim_whole, 1)
{
    start();
    reserve_set_highest_level(2);
    for (uint32_t i = 0; i < 200; i++) {
        enum frame_class class = test_random(CLASSES);
        uint32_t before = free_now(), floor = reserve_floor(class);
        struct claim claim = {0};
        if (before > floor) {
            CHECK(reserve_claim(&claim, class, before - floor + 1), ==, E_NO_MEMORY);
            CHECK(claim.frames, ==, 0u);
            CHECK(free_now(), ==, before);
            CHECK(reserve_claim(&claim, class, before - floor), ==, 0);
            CHECK(claim.frames, ==, before - floor);
            CHECK(free_now(), ==, floor);
            reserve_release(&claim);
        }
        CHECK(claim.frames, ==, 0u);
        CHECK(free_now(), ==, before);
        (void)take(CLASS_RESERVE, FRAME_KERNEL);
    }
    report();
}

TEST(claim_sizes, 1)
{
    start();
    uint32_t before = free_now();
    uint32_t sizes[] = {before + 1, 0x7fffffffu, 0x80000000u, 0u - before,
                        0u - 17,    0u - 16,     0u - 1,      0u - RESERVE_FRAMES - before};
    for (uint32_t class = 0; class < CLASSES; class ++) {
        for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            struct claim claim = {0};
            CHECK(reserve_claim(&claim, class, sizes[i]), ==, E_NO_MEMORY);
            CHECK(claim.frames, ==, 0u);
            CHECK(free_now(), ==, before);
        }
        struct claim none = {0};
        CHECK(reserve_claim(&none, class, 0), ==, 0);
        CHECK(none.frames, ==, 0u);
        reserve_release(&none);
        reserve_release(&none);
        CHECK(free_now(), ==, before);
    }
    report();
}

// Two claims held at once, taken from in turn, and each gets exactly its own.
TEST(claim_interleaved, 1)
{
    start();
    uint32_t before = free_now();
    for (uint32_t i = 0; i < 50; i++) {
        struct claim a = {0}, b = {0};
        uint32_t x = 1 + test_random(40), y = 1 + test_random(40);
        CHECK(reserve_claim(&a, CLASS_CORE, x), ==, 0);
        CHECK(reserve_claim(&b, CLASS_PAGED, y), ==, 0);
        CHECK(free_now(), ==, before - x - y);
        for (uint32_t taken = 0; taken < x + y; taken++) {
            struct claim *from = (b.frames == 0 || (a.frames != 0 && test_random(2))) ? &a : &b;
            uint32_t left = from->frames;
            held[held_count++] = reserve_take(from, FRAME_CORE);
            CHECK(held[held_count - 1], !=, NULL);
            CHECK(from->frames, ==, left - 1);
            CHECK(free_now(), ==, before - x - y);
        }
        CHECK(a.frames + b.frames, ==, 0u);
        free_all();
        CHECK(free_now(), ==, before);
    }
    report();
}

// Everybody else takes all they can get, and still the claim is good for every frame of it.
TEST(claim_guaranteed, 1)
{
    start();
    struct claim claim = {0};
    uint32_t promised = 50 + test_random(50);
    CHECK(reserve_claim(&claim, CLASS_PAGED, promised), ==, 0);
    while (take(CLASS_RESERVE, FRAME_KERNEL) != NULL)
        continue;
    CHECK(free_now(), ==, 0u);
    CHECK(frame_count_free(), ==, promised);
    for (uint32_t i = 0; i < promised; i++) {
        CHECK(claim.frames, ==, promised - i);
        struct frame *frame = reserve_take(&claim, FRAME_PAGED);
        CHECK(frame, !=, NULL);
        CHECK(frame->state, ==, FRAME_PAGED);
        CHECK(read_counts().used[FRAME_PAGED], ==, i + 1);
    }
    CHECK(frame_count_free(), ==, 0u);
    record_send("value", "promised=%u", promised);
}

TEST(claim_released, 1)
{
    start();
    uint32_t before = free_now();
    for (uint32_t i = 0; i < 200; i++) {
        struct claim claim = {0};
        uint32_t size = 1 + test_random(60), taken = test_random(size + 1);
        CHECK(reserve_claim(&claim, CLASS_CORE, size), ==, 0);
        for (uint32_t j = 0; j < taken; j++)
            held[held_count++] = reserve_take(&claim, FRAME_KERNEL);
        reserve_release(&claim);
        CHECK(claim.frames, ==, 0u);
        CHECK(free_now(), ==, before - taken);
        CHECK(read_counts().claimed, ==, 0u);
        reserve_release(&claim);
        CHECK(free_now(), ==, before - taken);
        free_all();
    }
    report();
}

TEST(reserve_states, 1)
{
    start();
    struct reserve_counts counts = read_counts();
    for (uint32_t i = 0; i < 100; i++) {
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        CHECK(take(CLASS_PAGED, state), !=, NULL);
        counts.used[state]++;
    }
    for (uint32_t i = 0; i < 300; i++) {
        struct frame *frame = held[test_random(held_count)];
        enum frame_state state = FRAME_KERNEL + test_random(STATES_OF_USE);
        counts.used[frame->state]--;
        counts.used[state]++;
        reserve_change_state(frame, state);
        CHECK(frame->state, ==, state);
    }
    struct reserve_counts found = read_counts();
    for (int i = 0; i < FRAME_STATES; i++)
        CHECK(found.used[i], ==, counts.used[i]);
    record_send("value", "kernel=%u core=%u paged=%u lent=%u", found.used[FRAME_KERNEL],
                found.used[FRAME_CORE], found.used[FRAME_PAGED], found.used[FRAME_LENT]);
    free_all();
    found = read_counts();
    CHECK(found.free, ==, found.total);
}

static uint32_t hold_run(enum frame_class class, const struct frame_run *run)
{
    struct frame *first = reserve_alloc_run(class, run, FRAME_CORE);
    for (uint32_t i = 0; first != NULL && i < run->frames; i++) {
        CHECK(first[i].state, ==, FRAME_CORE);
        held[held_count++] = first + i;
    }
    return first == NULL ? 0 : run->frames;
}

// Runs count against the floor with their whole length; one that is not to be found takes nothing.
TEST(runs_claimed, 1)
{
    start();
    struct frame_run run = {8, 8, {0xffffffffu}, 0};
    struct frame_run nowhere = {8, 8, {4}, 0};
    uint32_t before = free_now();
    CHECK(hold_run(CLASS_CORE, &nowhere), ==, 0u);
    CHECK(free_now(), ==, before);
    while (free_now() >= RESERVE_FRAMES + 8 && hold_run(CLASS_CORE, &run) == 8)
        CHECK(free_now(), ==, before - held_count);
    free_all();
    CHECK(free_now(), ==, before);
    take_down_to(RESERVE_FRAMES + 7);
    run.align_frames = 1;
    uint32_t below = free_now();
    CHECK(hold_run(CLASS_CORE, &run), ==, 0u);
    CHECK(free_now(), ==, below);
    run.frames = 1;
    CHECK(hold_run(CLASS_CORE, &run), ==, 1u);
    CHECK(free_now(), ==, below - 1);
    run.frames = 0xfffffff0u; // more than memory
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 0u);
    CHECK(free_now(), ==, below - 1);
    report();
}

// A run cannot have frames that others were promised.
TEST(runs_respect_claims, 1)
{
    start();
    struct claim claim = {0};
    uint32_t before = free_now();
    CHECK(reserve_claim(&claim, CLASS_RESERVE, before - 4), ==, 0);
    struct frame_run run = {8, 1, {0xffffffffu}, 0};
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 0u);
    CHECK(free_now(), ==, 4u);
    run.frames = 4;
    CHECK(hold_run(CLASS_RESERVE, &run), ==, 4u);
    for (uint32_t i = 0; i < before - 4; i++)
        CHECK(reserve_take(&claim, FRAME_PAGED), !=, NULL);
    report();
}

// Load without end: whoever is refused gives half of it back, and all is there at the end.
TEST(out_and_back, 2)
{
    uint32_t before = free_now(), refused = 0;
    while (refused < 20) {
        struct claim claim = {0};
        uint32_t size = 1 + test_random(200);
        enum frame_class class = test_random(CLASSES);
        if (reserve_claim(&claim, class, size) != 0) {
            refused++;
            for (uint32_t i = held_count / 2; i > 0; i--)
                reserve_free(held[--held_count]);
            continue;
        }
        for (uint32_t i = test_random(size + 1); i > 0; i--)
            held[held_count++] = reserve_take(&claim, FRAME_PAGED);
        reserve_release(&claim);
        (void)read_counts();
    }
    free_all();
    CHECK(free_now(), ==, before);
    record_send("value", "free=%u refused=%u", before, refused);
}

// reserve_init forgets claims and floors.
TEST(reserve_init_again, 1)
{
    start();
    struct claim claim = {0};
    reserve_set_highest_level(5);
    CHECK(reserve_claim(&claim, CLASS_RESERVE, 100), ==, 0);
    CHECK(reserve_take(&claim, FRAME_LENT), !=, NULL);
    start();
    CHECK(read_counts().used[FRAME_LENT], ==, 0u);
    CHECK(reserve_floor(CLASS_PAGED), ==, (uint32_t)CORE_FLOOR);
    report();
}

static uint32_t dearest;

static void measure(uint32_t start_instructions)
{
    uint32_t spent = test_read_instructions() - start_instructions;
    if (spent > dearest)
        dearest = spent;
}

TEST(reserve_constant_time, 2)
{
    for (uint32_t i = 0; i < 1000; i++) {
        struct claim claim = {0};
        uint32_t from = test_read_instructions();
        CHECK(reserve_claim(&claim, CLASS_PAGED, 1 + i / 2), ==, 0);
        measure(from);
        from = test_read_instructions();
        struct frame *frame = reserve_take(&claim, FRAME_PAGED);
        measure(from);
        from = test_read_instructions();
        reserve_release(&claim);
        measure(from);
        from = test_read_instructions();
        reserve_free(frame);
        measure(from);
    }
    record_send("value", "dearest=%u", dearest);
}

// Sent right before the misuse: what comes then can only come from there. The host knows the total.
static void about_to_misuse(uint32_t number)
{
    record_send("ready", "total=%u number=%u", read_counts().total, number);
}

TEST(misuse_claim_held, 2)
{
    struct claim claim = {0};
    uint32_t size = 1 + test_random(50);
    CHECK(reserve_claim(&claim, CLASS_CORE, size), ==, 0);
    about_to_misuse(size);
    record_send("value", "result=%d", reserve_claim(&claim, CLASS_CORE, 1));
}

TEST(misuse_claim_empty, 2)
{
    struct claim claim = {0};
    CHECK(reserve_claim(&claim, CLASS_CORE, 2), ==, 0);
    for (uint32_t i = 0; i < 3; i++) {
        about_to_misuse(i);
        CHECK(reserve_take(&claim, FRAME_CORE), !=, NULL);
    }
}

TEST(misuse_class, 2)
{
    struct claim claim = {0};
    uint32_t class = CLASSES + test_random(1000);
    about_to_misuse(class);
    switch (test_random(3)) {
    case 0:
        record_send("value", "result=%d", reserve_claim(&claim, class, 1));
        break;
    case 1:
        record_send("value", "result=%u", (uint32_t)reserve_alloc(class, FRAME_KERNEL));
        break;
    default:
        record_send("value", "result=%u", reserve_floor(class));
    }
}

TEST(misuse_level, 2)
{
    uint32_t level = LEVEL_HIGHEST + 1 + test_random(1000);
    about_to_misuse(level);
    reserve_set_highest_level(level);
}

TEST(misuse_change_state, 2)
{
    struct frame *frame = reserve_alloc(CLASS_CORE, FRAME_CORE);
    CHECK(frame, !=, NULL);
    uint32_t state = test_random(2) ? FRAME_FREE : FRAME_STATES + test_random(100);
    about_to_misuse(state);
    reserve_change_state(frame, state);
}

TEST(misuse_change_free_frame, 2)
{
    struct frame *frame = reserve_alloc(CLASS_CORE, FRAME_CORE);
    CHECK(frame, !=, NULL);
    reserve_free(frame);
    about_to_misuse((uint32_t)FRAME_FREE);
    reserve_change_state(frame, FRAME_KERNEL);
}

TEST(misuse_reserve_free, 2)
{
    struct frame *frame = reserve_alloc(CLASS_CORE, FRAME_CORE);
    CHECK(frame, !=, NULL);
    about_to_misuse(frame_number_of(frame).value);
    reserve_free(frame);
    reserve_free(frame);
}
