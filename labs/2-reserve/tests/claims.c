// SPDX-License-Identifier: MIT
// Lab 2: claims.
#include <stddef.h>

#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/support.h"
#include "labs/2-reserve/tests/words.h"

// A claim that does not fit changes nothing; the largest that does leaves the floor. Each class,
// with less and less memory.
TEST(claim_whole, 1)
{
    start_books();
    checked_set_level(2);
    for (uint32_t i = 0; i < 60; i++) {
        for (enum frame_class class = 0; class < CLASSES; class ++) {
            uint32_t before = free_now(), floor = observed_floor(class);
            struct claim claim = {0};
            if (before > floor) {
                checked_claim(&claim, class, before - floor + 1);
                checked_claim(&claim, class, before - floor);
                CHECK_THAT(free_now(), ==, floor, "free frames when %s claimed all it can",
                           words_class_name(class));
                checked_release(&claim);
            }
            CHECK_THAT(free_now(), ==, before, "free frames after the claim of %s was released",
                       words_class_name(class));
        }
        take_frame(CLASS_RESERVE, FRAME_KERNEL);
    }
    report_books();
}

// Numbers of frames near which sums and differences wrap.
TEST(claim_sizes, 1)
{
    start_books();
    uint32_t before = free_now();
    uint32_t sizes[] = {
        before + 1, 0x7fffffffu,    0x80000000u, 0x80000001u, 0u - before,
        0u - 17,    0u - 16,        0u - 15,     0u - 1,      65536,
        65537,      65536 + before, 0u - 480,    0u - 481,    0u - RESERVE_FRAMES - before};
    for (enum frame_class class = 0; class < CLASSES; class ++) {
        struct claim claim = {0};
        for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            checked_claim(&claim, class, sizes[i]);
            checked_claim(&claim, class, 0u - observed_floor(class));
            checked_claim(&claim, class, 0u - observed_floor(class) + before);
            checked_release(&claim);
        }
        checked_claim(&claim, class, 0);
        checked_release(&claim);
        checked_release(&claim);
    }
    CHECK_THAT(free_now(), ==, before, "free frames after claims that were refused, and of none");
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
        checked_claim(&a, CLASS_CORE, x);
        checked_claim(&b, CLASS_PAGED, y);
        CHECK_THAT(free_now(), ==, before - x - y, "free frames with claims of %u and %u", x, y);
        for (uint32_t taken = 0; taken < x + y; taken++) {
            struct claim *from = (b.frames == 0 || (a.frames != 0 && test_random(2))) ? &a : &b;
            uint32_t of_the_other = from == &a ? b.frames : a.frames;
            keep_taken(checked_take(from, FRAME_CORE));
            CHECK_THAT(from == &a ? b.frames : a.frames, ==, of_the_other,
                       "frames of the other claim after reserve_take: %s", SAYS_NOTHING_ELSE);
        }
        CHECK_THAT(a.frames + b.frames, ==, 0u, "frames left in two claims that were used up");
        free_taken();
        CHECK_THAT(free_now(), ==, before, "free frames after all were given back");
    }
    report_books();
}

// Everybody else takes all they can get, and still the claim is good for every frame of it.
TEST(claim_guaranteed, 1)
{
    start_books();
    struct claim claim = {0};
    uint32_t promised = 50 + test_random(50);
    checked_claim(&claim, CLASS_PAGED, promised);
    while (take_frame(CLASS_RESERVE, FRAME_KERNEL) != NULL)
        continue;
    CHECK_THAT(frame_count_free(), ==, promised,
               "frames on lab 1's list when class RESERVE has taken all it could, with %u claimed",
               promised);
    for (uint32_t i = 0; i < promised; i++) {
        checked_take(&claim, FRAME_PAGED);
        CHECK_THAT(claim.frames, ==, promised - i - 1, "claim.frames, %u of %u taken", i + 1,
                   promised);
    }
    CHECK_THAT(frame_count_free(), ==, 0u, "frames on lab 1's list after all claimed were taken");
    record_send("value", "promised=%u", promised);
}

TEST(claim_released, 1)
{
    start_books();
    uint32_t before = free_now();
    for (uint32_t size = 1; size <= 20; size++) {
        for (uint32_t taken = 0; taken <= size; taken++) {
            struct claim claim = {0};
            checked_claim(&claim, CLASS_CORE, size);
            for (uint32_t i = 0; i < taken; i++)
                keep_taken(checked_take(&claim, FRAME_KERNEL));
            checked_release(&claim);
            CHECK_THAT(free_now(), ==, before - taken,
                       "free frames after a claim of %u, %u of them taken, was released", size,
                       taken);
            checked_release(&claim);
            free_taken();
        }
    }
    report_books();
}

// --- large machines

#define MANY   10000
#define STRIDE 3331 // prime: comes to each claim, in disorder

static struct claim many[MANY];

static uint32_t size_of(uint32_t index)
{
    return 1 + index % 3;
}

static void expect_books(uint32_t free, uint32_t claimed, const char *when)
{
    struct reserve_counts counts = read_books();
    CHECK_THAT(counts.free, ==, free, "counts.free %s", when);
    CHECK_THAT(counts.claimed, ==, claimed, "counts.claimed %s", when);
}

#define FEW 512u // frames of a machine, more than all floors need

// However many claims there were, the next one is like the first, and so are the books.
static void live_long(void)
{
    struct claim claim = {0};

    start_machine(FEW, (const uint32_t[][2]){{0, FEW}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        CHECK_THAT(reserve_claim(&claim, CLASS_PAGED, 2), ==, 0, "what claim %u returned", i);
        struct frame *taken = reserve_take(&claim, FRAME_KERNEL);
        struct frame *frame = reserve_alloc(CLASS_PAGED, FRAME_PAGED);
        CHECK_THAT(taken != NULL && frame != NULL, ==, true,
                   "whether a frame of a claim and one without are handed out, time %u", i);
        CHECK_THAT(claim.frames, ==, 1u, "frames of claim %u, of two, with one taken", i);
        reserve_release(&claim);
        expect_books(FEW - 2, 0, "with two frames in use");
        reserve_free(taken);
        reserve_free(frame);
    }
    struct reserve_counts counts = read_books();
    CHECK_THAT(counts.free, ==, FEW, "counts.free after %u rounds", TEST_LONG_LIFE);
    for (enum frame_state state = FRAME_KERNEL; state < FRAME_STATES; state++)
        CHECK_THAT(counts.used[state], ==, 0u, "counts.used[%u] after %u rounds", state,
                   TEST_LONG_LIFE);
}

// Ten thousand claims at a time.
TEST(claim_many, 0)
{
    uint32_t total = 100000, claimed = 0;

    start_machine(total, (const uint32_t[][2]){{0, total}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (uint32_t i = 0; i < MANY; i++) {
        int result = reserve_claim(&many[i], i % CLASSES, size_of(i));
        CHECK_THAT(result, ==, 0, "what reserve_claim returned, with %u claims held", i);
        claimed += size_of(i);
    }
    expect_books(total - claimed, claimed, "with 10000 claims held");
    for (uint32_t i = 0, at = 0; i < MANY; i++, at = (at + STRIDE) % MANY) {
        CHECK_THAT(many[at].frames, ==, size_of(at),
                   "frames of one of 10000 claims, the first "
                   "time that it is used");
        struct frame *frame = reserve_take(&many[at], FRAME_PAGED);
        CHECK_THAT(frame != NULL, ==, true, "whether reserve_take returned a frame");
    }
    expect_books(total - claimed, claimed - MANY, "with 10000 claims held, each used once");
    for (uint32_t i = 0, at = 0; i < MANY; i++, at = (at + STRIDE) % MANY) {
        CHECK_THAT(many[at].frames, ==, size_of(at) - 1, "frames left in one of 10000 claims");
        reserve_release(&many[at]);
    }
    expect_books(total - MANY, 0, "after 10000 claims were released");
    live_long();
}

// Claims and books of more than 65,536 frames; a claim of all that there are.
TEST(claim_large, 0)
{
    static const uint32_t sizes[] = {16384, 16385,  20000,  32768,  65535, 65536,
                                     65537, 131072, 200000, 262144, 400000};
    const uint32_t total = TEST_MOST_FRAMES;
    struct claim claim = {0}, other = {0};

    start_machine(total, (const uint32_t[][2]){{0, total}}, 1);
    observed_set_window(0, 0);
    checked_init();
    for (enum frame_class class = 0; class < CLASSES; class ++) {
        for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            checked_claim(&claim, class, sizes[i]);
            checked_claim(&other, class, total - sizes[i] - observed_floor(class) + 1);
            checked_claim(&other, class, total - sizes[i] - observed_floor(class));
            checked_free(checked_take(&claim, FRAME_LENT));
            checked_release(&other);
            checked_release(&claim);
        }
        checked_claim(&claim, class, total - observed_floor(class) + 1);
        checked_claim(&claim, class, total - observed_floor(class));
        checked_release(&claim);
    }
}

// --- beginning anew

// Load without end: whoever is refused gives half of it back, and all is there at the end.
TEST(out_and_back, 1)
{
    observed_set_window(0, 0);
    checked_init();
    uint32_t before = free_now(), refused = 0;
    while (refused < 20) {
        struct claim claim = {0};
        uint32_t size = 1 + test_random(200);
        if (checked_claim(&claim, test_random(CLASSES), size) != 0) {
            refused++;
            for (uint32_t i = taken_count / 2; i > 0; i--)
                checked_free(taken_frames[--taken_count]);
            continue;
        }
        for (uint32_t i = test_random(size + 1); i > 0; i--)
            keep_taken(checked_take(&claim, FRAME_PAGED));
        checked_release(&claim);
    }
    free_taken();
    CHECK_THAT(free_now(), ==, before, "free frames after all were given back");
    record_send("value", "refused=%u free=%u", refused, free_now());
}

// reserve_init forgets claims, frames in use and the level.
TEST(reserve_init_again, 1)
{
    struct claim claim = {0};

    start_books();
    for (enum frame_state state = FRAME_KERNEL; state < FRAME_STATES; state++) {
        checked_set_level(5);
        claim.frames = 0; // the claims before are forgotten
        checked_claim(&claim, CLASS_RESERVE, 100);
        checked_take(&claim, state);
        checked_alloc(CLASS_PAGED, state);
        start_books();
    }
    report_books();
}
