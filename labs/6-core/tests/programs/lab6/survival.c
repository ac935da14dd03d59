// SPDX-License-Identifier: MIT
// What only looks like the end of the system, and what stays as it is in a storm.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/storms.h"

// A device that is slow to write, but not too slow: each page takes nearly as long as is allowed,
// and all the others that it has been asked to store wait for that, and whoever waits for a frame.
void slow_device(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    storm_rounds = 2;
    start_storm(CHILD, PAGES);
    serve_requests(6000 + test_random(1000));
    hold_stores();
    for (uint32_t i = 0; i < 5; i++) {
        CHECK(test_call(TEST_PROCESS_WAIT, CHILD, 0, 0), ==, FOR_FRAMES);
        CHECK(held_count, >, 3u);
        process_sleep(LIMIT - 15);
        serve(&held[--held_count]);
        hold_stores();
    }
    while (held_count > 0)
        serve(&held[--held_count]);
    serve_while_running(CHILD);
    test_report("sum", (uint32_t)test_expect_end(CHILD, END_EXIT));
    // What was slow hangs at last, and that is no better than if it had never worked.
    start_storm(CHILD + 1, PAGES);
    serve_requests(4000);
    write_nothing();
}

// All memory is wired, for longer than any device takes; but who has wired it gives it back.
void all_is_wired(const char *arguments)
{
    (void)arguments;
    start_pager(LIMIT);
    storm_rounds = 1;
    uint32_t pages = test_counts().free_frames - 100 - structure_frames(4096);
    CHECK(object_create_wired(SPARE, HANDLE_CORE, pages, 0, 0), ==, 0);
    start_storm(CHILD, 200);
    serve_requests(20);
    CHECK(test_call(TEST_TAKE_FRAMES, 64, 0, 0), <, 64);
    struct message request;
    while (receive(&request, 2 * LIMIT)) // what is dirty is stored; then nothing comes any more
        serve(&request);
    CHECK(test_counts().paged_frames, ==, 0u);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    CHECK(object_destroy(SPARE), ==, 0);
    serve_while_running(CHILD);
    test_report("sum", (uint32_t)test_expect_end(CHILD, END_EXIT));
}

// --- wired memory in a storm

#define WIRED_PAGES 40

// Its frames stay where they are, and so does what is in them, whoever made it.
static volatile uint32_t checks;

static int32_t check_wired(uint32_t seed)
{
    volatile uint32_t *memory = (uint32_t *)(PLACE + 0x10000000);
    uint32_t changed = 0;

    CHECK(object_create_wired(CHILD_OWN, CHILD_CORE, WIRED_PAGES, 0, 0), ==, 0);
    CHECK(object_map_patiently(0, CHILD_OWN, (uint32_t)memory, WIRED_PAGES, WRITE, 1), ==, 0);
    for (uint32_t page = 0; page < WIRED_PAGES; page++)
        memory[page * PAGE_WORDS] = seed * (page + 1);
    for (checks = 0; checks < 30; checks++) {
        process_sleep(1);
        for (uint32_t page = 0; page < WIRED_PAGES; page++)
            changed += memory[page * PAGE_WORDS] != seed * (page + 1);
    }
    return (int32_t)changed;
}

// An ordinary process with nothing but wired memory is a pager on level 0, too; but nobody trusts
// it with time. When it hangs in a storm it is ended, and whoever relied on it.
static int32_t be_pager_and_hang(uint32_t count)
{
    struct message offer = {.port = CHILD_PORT, .capability = OBJECT};

    start_pager(0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    serve_requests(count);
    write_nothing();
}

static void let_ordinary_pager_hang(void)
{
    struct message offer;
    int32_t result;

    make_child(CHILD, CHILD_QUOTA + 20);
    child_run(CHILD, be_pager_and_hang, 4000);
    do { // what is released comes first
        offer = (struct message){.port = PORT, .accept = SPARE + 1};
        result = message_receive(&offer, 100);
    } while (result == 0);
    CHECK(result, ==, MESSAGE_CAPABILITY_CAME);
    storm_rounds = UINT32_MAX;
    make_child(CHILD + 1, CHILD_QUOTA + 8);
    map(CHILD + 1, SPARE + 1, PLACE, PAGES, WRITE);
    child_run(CHILD + 1, storm, PAGES);
    test_expect_end(CHILD, END_PAGER_STUCK);
    test_expect_end(CHILD + 1, END_PAGER_DIED);
}

void wired_in_storm(const char *arguments)
{
    uint32_t frames[WIRED_PAGES], sum = 0;
    volatile uint32_t *memory = (uint32_t *)PLACE;

    (void)arguments;
    start_pager(0);
    CHECK(object_create_wired(SPARE, HANDLE_CORE, WIRED_PAGES, 0, 0), ==, 0);
    map(0, SPARE, PLACE, WIRED_PAGES, WRITE);
    for (uint32_t page = 0; page < WIRED_PAGES; page++) {
        frames[page] = (uint32_t)test_call(TEST_PAGE_FRAME, SPARE, page, 0);
        memory[page * PAGE_WORDS] = test_random(1000000);
    }
    uint32_t core_frames = test_counts().core_frames;
    make_core_child(CHILD + 1, 2 * WIRED_PAGES);
    child_run(CHILD + 1, check_wired, 1 + test_random(1000));
    storm_rounds = 2;
    start_storm(CHILD, PAGES);
    serve_while_running(CHILD);
    test_expect_end(CHILD, END_EXIT);
    serve_while_running(CHILD + 1);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    let_ordinary_pager_hang();
    CHECK(test_counts().core_frames, ==, core_frames);
    for (uint32_t page = 0; page < WIRED_PAGES; page++) {
        CHECK(test_call(TEST_PAGE_FRAME, SPARE, page, 0), ==, (int32_t)frames[page]);
        sum += memory[page * PAGE_WORDS];
    }
    CHECK(served, >, 14000u);
    test_report("sum", sum);
}
