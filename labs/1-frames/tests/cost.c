// SPDX-License-Identifier: MIT
// Lab 1: what the functions cost, in instructions (kernel/test/cost.h). QEMU counts them exactly.
// The machines are made up.
#include "kernel/test/cost.h"
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/sentences.h"
#include "labs/1-frames/tests/support.h"

#define PAIRS     2000
#define SCATTERED 10000
#define STRIDE    10007 // a prime: steps of that size come to every frame, in disorder

#define SMALL_FIRST (ISA_DMA_LIMIT_FRAMES - 1024)
#define SMALL_END   (ISA_DMA_LIMIT_FRAMES + 1024)
#define LARGE_FIRST 256
#define LARGE_END   262144 // 1 GiB

static struct test_cost of_alloc = {"frame_alloc", SAYS_ALLOC_COST, 0};
static struct test_cost of_free = {"frame_free", SAYS_FREE_COST, 0};
static struct test_cost of_count = {"frame_count_free", SAYS_COUNT_COST, 0};
static struct test_cost of_run = {"frame_alloc_run", SAYS_RUN_COST, 0};

static struct frame *alloc(void)
{
    struct frame *frame;

    TEST_COST(&of_alloc, frame = frame_alloc(FRAME_PAGED));
    TEST_COST(&of_count, frame_count_free());
    return frame;
}

static void release(struct frame *frame)
{
    TEST_COST(&of_free, frame_free(frame));
}

static struct frame *alloc_one(void)
{
    struct frame *frame = alloc();
    CHECK_THAT(frame != NULL, ==, true, "whether frame_alloc found a frame, %s", test_cost_where);
    return frame;
}

static void measure_pairs(const char *words)
{
    test_cost_where = words;
    for (uint32_t i = 0; i < PAIRS; i++)
        release(alloc_one());
}

// Frames until none is left at or above `from`; the last one was below, if there was one.
static void take_down_to(uint32_t from, uint32_t most, const char *words)
{
    struct frame *frame;

    test_cost_where = words;
    for (uint32_t i = 0; (frame = alloc()) != NULL && frame_number_of(frame).value >= from; i++)
        CHECK_THAT(i, <=, most, "frames handed out, of %u that there are", most);
    if (frame != NULL)
        release(frame);
}

static void measure_machine(uint32_t first, uint32_t end)
{
    static struct frame *taken[PAIRS];

    start_machine(end, (const uint32_t[][2]){{first, end}}, 1);
    measure_pairs("all frames free");
    for (uint32_t i = 0; i < PAIRS / 2; i++)
        taken[i] = alloc_one();
    for (uint32_t i = 0; i < PAIRS / 2; i += 2)
        release(taken[i]);
    measure_pairs("some frames in use, and every second of them free again");
    take_down_to(ISA_DMA_LIMIT_FRAMES, end, "while high frames are handed out");
    measure_pairs("low frames free, and none else");
    take_down_to(0, end, "while low frames are handed out");
    test_cost_where = "no frame free";
    alloc();
    test_cost_where = "all frames in use but some";
    for (uint32_t i = 0, at = 0; i < SCATTERED && i < end - first; i++) {
        at = (at + STRIDE) % (end - first);
        release(&frame_table[first + at]);
        if (i % 16 == 0)
            release(alloc_one());
    }
    measure_pairs("frames free here and there");
}

TEST(constant_time, 0)
{
    measure_machine(SMALL_FIRST, SMALL_END);
    test_cost_is_large = true;
    measure_machine(LARGE_FIRST, LARGE_END);
    record_send("value", "alloc=%u free=%u count=%u", of_alloc.dearest, of_free.dearest,
                of_count.dearest);
}

// --- runs

#define RUN_END 8192 // the small machine's, and the largest limit

static const uint32_t lengths[] = {1, 16, 300, RUN_END};
static const uint32_t run_limits[] = {0, 1, 64, ISA_DMA_LIMIT_FRAMES, RUN_END};

#define LENGTHS    (sizeof lengths / sizeof lengths[0])
#define RUN_LIMITS (sizeof run_limits / sizeof run_limits[0])

static uint32_t costs[LENGTHS * RUN_LIMITS]; // of each run, on the small machine

static void measure_runs(const char *words)
{
    test_cost_where = words;
    for (uint32_t i = 0; i < LENGTHS * RUN_LIMITS; i++) {
        struct frame_run run = {lengths[i % LENGTHS], 1, {run_limits[i / LENGTHS]}, 0};
        of_run.dearest = costs[i];
        struct frame *first;
        TEST_COST(&of_run, first = frame_alloc_run(&run, FRAME_CORE));
        costs[i] = of_run.dearest;
        if (first != NULL)
            give_singly(first, run.frames);
    }
}

// Up to the largest limit the machines are alike: pieces of 255 frames, with one between them.
static void start_pieces(uint32_t end, bool is_rest_free)
{
    uint32_t pieces[RUN_END / 256 + 1][2], count = RUN_END / 256;

    for (uint32_t i = 0; i < count; i++) {
        pieces[i][0] = i * 256 + 1;
        pieces[i][1] = i * 256 + 256;
    }
    pieces[count][0] = RUN_END + 1;
    pieces[count][1] = end;
    start_machine(end, pieces, is_rest_free ? count + 1 : count);
}

TEST(run_cost, 0)
{
    start_pieces(RUN_END, false);
    measure_runs("");
    measure_runs("");
    test_cost_is_large = true;
    start_pieces(LARGE_END, true);
    measure_runs("with all frames above the limit free");
    start_pieces(LARGE_END, false);
    measure_runs("with no frame above the limit free");
}
