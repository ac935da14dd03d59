// SPDX-License-Identifier: MIT
// Lab 2: what the functions cost, in instructions (kernel/test/cost.h). QEMU counts them exactly.
// The machines are made up.
#include "kernel/test/cost.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"
#include "labs/2-reserve/tests/sentences.h"
#include "labs/2-reserve/tests/support.h"

#define SMALL_FIRST (ISA_DMA_LIMIT_FRAMES - 512)
#define SMALL_END   (ISA_DMA_LIMIT_FRAMES + 512)
#define LARGE_FIRST 256
#define LARGE_END   262144 // 1 GiB
#define MOST_CLAIMS 10000

static struct test_cost of_claim = {"reserve_claim", SAYS_CLAIM_COST, 0};
static struct test_cost of_take = {"reserve_take", SAYS_CONSTANT, 0};
static struct test_cost of_release = {"reserve_release", SAYS_CONSTANT, 0};
static struct test_cost of_alloc = {"reserve_alloc", SAYS_CONSTANT, 0};
static struct test_cost of_free = {"reserve_free", SAYS_CONSTANT, 0};
static struct test_cost of_low = {"reserve_steal_low", SAYS_ASKED_OFTEN, 0};
static struct test_cost of_high = {"reserve_steal_high", SAYS_ASKED_OFTEN, 0};
static struct test_cost of_counts = {"reserve_read_counts", SAYS_ASKED_OFTEN, 0};

static int claim_frames(struct claim *claim, enum frame_class class, uint32_t frames)
{
    int result;
    TEST_COST(&of_claim, result = reserve_claim(claim, class, frames));
    return result;
}

static void release(struct claim *claim)
{
    TEST_COST(&of_release, reserve_release(claim));
}

static struct frame *alloc(enum frame_class class)
{
    struct frame *frame;
    TEST_COST(&of_alloc, frame = reserve_alloc(class, FRAME_PAGED));
    return frame;
}

static void give_back(struct frame *frame)
{
    TEST_COST(&of_free, reserve_free(frame));
}

static void ask(void)
{
    struct reserve_counts counts;
    uint32_t answer;

    TEST_COST(&of_low, answer = reserve_steal_low());
    TEST_COST(&of_high, answer = reserve_steal_high());
    TEST_COST(&of_counts, reserve_read_counts(&counts));
    (void)answer;
}

// One of each, granted or refused; a claim of so many frames.
static void measure_each(enum frame_class class, uint32_t frames)
{
    struct claim claim = {0};
    struct frame *frame = NULL;

    if (claim_frames(&claim, class, frames) == 0 && frames > 0) {
        ask();
        TEST_COST(&of_take, frame = reserve_take(&claim, FRAME_CORE));
        release(&claim);
        give_back(frame);
    }
    release(&claim);
    frame = alloc(class);
    if (frame != NULL)
        give_back(frame);
    ask();
}

static void measure_all(const char *words, uint32_t rounds, uint32_t frames)
{
    test_cost_where = words;
    for (uint32_t i = 0; i < rounds; i++)
        measure_each(i % CLASSES, i % 10);
    for (uint32_t i = 0; i < CLASSES; i++) {
        measure_each(i, frames);
        measure_each(i, frames / 2);
        measure_each(i, UINT32_MAX);
    }
}

// Claims of one frame for each, and then all other frames in use.
static void measure_filled(uint32_t claims, uint32_t rounds, uint32_t frames, uint32_t most)
{
    static struct claim claimed[MOST_CLAIMS];
    static struct frame *taken[MOST_CLAIMS];
    uint32_t count = 0;

    test_cost_where = "while more and more is claimed";
    for (uint32_t i = 0; i < claims; i++) {
        claimed[i].frames = 0;
        CHECK_THAT(claim_frames(&claimed[i], CLASS_RESERVE, 1), ==, 0,
                   "what reserve_claim returned for one frame, with %u claims held", i);
    }
    measure_all("many claims held", rounds, frames);
    test_cost_where = "while more and more is in use";
    for (struct frame *frame; (frame = alloc(CLASS_RESERVE)) != NULL; count++) {
        CHECK_THAT(count, <, most, "frames handed out, more than there are");
        taken[count % claims] = frame;
    }
    CHECK_THAT(count, ==, most - claims, "frames handed out until none was free");
    measure_all("no frame free", rounds, frames);
    test_cost_where = "while frames come back";
    for (uint32_t i = 0; i < claims; i++)
        give_back(taken[i]);
    measure_all("nearly all frames in use", rounds, frames);
    test_cost_where = "while many claims are used up and released";
    for (uint32_t i = 0; i < claims; i++) {
        struct frame *frame;
        TEST_COST(&of_take, frame = reserve_take(&claimed[i], FRAME_CORE));
        (void)frame;
        release(&claimed[i]);
    }
    measure_all("nearly all frames in use, no claims left", rounds, frames);
}

// `frames` is the most that a claim has.
static void measure_machine(uint32_t first, uint32_t end, uint32_t claims, uint32_t rounds,
                            uint32_t frames)
{
    start_machine(end, (const uint32_t[][2]){{first, end}}, 1);
    reserve_init();
    reserve_set_highest_level(1);
    measure_all("all frames free", rounds, frames);
    measure_filled(claims, rounds, frames, end - first);
}

TEST(reserve_constant_time, 0)
{
    measure_machine(SMALL_FIRST, SMALL_END, 8, 100, 20);
    test_cost_is_large = true;
    measure_machine(LARGE_FIRST, LARGE_END, MOST_CLAIMS, 10000, LARGE_END);
    record_send("value", "claim=%u take=%u alloc=%u", of_claim.dearest, of_take.dearest,
                of_alloc.dearest);
}
