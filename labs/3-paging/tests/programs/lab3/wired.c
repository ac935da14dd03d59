// SPDX-License-Identifier: MIT
// Wired memory whose maker ends: whole, or mapped by somebody else.
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/child.h"
#include "user/testing/test.h"

// A maker's handles, and what it makes.
#define MAKER_OTHER  31
#define MAKER_MEMORY 32
#define PAGES        600
#define QUOTA        (PAGES + 20)

static volatile uint32_t stage;

static int32_t make_wired(uint32_t pages)
{
    return test_make_memory(MAKER_MEMORY, pages);
}

// Has another process map what it makes, and waits.
static int32_t make_for_another(uint32_t pages)
{
    CHECK(make_wired(pages), ==, 0);
    CHECK(object_map_patiently(MAKER_OTHER, MAKER_MEMORY, PLACE, pages, REGION_READ, 1), ==, 0);
    stage = 1;
    return process_sleep(TICKS_FOREVER);
}

static int32_t read_for_ever(uint32_t pages)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < UINT32_MAX; i++)
        sum += *(volatile uint32_t *)(PLACE + i % pages * PAGE_BYTES);
    return (int32_t)sum;
}

static int32_t ask_for_too_much(uint32_t quota_frames)
{
    return process_create(MAKER_OTHER, quota_frames, "greedy");
}

static void make_maker(void)
{
    child_make(CHILD, "maker", QUOTA);
}

void user_wired_ends(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    make_maker();
    child_run(CHILD, make_wired, PAGES);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    expect_same(&before);

    make_maker();
    child_make(OTHER, "reader", CHILD_QUOTA);
    CHECK(capability_give(CHILD, OTHER, MAKER_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, make_for_another, PAGES);
    while (stage == 0)
        process_sleep(1);
    child_run(OTHER, read_for_ever, PAGES);
    process_sleep(2);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_expect_end(OTHER, END_REVOKED);
    expect_same(&before);

    for (uint32_t quota = UINT32_MAX; quota > 1u << 31; quota = quota / 16 * 15) {
        child_make(CHILD, "asking", CHILD_QUOTA);
        child_run(CHILD, ask_for_too_much, quota);
        CHECK(test_expect_end(CHILD, END_EXIT), ==, E_QUOTA);
    }
    expect_same(&before);
    test_report("done", 1);
}
