// SPDX-License-Identifier: MIT
// Runs of frames for ISA DMA, and their channels.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define RUN_PAGES_MOST 16
#define LIMIT_FRAMES   4096 // 16 MiB
#define BOUNDARY_SHIFT 4    // 64 KiB

static const uint32_t channels[] = {0, 1, 2, 3, 5, 6, 7};

#define CHANNELS (sizeof channels / sizeof channels[0])

static int32_t make_run(uint32_t handle, uint32_t pages, uint32_t channel)
{
    return object_create_wired(handle, HANDLE_CORE, pages, WIRED_RUN, channel);
}

static uint32_t frame_of(uint32_t object, uint32_t page)
{
    return (uint32_t)test_call(TEST_PAGE_FRAME, object, page, 0);
}

void run_frames(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    test_call(TEST_SPOIL_FRAMES, 0, 0, 0);
    for (uint32_t i = 0; i < CHANNELS; i++) {
        uint32_t pages = 1 + test_random(RUN_PAGES_MOST);
        CHECK(make_run(SPARE + i, pages, channels[i]), ==, 0);
        uint32_t first = frame_of(SPARE + i, 0);
        for (uint32_t page = 0; page < pages; page++)
            CHECK(frame_of(SPARE + i, page), ==, first + page);
        CHECK(first + pages, <=, (uint32_t)LIMIT_FRAMES);
        CHECK((first + pages - 1) >> BOUNDARY_SHIFT, ==, first >> BOUNDARY_SHIFT);
        map(0, SPARE + i, PLACE, pages, WRITE);
        for (uint32_t word = 0; word < pages * PAGE_WORDS; word++)
            CHECK(((volatile uint32_t *)PLACE)[word], ==, 0u);
        CHECK(region_unmap(0, PLACE), ==, 0);
        sum = sum * 17 + pages;
    }
    for (uint32_t i = 0; i < CHANNELS; i++)
        CHECK(object_destroy(SPARE + i), ==, 0);
    test_expect_counts(&before);
    // Without a frame below 16 MiB there is no run, however many others are free.
    int32_t left = test_call(TEST_TAKE_FRAMES, TEST_LOW_FRAMES, 0, 0);
    CHECK(left, >, 1000);
    CHECK(make_run(SPARE, 1, channels[0]), ==, E_NO_MEMORY);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    CHECK(make_run(SPARE, 1, channels[0]), ==, 0);
    CHECK(object_destroy(SPARE), ==, 0);
    test_expect_counts(&before);
    test_report("sum", sum);
}

// --- whose a channel is

static int32_t have_channel(uint32_t channel)
{
    return object_create_wired(CHILD_OWN, CHILD_CORE, 1, WIRED_RUN, channel);
}

void run_channel(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(make_run(OBJECT, 1, 4), ==, E_ARGUMENT); // passes the first controller's requests on
    CHECK(make_run(OBJECT, 1, 8), ==, E_ARGUMENT);
    CHECK(make_run(OBJECT, 1, UINT32_MAX), ==, E_ARGUMENT);
    CHECK(make_run(OBJECT, RUN_PAGES_MOST + 1, 1), ==, E_ARGUMENT);
    CHECK(make_run(OBJECT, 0, 1), ==, E_ARGUMENT);
    CHECK(make_run(OBJECT, RUN_PAGES_MOST, 1), ==, 0);
    CHECK(make_run(SPARE, 1, 1), ==, E_BUSY);
    CHECK(make_run(SPARE, 1, 5), ==, 0);
    make_core_child(CHILD, CHILD_QUOTA);
    child_run(CHILD, have_channel, 1);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, E_BUSY);
    CHECK(object_destroy(OBJECT), ==, 0);
    make_core_child(CHILD, CHILD_QUOTA);
    child_run(CHILD, have_channel, 1);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0); // and its end gave it back
    CHECK(make_run(OBJECT, 2, 1), ==, 0);
    CHECK(make_run(SPARE + 1, 1, 5), ==, E_BUSY);
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(object_destroy(SPARE), ==, 0);
    test_expect_counts(&before);
    test_report("done", 1);
}

// --- masked before the frames are anybody else's

static volatile uint32_t started;

static int32_t start_channel(uint32_t channel)
{
    CHECK(have_channel(channel), ==, 0);
    CHECK(dma_control(CHILD_OWN, DMA_FROM_DEVICE, 0, PAGE_BYTES), ==, 0);
    started = 1;
    return process_sleep(TICKS_FOREVER);
}

static void start_in_child(uint32_t channel)
{
    started = 0;
    make_core_child(CHILD, CHILD_QUOTA);
    child_run(CHILD, start_channel, channel);
    await(&started);
    CHECK(is_channel_masked(channel), ==, false);
}

void dma_masked(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t i = 0; i < CHANNELS; i++) {
        uint32_t channel = channels[i];
        CHECK(make_run(OBJECT, 3, channel), ==, 0);
        CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 512, 1024), ==, 0);
        CHECK(is_channel_masked(channel), ==, false);
        CHECK(dma_control(OBJECT, DMA_STOP, 0, 0), ==, 1024); // no device has asked for it
        CHECK(is_channel_masked(channel), ==, true);
        CHECK(dma_control(OBJECT, DMA_STOP, 0, 0), ==, 0);
        CHECK(dma_control(OBJECT, DMA_FROM_DEVICE, 0, 3 * PAGE_BYTES), ==, 0);
        CHECK(object_destroy(OBJECT), ==, 0);
        CHECK(is_channel_masked(channel), ==, true);

        start_in_child(channel);
        CHECK(process_end(CHILD), ==, 0);
        test_expect_end(CHILD, END_KILLED);
        CHECK(is_channel_masked(channel), ==, true);

        start_in_child(channel);
        CHECK(capability_revoke(HANDLE_CORE), ==, 0);
        CHECK(is_channel_masked(channel), ==, true);
        CHECK(process_end(CHILD), ==, 0);
        test_expect_end(CHILD, END_KILLED);
    }
    test_expect_counts(&before);
    test_report("channels", CHANNELS);
}

void dma_errors(const char *arguments)
{
    (void)arguments;
    CHECK(make_run(OBJECT, RUN_PAGES_MOST, 7), ==, 0); // moves words
    CHECK(make_run(SPARE, 2, 0), ==, 0);
    CHECK(dma_control(HANDLE_STACK, DMA_TO_DEVICE, 0, 16), ==, E_STATE);
    CHECK(dma_control(HANDLE_CORE, DMA_TO_DEVICE, 0, 16), ==, E_KIND);
    CHECK(dma_control(OBJECT, 3, 0, 16), ==, E_ARGUMENT);
    CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 1, 16), ==, E_ARGUMENT);
    CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 0, 15), ==, E_ARGUMENT);
    CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 0, 0), ==, E_ARGUMENT);
    CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 0, RUN_PAGES_MOST * PAGE_BYTES), ==, E_ARGUMENT);
    CHECK(dma_control(OBJECT, DMA_TO_DEVICE, 2, RUN_PAGES_MOST * PAGE_BYTES - 4), ==, 0);
    CHECK(dma_control(OBJECT, DMA_STOP, 0, 0), ==, RUN_PAGES_MOST * PAGE_BYTES - 4);
    CHECK(dma_control(SPARE, DMA_FROM_DEVICE, 2 * PAGE_BYTES, 1), ==, E_ARGUMENT);
    CHECK(dma_control(SPARE, DMA_FROM_DEVICE, 0xfffffff0u, 17), ==, E_ARGUMENT);
    CHECK(dma_control(SPARE, DMA_FROM_DEVICE, 2 * PAGE_BYTES - 1, 1), ==, 0);
    CHECK(capability_copy(SPARE, SPARE + 1, RIGHTS_ALL, 0), ==, 0);
    CHECK(dma_control(SPARE + 1, DMA_STOP, 0, 0), ==, E_RIGHTS);
    test_report("done", 1);
}
