// SPDX-License-Identifier: MIT
// Lab 2: what callers do wrong. Each test ends in the panic that the contract names.
#include <stddef.h>

#include "labs/2-reserve/tests/support.h"

// Sent right before the misuse: what comes then can only come from there. The host knows the total.
static void about_to_misuse(uint32_t number)
{
    record_send("ready", "total=%u number=%u", read_books().total, number);
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
