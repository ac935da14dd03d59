// SPDX-License-Identifier: MIT
#include "labs/6-core/tests/programs/lab6/makers.h"

volatile uint32_t made, go_on;

void make_all(uint32_t pages)
{
    CHECK(object_create_wired(MEMORY, CHILD_CORE, pages, 0, 0), ==, 0);
    CHECK(object_create_wired(RUN, CHILD_CORE, 2, WIRED_RUN, CHANNEL), ==, 0);
    CHECK(object_create_wired(DEVICE, CHILD_CORE, 1, WIRED_DEVICE, 0xb8000), ==, 0);
    CHECK(interrupt_create(INTERRUPT, CHILD_CORE, LINE), ==, 0);
    CHECK(io_create(IO_RANGE, CHILD_CORE, IO, 4), ==, 0);
    CHECK(port_create(MAKERS_PORT), ==, 0);
    CHECK(interrupt_bind(INTERRUPT, MAKERS_PORT), ==, 0);
    CHECK(dma_control(RUN, DMA_FROM_DEVICE, 0, 100), ==, 0);
}

static void expect_all_stale(void)
{
    CHECK(object_create_wired(CHILD_OWN + 20, CHILD_CORE, 1, 0, 0), ==, E_STALE);
    CHECK(interrupt_create(CHILD_OWN + 20, CHILD_CORE, 9), ==, E_STALE);
    CHECK(io_create(CHILD_OWN + 20, CHILD_CORE, 0x340, 1), ==, E_STALE);
    CHECK(object_destroy(MEMORY), ==, E_STALE);
    CHECK(object_map_patiently(0, MEMORY, PLACE + 0x4000000, 1, READ, 1), ==, E_STALE);
    CHECK(dma_control(RUN, DMA_STOP, 0, 0), ==, E_STALE);
    CHECK(object_destroy(DEVICE), ==, E_STALE);
    CHECK(interrupt_acknowledge(INTERRUPT), ==, E_STALE);
    CHECK(interrupt_bind(INTERRUPT, MAKERS_PORT), ==, E_STALE);
    CHECK(io_read(IO_RANGE, IO, 1), ==, E_STALE);
}

int32_t maker(uint32_t pages)
{
    volatile uint32_t *words = (uint32_t *)PLACE;
    uint32_t before = test_counts().charged_frames;

    make_all(pages);
    CHECK(object_map_patiently(0, MEMORY, PLACE, pages, WRITE, 1), ==, 0);
    CHECK(object_map_patiently(0, DEVICE, PLACE + 0x1000000, 1, WRITE, 1), ==, 0);
    CHECK(object_map_patiently(CHILD_OTHER, MEMORY, PLACE, pages, READ, 1), ==, 0);
    for (uint32_t page = 0; page < pages; page++)
        words[page * PAGE_WORDS] = page;
    made++;
    while (go_on == 0)
        process_sleep(1);
    CHECK(test_counts().charged_frames, ==, before);
    expect_all_stale();
    return (int32_t)words[5];
}

void start_maker(uint32_t process, int32_t (*function)(uint32_t), uint32_t pages)
{
    made = go_on = 0;
    make_core_child(process, QUOTA);
    make_child(process + 1, CHILD_QUOTA);
    CHECK(capability_give(process, process + 1, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(process, function, pages);
    await(&made);
    child_run(process + 1, read_pages, pages);
    process_sleep(1);
}

void expect_all_free(uint32_t handle)
{
    CHECK(is_line_masked(LINE), ==, true);
    CHECK(is_channel_masked(CHANNEL), ==, true);
    CHECK(interrupt_create(handle, HANDLE_CORE, LINE), ==, 0);
    CHECK(capability_drop(handle), ==, 0);
    CHECK(io_create(handle, HANDLE_CORE, IO, 4), ==, 0);
    CHECK(capability_drop(handle), ==, 0);
    CHECK(object_create_wired(handle, HANDLE_CORE, 1, WIRED_RUN, CHANNEL), ==, 0);
    CHECK(object_destroy(handle), ==, 0);
}
