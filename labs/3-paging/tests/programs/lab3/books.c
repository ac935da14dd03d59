// SPDX-License-Identifier: MIT
// Frames and accounts: everything comes back, and a call that fails has changed nothing.
#include "common/string.h"
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/child.h"
#include "user/testing/test.h"

static int32_t nothing(uint32_t argument)
{
    return (int32_t)argument;
}

void expect_same(const struct test_counts *before)
{
    struct test_counts after = test_counts();
    CHECK(after.free_frames, ==, before->free_frames);
    CHECK(memcmp(&after, before, sizeof after), ==, 0);
}

void user_frames_back(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    for (uint32_t round = 0; round < 10; round++) {
        uint32_t pages = 1 + test_random(1200);
        CHECK(test_make_memory(MEMORY, pages), ==, 0);
        child_make(CHILD, "short", CHILD_QUOTA);
        CHECK(object_map_patiently(CHILD, MEMORY, PLACE, pages, REGION_READ, 1), ==, 0);
        child_run(CHILD, nothing, round);
        CHECK(test_expect_end(CHILD, END_EXIT), ==, (int32_t)round);
        CHECK(object_destroy(MEMORY), ==, 0);
        expect_same(&before);
        sum += pages;
    }
    // A wired object that is taken back while it is mapped
    CHECK(test_make_memory(MEMORY, 50), ==, 0);
    child_make(CHILD, "loser", CHILD_QUOTA);
    CHECK(object_map_patiently(CHILD, MEMORY, PLACE, 50, REGION_READ, 1), ==, 0);
    CHECK(object_destroy(MEMORY), ==, 0);
    child_run(CHILD, read_word, PLACE + 7 * PAGE_BYTES);
    test_expect_end(CHILD, END_REVOKED);
    expect_same(&before);
    test_report("sum", sum);
}

static int32_t try_all(void)
{
    int32_t result = process_create(CHILD, 8, "tried");
    if (result < 0)
        return result;
    result = object_map_patiently(CHILD, MEMORY, PLACE - 0x1000, 1010, REGION_READ, 1);
    CHECK(process_end(CHILD), ==, 0);
    struct process_end end;
    CHECK(process_wait(CHILD, &end), ==, 0);
    CHECK(capability_drop(CHILD), ==, 0);
    return result;
}

// The first, second, third, ... claim fails, until none does any more.
void user_claims_fail(const char *arguments)
{
    uint32_t failures = 0;
    int32_t result;

    (void)arguments;
    CHECK(test_make_memory(MEMORY, 1010), ==, 0);
    struct test_counts before = test_counts();
    do {
        test_call(TEST_FAIL_CLAIM, failures + 1, 0, 0);
        result = try_all();
        test_call(TEST_FAIL_CLAIM, 0, 0, 0);
        CHECK(result == 0 || result == E_NO_MEMORY, ==, true);
        expect_same(&before);
        failures++;
    } while (result != 0);
    test_report("failures", failures - 1);
}

void user_quota(const char *arguments)
{
    uint32_t tables = 0;

    (void)arguments;
    struct test_counts before = test_counts();
    CHECK(process_create(CHILD, PROCESS_FRAMES_LEAST - 1, "poor"), ==, E_ARGUMENT);
    CHECK(process_create(CHILD, 100000000, "rich"), ==, E_QUOTA);
    CHECK(process_create(CHILD, 8, "a name that is too long"), ==, E_ARGUMENT);
    CHECK(process_create(CHILD, 8, (const char *)16), ==, E_ADDRESS);
    CHECK(process_create(HANDLE_SELF, 8, "x"), ==, E_OCCUPIED);
    expect_same(&before);
    child_make(CHILD, "modest", 8); // 2 frames for itself, 1 or 2 tables for program and stack
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + 8);
    CHECK(test_make_memory(MEMORY, 1), ==, 0);
    int32_t result = 0;
    for (uint32_t i = 0; result == 0 && i < 4; i++, tables++)
        result = object_map_patiently(CHILD, MEMORY, PLACE + i * 0x400000, 1, REGION_READ, 1);
    CHECK(result, ==, 0); // four regions of one object are all that it may have
    CHECK(object_map_patiently(CHILD, MEMORY, PLACE + tables * 0x400000, 1, REGION_READ, 1), ==,
          E_LIMIT);
    CHECK(test_make_memory(OTHER, 1), ==, 0);
    for (result = 0; result == 0; tables++)
        result = object_map_patiently(CHILD, OTHER, PLACE + tables * 0x400000, 1, REGION_READ, 1);
    CHECK(result, ==, E_QUOTA);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    CHECK(object_destroy(MEMORY), ==, 0);
    CHECK(object_destroy(OTHER), ==, 0);
    expect_same(&before);
    test_report("tables", tables - 1);
}
