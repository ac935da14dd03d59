// SPDX-License-Identifier: MIT
// Lab 2: floors.
#include <stddef.h>

#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/support.h"
#include "labs/2-reserve/tests/words.h"

#define SMALL 260 // machines up to this size are all tried

// --- where stealing starts

static void check_marks(uint32_t total, uint32_t level)
{
    uint32_t low = CORE_FLOOR + TURN_FRAMES * level + total / 32;

    CHECK_THAT(reserve_steal_low(), ==, low,
               "reserve_steal_low(), with a total of %u frames and the highest level %u", total,
               level);
    CHECK_THAT(reserve_steal_high(), ==, low + total / 64,
               "reserve_steal_high(), with a total of %u frames and the highest level %u", total,
               level);
}

static void check_all_marks(uint32_t total)
{
    start_machine(total + 1, (const uint32_t[][2]){{0, total}}, total == 0 ? 0 : 1);
    reserve_init();
    check_marks(total, 0);
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        check_marks(total, level);
    }
}

TEST(steal_marks, 1)
{
    static const uint32_t sizes[] = {1023,  1024,  1025,  2047,  4095,   4096,   16166,
                                     32767, 65535, 65536, 65537, 262143, 262144, 458751};

    reserve_init();
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        reserve_set_highest_level(level);
        record_send("value", "low=%u high=%u", reserve_steal_low(), reserve_steal_high());
    }
    for (uint32_t total = 0; total <= SMALL; total++)
        check_all_marks(total);
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        check_all_marks(sizes[i]);
}

// --- who may have the last ones

// At its floor and below, a class is refused everything; one above, it gets one and not two.
static void check_floor(enum frame_class class, uint32_t floor)
{
    struct claim claim = {0};

    checked_floor(class);
    free_taken();
    take_down_to(floor + 1);
    checked_claim(&claim, class, 2);
    checked_claim(&claim, class, 1);
    CHECK_THAT(free_now(), ==, floor, "free frames when %s has claimed its last one",
               words_class_name(class));
    checked_alloc(class, FRAME_PAGED);
    checked_release(&claim);
    CHECK_THAT(take_frame(class, FRAME_PAGED) != NULL, ==, true,
               "whether %s gets the last frame above its floor", words_class_name(class));
    checked_alloc(class, FRAME_PAGED);
    checked_claim(&claim, class, 1);
    checked_claim(&claim, class, 0);
    if (floor == 0)
        return;
    take_down_to(floor - 1);
    checked_alloc(class, FRAME_PAGED);
    checked_claim(&claim, class, 1);
    checked_claim(&claim, class, 0);
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
    for (uint32_t highest = 0; highest <= LEVEL_HIGHEST; highest += LEVEL_HIGHEST) {
        checked_set_level(highest); // which does not matter
        for (uint32_t level = 1; level <= LEVEL_HIGHEST; level++)
            check_floor(CLASS_TURN(level), CORE_FLOOR + TURN_FRAMES * (level - 1));
    }
    report_books();
}

TEST(floor_paged, 1)
{
    start_books();
    for (uint32_t level = 0; level <= LEVEL_HIGHEST; level++) {
        checked_set_level(level);
        check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES * level);
    }
    checked_set_level(1);
    check_floor(CLASS_PAGED, CORE_FLOOR + TURN_FRAMES);
    report_books();
}

// What each class can still take when the classes above it have taken all they can.
static uint32_t take_all_of(enum frame_class class, enum frame_class refused)
{
    uint32_t taken = 0;

    for (; take_frame(class, FRAME_PAGED) != NULL; taken++) {
        if (refused != class)
            CHECK_THAT(checked_alloc(refused, FRAME_PAGED) == NULL, ==, true,
                       "whether %s gets nothing more", words_class_name(refused));
    }
    return taken;
}

TEST(classes_nested, 1)
{
    start_books();
    checked_set_level(LEVEL_HIGHEST);
    record_send("value", "class=paged taken=%u", take_all_of(CLASS_PAGED, CLASS_PAGED));
    for (uint32_t level = LEVEL_HIGHEST; level >= 1; level--)
        record_send("value", "class=turn-%u taken=%u", level,
                    take_all_of(CLASS_TURN(level), CLASS_PAGED));
    record_send("value", "class=core taken=%u", take_all_of(CLASS_CORE, CLASS_TURN(1)));
    record_send("value", "class=reserve taken=%u", take_all_of(CLASS_RESERVE, CLASS_CORE));
    CHECK_THAT(frame_count_free(), ==, 0u, "frames that are free when class RESERVE took the rest");
    free_taken();
    report_books();
}

// --- many frames in use

#define MANY 66000 // more than 16 bits can count

// In each state of use there are more than 65,536 frames.
TEST(frame_many, 0)
{
    static struct frame *last[STATES_OF_USE];
    struct reserve_counts counts;

    start_machine(TEST_MOST_FRAMES, (const uint32_t[][2]){{0, TEST_MOST_FRAMES}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (enum frame_state state = FRAME_KERNEL; state < FRAME_STATES; state++) {
        for (uint32_t i = 0; i < MANY; i++) {
            last[state - FRAME_KERNEL] = reserve_alloc(CLASS_PAGED, state);
            CHECK_THAT(last[state - FRAME_KERNEL] != NULL, ==, true,
                       "whether reserve_alloc found a frame, of %u", TEST_MOST_FRAMES);
        }
        counts = read_books();
        CHECK_THAT(counts.used[state], ==, (uint32_t)MANY, "counts.used[%u] with %u such frames",
                   state, MANY);
    }
    CHECK_THAT(counts.free, ==, TEST_MOST_FRAMES - STATES_OF_USE * (uint32_t)MANY,
               "counts.free with four times %u frames in use", MANY);
    for (uint32_t i = 0; i < STATES_OF_USE; i++) {
        checked_free(last[i]);
        CHECK_THAT(read_books().used[FRAME_KERNEL + i], ==, (uint32_t)MANY - 1,
                   "counts.used[%u] with one frame less", FRAME_KERNEL + i);
    }
}
