// SPDX-License-Identifier: MIT
// Lab 2: claims.
#include <stddef.h>

#include "labs/2-reserve/tests/support.h"

// A claim that does not fit changes nothing; the largest that does leaves the floor.
TEST(claim_whole, 1)
{
    start_books();
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
        (void)take_frame(CLASS_RESERVE, FRAME_KERNEL);
    }
    report_books();
}

TEST(claim_sizes, 1)
{
    start_books();
    uint32_t before = free_now();
    uint32_t sizes[] = {before + 1, 0x7fffffffu, 0x80000000u, 0u - before,
                        0u - 17,    0u - 16,     0u - 1,      0u - RESERVE_FRAMES - before};
    for (uint32_t each = 0; each < CLASSES; each++) {
        for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            struct claim claim = {0};
            CHECK(reserve_claim(&claim, each, sizes[i]), ==, E_NO_MEMORY);
            CHECK(claim.frames, ==, 0u);
            CHECK(free_now(), ==, before);
        }
        struct claim none = {0};
        CHECK(reserve_claim(&none, each, 0), ==, 0);
        CHECK(none.frames, ==, 0u);
        reserve_release(&none);
        reserve_release(&none);
        CHECK(free_now(), ==, before);
    }
    report_books();
}

// Two claims held at once, taken from in turn, and each gets exactly its own.
TEST(claim_interleaved, 1)
{
    start_books();
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
            taken_frames[taken_count++] = reserve_take(from, FRAME_CORE);
            CHECK(taken_frames[taken_count - 1], !=, NULL);
            CHECK(from->frames, ==, left - 1);
            CHECK(free_now(), ==, before - x - y);
        }
        CHECK(a.frames + b.frames, ==, 0u);
        free_taken();
        CHECK(free_now(), ==, before);
    }
    report_books();
}

// Everybody else takes all they can get, and still the claim is good for every frame of it.
TEST(claim_guaranteed, 1)
{
    start_books();
    struct claim claim = {0};
    uint32_t promised = 50 + test_random(50);
    CHECK(reserve_claim(&claim, CLASS_PAGED, promised), ==, 0);
    while (take_frame(CLASS_RESERVE, FRAME_KERNEL) != NULL)
        continue;
    CHECK(free_now(), ==, 0u);
    CHECK(frame_count_free(), ==, promised);
    for (uint32_t i = 0; i < promised; i++) {
        CHECK(claim.frames, ==, promised - i);
        struct frame *frame = reserve_take(&claim, FRAME_PAGED);
        CHECK(frame, !=, NULL);
        CHECK(frame->state, ==, FRAME_PAGED);
        CHECK(read_books().used[FRAME_PAGED], ==, i + 1);
    }
    CHECK(frame_count_free(), ==, 0u);
    record_send("value", "promised=%u", promised);
}

TEST(claim_released, 1)
{
    start_books();
    uint32_t before = free_now();
    for (uint32_t i = 0; i < 200; i++) {
        struct claim claim = {0};
        uint32_t size = 1 + test_random(60), taken = test_random(size + 1);
        CHECK(reserve_claim(&claim, CLASS_CORE, size), ==, 0);
        for (uint32_t j = 0; j < taken; j++)
            taken_frames[taken_count++] = reserve_take(&claim, FRAME_KERNEL);
        reserve_release(&claim);
        CHECK(claim.frames, ==, 0u);
        CHECK(free_now(), ==, before - taken);
        CHECK(read_books().claimed, ==, 0u);
        reserve_release(&claim);
        CHECK(free_now(), ==, before - taken);
        free_taken();
    }
    report_books();
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
            for (uint32_t i = taken_count / 2; i > 0; i--)
                reserve_free(taken_frames[--taken_count]);
            continue;
        }
        for (uint32_t i = test_random(size + 1); i > 0; i--)
            taken_frames[taken_count++] = reserve_take(&claim, FRAME_PAGED);
        reserve_release(&claim);
        (void)read_books();
    }
    free_taken();
    CHECK(free_now(), ==, before);
    record_send("value", "free=%u refused=%u", before, refused);
}
