// SPDX-License-Identifier: MIT
// When there are no frames: calls fail and have changed nothing, faults wait.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t stage, go;

// All that takes frames, in one go; undone again. Returns the first error.
static int32_t try_all(void)
{
    int32_t result = process_create(CHILD, CHILD_QUOTA, "tried");
    if (result < 0)
        return result;
    result = object_create(OBJECT, 5000, 1, 0);
    if (result >= 0)
        result = object_map_patiently(CHILD, OBJECT, PLACE, 5000, READ, 10);
    if (result >= 0)
        result = object_map_patiently(CHILD, SPARE, PLACE + 0x4000000, 3, READ, 10);
    struct process_end end;
    CHECK(process_end(CHILD), ==, 0);
    CHECK(process_wait(CHILD, &end), ==, 0);
    CHECK(capability_drop(CHILD), ==, 0);
    if (capability_inspect(OBJECT) >= 0)
        CHECK(object_destroy(OBJECT), ==, 0);
    return result;
}

// The first, second, third, ... claim fails, until none does any more.
void memory_claims_fail(const char *arguments)
{
    struct message request;
    uint32_t failures = 0;
    int32_t result;

    (void)arguments;
    base_start(4);
    CHECK(test_make_memory(SPARE, 3), ==, 0);
    struct test_counts before = test_counts();
    do {
        test_call(TEST_FAIL_CLAIM, failures + 1, 0, 0);
        result = try_all();
        test_call(TEST_FAIL_CLAIM, 0, 0, 0);
        CHECK(result == 0 || result == E_NO_MEMORY, ==, true);
        while (base_receive(&request, 0))
            CHECK(request.tag, ==, TAG_RELEASE);
        test_expect_counts(&before);
        failures++;
    } while (result != 0);
    test_report("failures", failures - 1);
}

static volatile int32_t upper_result;

static int32_t become_pager(uint32_t argument)
{
    (void)argument;
    struct test_counts before, after;
    CHECK(port_create(UPPER_PORT), ==, 0);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        stage = i;
    before = test_counts();
    test_call(TEST_FAIL_CLAIM, 1, 0, 0);
    upper_result = pager_create(UPPER_PORT, WINDOW, 4, CHILD_OBJECT, 0);
    test_call(TEST_FAIL_CLAIM, 0, 0, 0);
    after = test_counts();
    CHECK(memcmp(&before, &after, sizeof after), ==, 0);
    int32_t result = pager_create(UPPER_PORT, WINDOW, 4, CHILD_OBJECT, 0);
    // its account: what is left after itself, tables and the pager
    uint32_t objects = 0;
    while (result == 0) {
        before = test_counts();
        result = object_create(CHILD_OWN + 1 + objects, 2000, objects, 0);
        objects += result == 0;
    }
    after = test_counts();
    CHECK(result, ==, E_QUOTA);
    CHECK(memcmp(&before, &after, sizeof after), ==, 0);
    return (int32_t)objects;
}

// An ordinary process as a pager: claims that fail, and an account that is used up.
void memory_quota(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_object(SPILL, 4, SPILL_BADGE, 0);
    struct test_counts before = test_counts();
    make_child(CHILD, 1);
    CHECK(capability_give(CHILD, SPILL, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, become_pager, 0);
    int32_t objects = test_expect_end(CHILD, END_EXIT);
    CHECK(upper_result, ==, E_NO_MEMORY);
    CHECK(objects, ==,
          5); // 16, less 2 for itself, 2 or 3 tables, and the pager; two for each object
    base_expect(&request, TAG_RELEASE, SPILL_BADGE, 0);
    test_expect_counts(&before);
    base_check_service();
    test_report("objects", (uint32_t)objects);
}

static int32_t read_one_page(uint32_t page)
{
    int32_t value = read_word(PLACE + page * PAGE_BYTES);
    stage++;
    while (go == 0)
        process_sleep(1);
    return value;
}

// There are no frames: faults wait holding nothing, and go on when there are some, one after the
// other, as many as there are frames.
void memory_fault_waits(const char *arguments)
{
    struct message request;
    uint32_t value = test_random(1000000), sum = 0;

    (void)arguments;
    base_start(16);
    base_object(OBJECT, 16, 1, 0);
    for (uint32_t i = 0; i < 6; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 16, READ);
    }
    struct test_counts before = test_counts();
    int32_t left = test_call(TEST_TAKE_FRAMES, before.free_frames - 32, 0, 0);
    CHECK(left, ==, 32); // the floor of ordinary processes
    for (uint32_t i = 0; i < 6; i++) {
        child_run(CHILD + i, read_one_page, i);
        await_wait(CHILD + i, FOR_FRAMES);
    }
    CHECK(test_counts().free_frames, ==, 32u);
    CHECK(test_counts().claimed_frames, ==, 0u);
    base_expect_nothing();
    CHECK(process_end(CHILD), ==, 0); // one of them ends: what it had is enough for others
    test_expect_end(CHILD, END_KILLED);
    uint32_t served = 0;
    while (base_receive(&request, 3)) {
        *base_slot(&request) = value + request.words[0];
        CHECK(pager_answer(request.words[1], 0), ==, 0);
        served++;
    }
    CHECK(served >= 1 && served < 5, ==, true);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    for (; served < 5; served++) {
        CHECK(base_receive(&request, 20), ==, true);
        CHECK(request.tag, ==, TAG_FETCH);
        *base_slot(&request) = value + request.words[0];
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
    go = 1;
    for (uint32_t i = 1; i < 6; i++)
        sum += (uint32_t)test_expect_end(CHILD + i, END_EXIT);
    test_report("sum", sum - 5 * value);
}

// A page table for a page that is there already: the fault waits for that, too.
void memory_table_waits(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 4, 1, 0);
    for (uint32_t i = 0; i < 2; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 4, READ);
    }
    child_run(CHILD, read_one_page, 2);
    base_expect(&request, TAG_FETCH, 1, 2);
    *base_slot(&request) = 5;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    while (stage == 0)
        process_sleep(1);
    test_call(TEST_TAKE_FRAMES, test_counts().free_frames - 32, 0, 0);
    child_run(CHILD + 1, read_one_page, 2);
    await_wait(CHILD + 1, FOR_FRAMES);
    CHECK(test_counts().free_frames, ==, 32u);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    go = 1;
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 5);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 5);
    test_report("stage", stage);
}

// Many rounds of everything at once, and at the end not one frame is missing.
static int32_t wander(uint32_t seed)
{
    uint32_t state = seed, sum = 0;
    for (uint32_t i = 0; i < 60; i++) {
        state = state * 1103515245 + 12345;
        volatile uint32_t *word =
            (uint32_t *)(PLACE + (state >> 16) % 24 * PAGE_BYTES + (seed & 7) * 4);
        if (state & 0x1000000)
            *word = state;
        sum += *word;
    }
    return (int32_t)(sum & 0xffff);
}

void memory_leaks_nothing(const char *arguments)
{
    struct message request;
    uint32_t stores = 0;

    (void)arguments;
    base_start(5);
    struct test_counts before = test_counts();
    for (uint32_t round = 0; round < 6; round++) {
        base_object(OBJECT, 24, 1, 0);
        for (uint32_t i = 0; i < 4; i++) {
            make_child(CHILD + i, i);
            map(CHILD + i, OBJECT, PLACE, 0, 24, WRITE);
            child_run(CHILD + i, wander, test_random(1000000) * 8 + i);
        }
        bool killed = false;
        for (uint32_t turns = 0, running = 4; running > 0; turns++) {
            if (base_receive(&request, 1)) {
                base_serve(&request);
                stores += request.tag == TAG_STORE;
            }
            test_call(TEST_EVICT, OBJECT, test_random(24), 0);
            if (!killed && turns == 10 + round * 5 &&
                test_call(TEST_PROCESS_ENDED, CHILD, 0, 0) == 0)
                killed = process_end(CHILD) == 0;
            for (running = 0; running < 4 && test_call(TEST_PROCESS_ENDED, CHILD + running, 0, 0);
                 running++)
                continue;
            running = 4 - running;
        }
        for (uint32_t i = 0; i < 4; i++)
            test_expect_end(CHILD + i, i == 0 && killed ? END_KILLED : END_EXIT);
        while (base_receive(&request, 3))
            base_serve(&request);
        CHECK(object_destroy(OBJECT), ==, 0);
        test_expect_counts(&before);
    }
    CHECK(stores, >, 10u);
    test_report("rounds", 6);
}
