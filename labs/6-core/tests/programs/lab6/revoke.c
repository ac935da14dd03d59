// SPDX-License-Identifier: MIT
// What was made with the core right goes when that is taken back.
#include "labs/6-core/tests/programs/lab6/makers.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"

void revoke_all(const char *arguments)
{
    uint32_t pages = PAGES - test_random(500);

    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t round = 0; round < 3; round++) {
        start_maker(CHILD, maker, pages);
        struct test_counts during = test_counts();
        CHECK(during.core_frames, ==, before.core_frames + pages + 2);
        CHECK(capability_revoke(HANDLE_CORE), ==, 0);
        // At once: nothing is left to be done in the background but the reader's end.
        CHECK(test_counts().core_frames, ==, before.core_frames);
        expect_all_free(SPARE);
        go_on = 1;
        test_expect_end(CHILD, END_REVOKED);
        test_expect_end(CHILD + 1, END_REVOKED);
        test_expect_counts(&before);
    }
    test_report("pages", pages);
}

// --- what stays

static void make_own(uint32_t core)
{
    CHECK(object_create_wired(OBJECT, core, 10, 0, 0), ==, 0);
    CHECK(object_create_wired(SPARE, core, 2, WIRED_RUN, 5), ==, 0);
    CHECK(interrupt_create(SPARE + 1, core, 9), ==, 0);
    CHECK(io_create(SPARE + 2, core, 0x320, 4), ==, 0);
    CHECK(interrupt_bind(SPARE + 1, PORT), ==, 0);
    CHECK(dma_control(SPARE, DMA_FROM_DEVICE, 0, 300), ==, 0);
    map(0, OBJECT, PLACE, 10, WRITE);
    *(volatile uint32_t *)PLACE = 77;
}

static void expect_own(void)
{
    CHECK(read_word(PLACE), ==, 77);
    CHECK(is_line_masked(9), ==, false);
    CHECK(is_channel_masked(5), ==, false);
    CHECK(io_read(SPARE + 2, 0x320, 1), >=, 0);
    CHECK(interrupt_create(SPARE + 5, HANDLE_CORE, 9), ==, E_BUSY);
    CHECK(io_create(SPARE + 5, HANDLE_CORE, 0x323, 1), ==, E_BUSY);
    CHECK(object_create_wired(SPARE + 5, HANDLE_CORE, 1, WIRED_RUN, 5), ==, E_BUSY);
    CHECK(dma_control(SPARE, DMA_STOP, 0, 0), ==, 300);
    CHECK(region_unmap(0, PLACE), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(object_destroy(SPARE), ==, 0);
    CHECK(capability_drop(SPARE + 1), ==, 0);
    CHECK(capability_drop(SPARE + 2), ==, 0);
}

// The owner's own things stay, and with what right they were made does not matter: it is its own.
void revoke_own(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    struct test_counts before = test_counts();
    make_own(HANDLE_CORE);
    start_maker(CHILD, maker, 20); // so that there is something to take back
    CHECK(capability_revoke(HANDLE_CORE), ==, 0);
    expect_own();
    go_on = 1;
    test_expect_end(CHILD, END_REVOKED);
    test_expect_end(CHILD + 1, END_REVOKED);
    test_expect_counts(&before);

    CHECK(capability_copy(HANDLE_CORE, SPARE + 3, RIGHT_WRITE, 0), ==, 0);
    make_own(SPARE + 3);
    start_maker(CHILD, maker, 20);
    CHECK(capability_revoke(HANDLE_CORE), ==, 0);
    CHECK(capability_inspect(SPARE + 3), ==, E_STALE);
    CHECK(capability_drop(SPARE + 3), ==, 0);
    expect_own();
    go_on = 1;
    test_expect_end(CHILD, END_REVOKED);
    test_expect_end(CHILD + 1, END_REVOKED);
    test_expect_counts(&before);
    test_report("done", 1);
}

// --- passed on and on, and given again

#define CHAIN 4

// Each has a range of its own, and gives the right to the next.
static int32_t pass_on(uint32_t number)
{
    volatile uint32_t *words = (uint32_t *)PLACE;

    CHECK(object_create_wired(MEMORY, CHILD_CORE, 3, 0, 0), ==, 0);
    CHECK(io_create(IO_RANGE, CHILD_CORE, IO + number, 1), ==, 0);
    CHECK(interrupt_create(INTERRUPT, CHILD_CORE, 10 + number), ==, 0);
    CHECK(object_map_patiently(0, MEMORY, PLACE, 3, WRITE, 1), ==, 0);
    words[0] = number;
    if (number + 1 < CHAIN)
        CHECK(capability_give(CHILD_OTHER, CHILD_CORE, CHILD_CORE, CORE_RIGHTS, 0), ==, 0);
    made++;
    while (go_on == 0)
        process_sleep(1);
    return (int32_t)words[0];
}

static void start_chain(void)
{
    made = go_on = 0;
    for (uint32_t i = 0; i < CHAIN; i++)
        make_child(CHILD + i, CHILD_QUOTA);
    for (uint32_t i = 0; i + 1 < CHAIN; i++)
        CHECK(capability_give(CHILD + i, CHILD + i + 1, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    CHECK(capability_give(CHILD, HANDLE_CORE, CHILD_CORE, CORE_RIGHTS, 0), ==, 0);
    for (uint32_t i = 0; i < CHAIN; i++) {
        child_run(CHILD + i, pass_on, i);
        while (made <= i)
            process_sleep(1);
    }
}

void revoke_chain(const char *arguments)
{
    uint32_t numbers = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    start_chain();
    CHECK(capability_revoke(HANDLE_CORE), ==, 0);
    for (uint32_t i = 0; i < CHAIN; i++) {
        CHECK(io_create(SPARE + i, HANDLE_CORE, IO + i, 1), ==, 0);
        CHECK(interrupt_create(SPARE + CHAIN + i, HANDLE_CORE, 10 + i), ==, 0);
    }
    go_on = 1;
    for (uint32_t i = 0; i < CHAIN; i++) {
        test_expect_end(CHILD + i, END_REVOKED);
        CHECK(capability_drop(SPARE + i), ==, 0);
        CHECK(capability_drop(SPARE + CHAIN + i), ==, 0);
    }
    test_expect_counts(&before);
    // Given again, it is as good as it was: what is made with it stays.
    start_chain();
    go_on = 1;
    for (uint32_t i = 0; i < CHAIN; i++)
        numbers = numbers * 10 + (uint32_t)test_expect_end(CHILD + i, END_EXIT);
    test_expect_counts(&before);
    test_report("numbers", numbers);
}

// What a maker gave back itself, or took with it, is not taken back once more.
static int32_t make_and_undo(uint32_t rounds)
{
    for (uint32_t i = 0; i < rounds; i++) {
        CHECK(object_create_wired(MEMORY, CHILD_CORE, 5, 0, 0), ==, 0);
        CHECK(object_create_wired(RUN, CHILD_CORE, 3, WIRED_RUN, CHANNEL), ==, 0);
        CHECK(io_create(IO_RANGE, CHILD_CORE, IO, 4), ==, 0);
        CHECK(interrupt_create(INTERRUPT, CHILD_CORE, LINE), ==, 0);
        if (i + 1 == rounds)
            break;
        CHECK(object_destroy(i % 2 != 0 ? MEMORY : RUN), ==, 0);
        CHECK(capability_drop(IO_RANGE), ==, 0);
        CHECK(capability_drop(INTERRUPT), ==, 0);
        CHECK(object_destroy(i % 2 != 0 ? RUN : MEMORY), ==, 0);
    }
    return (int32_t)rounds;
}

void revoke_undone(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t i = 0; i < 5; i++) {
        make_core_child(CHILD, 40);
        child_run(CHILD, make_and_undo, 1 + test_random(20));
        sum += (uint32_t)test_expect_end(CHILD, END_EXIT);
        CHECK(capability_revoke(HANDLE_CORE), ==, 0);
        test_expect_counts(&before);
        expect_all_free(SPARE);
    }
    test_report("sum", sum);
}
