// SPDX-License-Identifier: MIT
// Lab 2: floors.
#include <stddef.h>

#include "labs/2-reserve/tests/support.h"

// At its floor and below, a class is refused everything; one above, it gets one and not two.
static void check_floor(enum frame_class class, uint32_t floor)
{
    struct claim claim = {0};

    CHECK(reserve_floor(class), ==, floor);
    free_taken();
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
    taken_frames[taken_count++] = last;
    if (floor == 0)
        return;
    take_down_to(floor - 1);
    CHECK(reserve_alloc(class, FRAME_PAGED), ==, NULL);
    CHECK(reserve_claim(&claim, class, 1), ==, E_NO_MEMORY);
    CHECK(reserve_claim(&claim, class, 0), ==, 0);
    CHECK(free_now(), ==, floor - 1);
}

TEST(floor_reserve, 1)
{
    start_books();
    check_floor(CLASS_RESERVE, 0);
    report_books();
}

TEST(floor_core, 1)
{
    start_books();
    check_floor(CLASS_CORE, RESERVE_FRAMES);
    report_books();
}

TEST(floor_turn, 1)
{
    start_books();
    for (uint32_t level = 1; level <= LEVEL_HIGHEST; level++)
        check_floor(CLASS_TURN(level), CORE_FLOOR + TURN_FRAMES * (level - 1));
    report_books();
}

TEST(floor_paged, 1)
{
    start_books();
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES * level);
    }
    reserve_set_highest_level(1);
    check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES);
    report_books();
}

// What each class can still take when the classes above it have taken all they can.
TEST(classes_nested, 1)
{
    start_books();
    reserve_set_highest_level(LEVEL_HIGHEST);
    uint32_t before = free_now(), taken = 0;
    while (take_frame(CLASS_PAGED, FRAME_PAGED) != NULL)
        taken++;
    record_send("value", "class=paged taken=%u", taken);
    CHECK(free_now(), ==, before - taken);
    for (uint32_t level = LEVEL_HIGHEST; level >= 1; level--) {
        for (taken = 0; take_frame(CLASS_TURN(level), FRAME_PAGED) != NULL; taken++)
            CHECK(reserve_alloc(CLASS_PAGED, FRAME_PAGED), ==, NULL);
        record_send("value", "class=turn-%u taken=%u", level, taken);
    }
    for (taken = 0; take_frame(CLASS_CORE, FRAME_CORE) != NULL; taken++)
        CHECK(reserve_alloc(CLASS_TURN(1), FRAME_PAGED), ==, NULL);
    record_send("value", "class=core taken=%u", taken);
    for (taken = 0; take_frame(CLASS_RESERVE, FRAME_KERNEL) != NULL; taken++)
        CHECK(reserve_alloc(CLASS_CORE, FRAME_PAGED), ==, NULL);
    record_send("value", "class=reserve taken=%u", taken);
    CHECK(frame_count_free(), ==, 0u);
}

TEST(steal_marks, 2)
{
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        for (int i = 0; i < 200; i++) // what is free does not matter
            CHECK(take_frame(CLASS_CORE, FRAME_CORE), !=, NULL);
        record_send("value", "low=%u high=%u", reserve_steal_low(), reserve_steal_high());
    }
}
