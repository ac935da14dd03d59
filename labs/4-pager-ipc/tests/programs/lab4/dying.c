// SPDX-License-Identifier: MIT
// Pagers that end, and clients that go on all the same.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t stage, words[4];

static int32_t receive_some(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (uint32_t i = 0; i < words[0]; i++)
        upper_receive(&request);
    if (words[1] != 0)
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    stage++;
    while (words[2] == 0)
        process_sleep(1);
    return 3;
}

// Ends a pager on level 1 that has received `received` of the requests of six clients.
static void end_with_requests(uint32_t received, uint32_t slots)
{
    words[0] = received;
    words[1] = words[2] = stage = 0;
    start_upper(CHILD, slots, 0, receive_some);
    for (uint32_t i = 1; i <= 6; i++) {
        make_client(CHILD + i, UPPER, TICKS_FOREVER);
        child_run(CHILD + i, read_word, PLACE + i * PAGE_BYTES);
    }
    while (stage == 0)
        process_sleep(1);
    for (uint32_t i = 1; i <= 6; i++)
        await_wait(CHILD + i, i < slots ? FOR_PAGE : FOR_SLOT);
    words[2] = 1;
    test_expect_end(CHILD, END_EXIT);
    for (uint32_t i = 1; i <= 6; i++)
        test_expect_end(CHILD + i, END_PAGER_DIED);
    CHECK(capability_inspect(UPPER), ==, E_STALE);
    CHECK(capability_drop(UPPER), ==, 0);
    struct message request;
    base_expect(&request, TAG_RELEASE, SPILL_BADGE, 0);
    CHECK(object_destroy(SPILL), ==, 0);
}

// A pager ends while it fetches: its clients end, its frames come back, all of them.
void pager_dies_fetching(const char *arguments)
{
    (void)arguments;
    base_start(4);
    struct test_counts before = test_counts();
    end_with_requests(1, 8); // some received
    test_expect_counts(&before);
    end_with_requests(6, 8); // all received
    test_expect_counts(&before);
    end_with_requests(2, 4); // a full window, and some wait for a slot
    test_expect_counts(&before);
    test_report("done", 1);
}

static int32_t fetch_and_hold(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (;;) {
        upper_receive(&request);
        if (request.tag == TAG_STORE)
            break;
        ((uint32_t *)pager_slot_memory(WINDOW, request.words[1]))[1] = request.words[0];
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
    stage++;
    while (words[2] == 0)
        process_sleep(1);
    return 4;
}

static volatile uint32_t written;

static int32_t write_and_wait(uint32_t address)
{
    write_word(address);
    written++;
    while (words[3] == 0)
        process_sleep(1);
    return read_word(address); // its pager is gone by then
}

static int32_t sum_up(uint32_t rounds)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < rounds; i++)
        sum = sum * 31 + i;
    return (int32_t)(sum & 0xffffff);
}

// The same while it stores, with a window full of pages to be stored; somebody else does not
// notice.
void pager_dies_storing(const char *arguments)
{
    (void)arguments;
    base_start(4);
    base_object(OBJECT, 4, 1, 0);
    struct test_counts before = test_counts();
    words[2] = words[3] = 0;
    start_upper(CHILD, 4, 0, fetch_and_hold);
    for (uint32_t i = 1; i <= 5; i++) {
        make_client(CHILD + i, UPPER, TICKS_FOREVER);
        child_run(CHILD + i, write_and_wait, PLACE + i * PAGE_BYTES);
    }
    make_child(CHILD + 6, 1);
    child_run(CHILD + 6, sum_up, 100000);
    while (written < 5)
        process_sleep(1);
    evict(UPPER, 1, STORING_NOW);
    evict(UPPER, 2, STORING_NOW);
    evict(UPPER, 3, STORING_NOW);
    evict(UPPER, 4, NO_SLOT);
    while (stage == 0)
        process_sleep(1);
    words[2] = 1;
    test_expect_end(CHILD, END_EXIT);
    words[3] = 1;
    for (uint32_t i = 1; i <= 5; i++)
        test_expect_end(CHILD + i, END_PAGER_DIED);
    test_report("sum", (uint32_t)test_expect_end(CHILD + 6, END_EXIT));
    CHECK(capability_drop(UPPER), ==, 0);
    struct message request;
    base_expect(&request, TAG_RELEASE, SPILL_BADGE, 0);
    CHECK(object_destroy(SPILL), ==, 0);
    test_expect_counts(&before);
}

// Ten thousand pages asked of a pager that answers none: it holds no more frames than it has slots.
static int32_t ask_for_many(uint32_t first)
{
    for (uint32_t i = 0; i < 300; i++)
        read_word(PLACE + (first + i) * PAGE_BYTES);
    return 0;
}

void pager_piles_up(const char *arguments)
{
    (void)arguments;
    base_start(8);
    base_object(OBJECT, 10000, 1, 0);
    struct test_counts before = test_counts();
    for (uint32_t i = 0; i < 30; i++) {
        make_child(CHILD + i, 1);
        CHECK(object_map_patiently(CHILD + i, OBJECT, PLACE, 10000, WRITE, 20), ==, 0);
        child_run(CHILD + i, ask_for_many, i * 300);
    }
    process_sleep(5);
    CHECK(test_counts().lent_frames, ==, before.lent_frames + 7);
    for (uint32_t i = 0; i < 30; i++)
        test_expect_end(CHILD + i, END_PATIENCE);
    struct test_counts after = test_counts();
    CHECK(after.lent_frames, ==, before.lent_frames + 7); // what is open stays so
    CHECK(after.paged_frames, ==, before.paged_frames);
    struct message request;
    for (uint32_t i = 0; i < 7; i++) {
        CHECK(base_receive(&request, 5), ==, true);
        CHECK(request.tag, ==, TAG_FETCH);
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
    base_expect(&request, TAG_RELEASE, 1, 0);
    test_expect_counts(&before);
    test_report("slots", 7);
}

// A client of a pager that answers with errors, one of a pager that dies, and one that relies on
// neither.
static int32_t fail_always(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (;;) {
        upper_receive(&request);
        CHECK(pager_answer(request.words[1], -1), ==, 0);
    }
    return 0;
}

static int32_t fill_and_sum(uint32_t pages)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < pages; i++)
        *(volatile uint32_t *)(PLACE + i * PAGE_BYTES + 16) = i * i;
    for (uint32_t i = 0; i < pages; i++)
        sum += *(volatile uint32_t *)(PLACE + i * PAGE_BYTES + 16);
    return (int32_t)sum;
}

void trust_bounded(const char *arguments)
{
    (void)arguments;
    base_start(8);
    base_object(OBJECT, 16, 1, 0);
    start_upper(CHILD, 4, 0, fail_always);
    make_client(CHILD + 1, UPPER, TICKS_FOREVER);
    make_client(CHILD + 2, OBJECT, TICKS_FOREVER);
    child_run(CHILD + 1, read_word, PLACE);
    child_run(CHILD + 2, fill_and_sum, 16);
    test_expect_end(CHILD + 1, END_FETCH_FAILED);
    CHECK(test_call(TEST_PROCESS_ENDED, CHILD, 0, 0), ==, 0);
    base_serve_while_running(CHILD + 2);
    uint32_t sum = (uint32_t)test_expect_end(CHILD + 2, END_EXIT);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_report("sum", sum);
}
