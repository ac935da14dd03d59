// SPDX-License-Identifier: MIT
// Lab 1: runs of frames, on machines in which only one place fits, or none.
#include "kernel/test/frames.h"
#include "labs/1-frames/tests/support.h"

#define SHORT      24 // frames in a row that are free where a longer run is looked for
#define MOST_SHIFT 17
#define MANY       1000 // frames, of which every place is tried
#define FEW        8u   // frames of a small machine

// The only place where such a run fits is taken, and then there is none; and when it was given
// back, it fits again.
static void expect_place_once(const struct frame_run *run, uint32_t number)
{
    struct frame *first = take_run(run);
    CHECK_THAT(first != NULL, ==, true,
               "whether a run of %u is found, aligned to %u, below %u, boundary %u: %u fits",
               run->frames, run->align_frames, run->limit.value, run->boundary_frames, number);
    CHECK_THAT(frame_number_of(first).value, ==, number, "the frame at which a run of %u begins",
               run->frames);
    CHECK_THAT(take_run(run) == NULL, ==, true,
               "whether a second run of %u is not found, where only one place fits", run->frames);
    give_singly(first, run->frames);
}

static void expect_place(const struct frame_run *run, uint32_t number)
{
    expect_place_once(run, number);
    expect_place_once(run, number);
}

static void expect_no_place(const struct frame_run *run)
{
    CHECK_THAT(take_run(run) == NULL, ==, true,
               "whether no run of %u is found, aligned to %u, below %u, boundary %u", run->frames,
               run->align_frames, run->limit.value, run->boundary_frames);
}

// For each power of two: one place of four frames is aligned to it.
TEST(run_alignment, 0)
{
    struct frame_run run = {4, 1, ANYWHERE, 0};
    for (uint32_t shift = 2; shift <= MOST_SHIFT; shift++) {
        uint32_t align = run.align_frames = 1u << shift;
        start_machine(2 * align + 8, (const uint32_t[][2]){{align + 1, 2 * align + 4}}, 1);
        expect_place(&run, 2 * align);
        start_machine(2 * align + 8, (const uint32_t[][2]){{align + 1, 2 * align + 3}}, 1);
        expect_no_place(&run);
    }
    // only frame 0 is a multiple of all of them
    for (uint32_t shift = MOST_SHIFT; shift < 32; shift++) {
        run.align_frames = 1u << shift;
        start_machine(64, (const uint32_t[][2]){{0, 64}}, 1);
        expect_place(&run, 0);
        start_machine(64, (const uint32_t[][2]){{1, 64}}, 1);
        expect_no_place(&run);
    }
}

// For each boundary: four frames fit before it or behind it, but not across it.
TEST(run_crossing, 0)
{
    struct frame_run run = {4, 1, ANYWHERE, 0};
    for (uint32_t shift = 2; shift <= MOST_SHIFT; shift++) {
        uint32_t boundary = run.boundary_frames = 1u << shift;
        start_machine(boundary + 8, (const uint32_t[][2]){{boundary - 3, boundary + 3}}, 1);
        expect_no_place(&run);
        start_machine(boundary + 8, (const uint32_t[][2]){{boundary - 3, boundary + 4}}, 1);
        expect_place(&run, boundary);
        start_machine(boundary + 8, (const uint32_t[][2]){{boundary - 4, boundary + 3}}, 1);
        expect_place(&run, boundary - 4);
        // where no boundary is asked for, none counts
        run.boundary_frames = 0;
        start_machine(boundary + 8, (const uint32_t[][2]){{boundary - 2, boundary + 2}}, 1);
        expect_place(&run, boundary - 2);
    }
    // as long as the boundary itself
    for (uint32_t shift = 0; 1u << shift <= MANY; shift++) {
        uint32_t length = 1u << shift;
        run = (struct frame_run){length, 1, ANYWHERE, length};
        start_machine(2 * length, (const uint32_t[][2]){{length, 2 * length}}, 1);
        expect_place(&run, length);
    }
}

#define FRAMES 8

// Frames that are free from `at` on, and no others: a run of all of them, with limits and lengths
// around that and at the ends of what a number can be.
static void try_edges(uint32_t at, uint32_t entries)
{
    const uint32_t end = at + FRAMES;
    const uint32_t limits[] = {end,       end + 1,  entries,        entries + 1, 2 * end,
                               INT32_MAX, 1u << 31, UINT32_MAX - 1, UINT32_MAX};
    const uint32_t low_limits[] = {0, 1, at, at + 1, end - 1};
    const uint32_t lengths[] = {FRAMES + 1,          entries,        entries + 1,
                                INT32_MAX,           1u << 31,       UINT32_MAX - at,
                                UINT32_MAX - at + 1, UINT32_MAX - 1, UINT32_MAX};

    start_machine(entries, (const uint32_t[][2]){{at, end}}, 1);
    for (uint32_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        expect_place(&(struct frame_run){FRAMES, 1, {limits[i]}, 0}, at);
    for (uint32_t i = 0; i < sizeof low_limits / sizeof low_limits[0]; i++)
        expect_no_place(&(struct frame_run){FRAMES, 1, {low_limits[i]}, 0});
    for (uint32_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        if (lengths[i] > FRAMES)
            expect_no_place(&(struct frame_run){lengths[i], 1, ANYWHERE, 0});
    }
}

// The free frames begin with frame 0, lie on both sides of 16 MiB or of 256 MiB, or end with the
// table.
TEST(run_edges, 0)
{
    static const uint32_t places[] = {0, 1, 7, 8, 24, 4087, 4088, 4092, 4096, 65532, 65536};
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        try_edges(places[i], places[i] + FRAMES);
        try_edges(places[i], places[i] + FRAMES + 1);
        try_edges(places[i], places[i] + 3 * FRAMES);
    }
}

// One place is left in the whole memory, wherever that is, and it is found. Before it and behind it
// lie places that are one frame too short.
TEST(run_last_place, 0)
{
    struct frame_run run = {SHORT, 1, ANYWHERE, 0};
    for (uint32_t at = 2 * SHORT; at < 5 * SHORT; at++) {
        const uint32_t free[][2] = {
            {0, SHORT - 1}, {at, at + SHORT}, {at + SHORT + 1, at + 2 * SHORT}};
        start_machine(at + 2 * SHORT, free, 3);
        expect_place(&run, at);
    }
}

// However many runs there were, the next one is found.
static void live_long(void)
{
    static const struct frame_run run = {2, 1, ANYWHERE, 0};

    start_machine(FEW, (const uint32_t[][2]){{0, FEW}}, 1);
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        struct frame *first = frame_alloc_run(&run, FRAME_CORE);
        CHECK_THAT(first != NULL, ==, true, "whether a run of two frames of %u is found, time %u",
                   FEW, i);
        CHECK_THAT(first[1].state, ==, FRAME_CORE, "the state of its second frame, time %u", i);
        frame_free(&first[0]);
        frame_free(&first[1]);
        CHECK_THAT(frame_count_free(), ==, FEW, "frame_count_free() with none out, time %u", i);
    }
}

// Runs that are longer than a bitmap's word, than 8 bits and 16 bits can count, and nearly as long
// as the table. A search may try each place anew, so that the places that are too short must be
// few.
TEST(run_long, 0)
{
    static const uint32_t lengths[] = {25,   31,    32,    33,    63,    64,    65,   127,
                                       128,  129,   255,   256,   257,   1000,  4095, 4096,
                                       4097, 20000, 65535, 65536, 65537, 100000};
    for (uint32_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const uint32_t length = lengths[i], at = 2 * SHORT + i, end = at + length;
        const uint32_t free[][2] = {{1, 1 + SHORT}, {at, end}, {end + 1, end + 1 + SHORT}};
        start_machine(end + 2 * SHORT, free, 3);
        expect_place(&(struct frame_run){length, 1, ANYWHERE, 0}, at);
        if (length > MANY)
            continue;
        expect_place(&(struct frame_run){length, 1, {end}, 0}, at);
        expect_no_place(&(struct frame_run){length, 1, {end - 1}, 0});
        expect_no_place(&(struct frame_run){length + 1, 1, ANYWHERE, 0});
    }
    live_long();
}

// A run on both sides of 16 MiB: taken, given back in any two pieces, and then its high frames go
// out first.
TEST(run_across, 0)
{
    const uint32_t at = ISA_DMA_LIMIT_FRAMES - FRAMES, end = ISA_DMA_LIMIT_FRAMES + FRAMES;
    struct frame_run run = {2 * FRAMES, 1, ANYWHERE, 0};
    for (uint32_t cut = 1; cut < run.frames; cut++) {
        start_machine(end + 1, (const uint32_t[][2]){{at, end}}, 1);
        expect_place(&run, at);
        struct frame *first = take_run(&run);
        give_run(first + cut, run.frames - cut);
        give_run(first, cut);
        for (uint32_t high = FRAMES; high > 0; high--)
            CHECK_THAT(frame_number_of(take(FRAME_KERNEL)).value, >=,
                       (uint32_t)ISA_DMA_LIMIT_FRAMES,
                       "the frame handed out, with %u high frames free, given back in a run", high);
        for (uint32_t low = FRAMES; low > 0; low--)
            CHECK_THAT(frame_number_of(take(FRAME_KERNEL)).value, <, (uint32_t)ISA_DMA_LIMIT_FRAMES,
                       "the frame handed out, with %u low frames left only", low);
        forget_held();
    }
}
