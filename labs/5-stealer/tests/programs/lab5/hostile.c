// SPDX-License-Identifier: MIT
// Pagers that do not help, and the end of one that keeps its window full.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

#define SPILL       (OBJECT + 1)
#define UPPER       (OBJECT + 2)
#define SPILL_BADGE 5
#define UPPER_BADGE 6
#define SLOTS       16

static volatile uint32_t stage, go, lost;
static uint32_t hostile_pages;

// A pager on level 1 that answers fetches and keeps each page that it should store in its window.
static int32_t keep_window(uint32_t patience)
{
    struct message offer = {.port = CHILD_PORT, .tag = 1, .capability = CHILD_OWN + 1};
    struct message request = {.port = CHILD_OWN};

    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(pager_create(CHILD_OWN, WINDOW, SLOTS, CHILD_OBJECT, patience), ==, 0);
    CHECK(object_create(CHILD_OWN + 1, hostile_pages, UPPER_BADGE, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    while (message_receive(&request, TICKS_FOREVER) >= 0) {
        if (request.tag == TAG_FETCH)
            CHECK(pager_answer(request.words[1], 0), ==, 0);
        else if (request.tag == TAG_STORE)
            stage++;
        request = (struct message){.port = CHILD_OWN};
    }
    return 0;
}

static int32_t dirty_pages(uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++)
        *(volatile uint32_t *)(PLACE + page * PAGE_BYTES) = page;
    go = 1;
    while (go != 2)
        process_sleep(1000);
    return 0;
}

// What the hostile pager's spill holds: word 0 of each page says which one it was.
static uint32_t spill_first[SLOTS];

static void serve_all(const struct message *request)
{
    if (request->badge != SPILL_BADGE || (request->tag != TAG_FETCH && request->tag != TAG_STORE)) {
        base_serve(request);
        return;
    }
    if (request->tag == TAG_STORE) {
        spill_first[request->words[0]] = base_slot(request)[0];
        base_stores_of[SPILL_BADGE]++;
    } else {
        base_slot(request)[0] = spill_first[request->words[0]];
    }
    CHECK(pager_answer(request->words[1], 0), ==, 0);
}

static void serve_all_while_running(uint32_t process)
{
    struct message request;

    while (test_call(TEST_PROCESS_ENDED, process, 0, 0) == 0) {
        while (base_receive(&request, 1))
            serve_all(&request);
    }
}

static void start_hostile(uint32_t patience, uint32_t percent)
{
    struct message offer = {.port = PORT, .accept = UPPER};
    struct message request;

    base_start(64);
    base_object(SPILL, SLOTS, SPILL_BADGE);
    hostile_pages = test_counts().free_frames * percent / 100;
    make_child(CHILD);
    CHECK(capability_give(CHILD, SPILL, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, keep_window, patience);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    make_child(CHILD + 1);
    map(CHILD + 1, UPPER, PLACE, hostile_pages, WRITE);
    child_run(CHILD + 1, dirty_pages, hostile_pages);
    while (go == 0) {
        if (base_receive(&request, 1))
            serve_all(&request);
    }
}

#define WANTED 160

static int32_t use_pages(uint32_t rounds)
{
    for (uint32_t round = 1; round <= rounds; round++) {
        for (uint32_t page = 0; page < WANTED; page++) {
            uint32_t *at = (uint32_t *)PLACE + page * PAGE_WORDS;
            lost += !page_is(at, 9, page, round - 1);
            page_fill(at, 9, page, round);
        }
    }
    return 0;
}

// A pager that stores nothing has nine tenths of the memory full of its clients' dirty pages.
// Somebody who has nothing to do with it works on, in what is left.
void hostile_dirty(const char *arguments)
{
    uint32_t rounds = 3 + test_random(3);

    (void)arguments;
    start_hostile(0, 86);
    base_object(OBJECT, WANTED, 9);
    make_child(CHILD + 2);
    map(CHILD + 2, OBJECT, PLACE, WANTED, WRITE);
    child_run(CHILD + 2, use_pages, rounds);
    serve_all_while_running(CHILD + 2);
    expect_exit(CHILD + 2, 0);
    CHECK(lost, ==, 0u);
    CHECK(base_wrong, ==, 0u);
    CHECK(stage, >, 0u);                       // it had requests
    CHECK(base_stores_of[SPILL_BADGE], >, 0u); // and what it did not answer was taken from it
    test_report("rounds", base_progress[9][0] == 0 ? 0 : rounds);
}

static volatile uint32_t is_ended;

static int32_t use_pages_until_ended(uint32_t argument)
{
    uint32_t round = 0;

    (void)argument;
    for (; !is_ended; round++) {
        for (uint32_t page = 0; page < WANTED; page++) {
            uint32_t *at = (uint32_t *)PLACE + page * PAGE_WORDS;
            lost += !page_is(at, 9, page, round);
            page_fill(at, 9, page, round + 1);
        }
    }
    return (int32_t)round;
}

// The same with a patience of two seconds: then it is ended, and its pages come back.
void hostile_window(const char *arguments)
{
    struct test_counts before;

    (void)arguments;
    before = test_counts();
    start_hostile(2 * TICKS_PER_SECOND, 60);
    take_frames_to(stealer_read().paged_floor + 1);
    base_object(OBJECT, WANTED, 9);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    make_child(CHILD + 2);
    map(CHILD + 2, OBJECT, PLACE, WANTED, WRITE);
    take_frames_to(stealer_read().paged_floor + 3);
    child_run(CHILD + 2, use_pages_until_ended, 0);
    serve_all_while_running(CHILD);
    is_ended = 1;
    CHECK(test_counts().paged_frames, <=, (uint32_t)WANTED);
    test_expect_end(CHILD, END_PAGER_STUCK);
    serve_all_while_running(CHILD + 2);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), >, 0);
    CHECK(lost, ==, 0u);
    CHECK(process_end(CHILD + 1), ==, 0);
    test_expect_end(CHILD + 1, END_KILLED);
    test_report("frames", before.paged_frames + test_counts().paged_frames);
}
