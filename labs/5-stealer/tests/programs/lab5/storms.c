// SPDX-License-Identifier: MIT
// The stealer at work: when it begins and ends, what it takes, and that nothing is lost.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

static volatile uint32_t stage, go, finished, wrong;

// --- thresholds

static void read_all(uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++)
        (void)*(volatile uint32_t *)(PLACE + page * PAGE_BYTES);
}

static int32_t read_pages(uint32_t pages)
{
    read_all(pages);
    stage = 1;
    while (go == 0)
        process_sleep(1);
    return 0;
}

#define SOME_PAGES 400

static void start_reader(void)
{
    base_start(16);
    base_object(OBJECT, SOME_PAGES, 1);
    make_child(CHILD);
    map(CHILD, OBJECT, PLACE, SOME_PAGES, READ);
    child_run(CHILD, read_pages, SOME_PAGES);
    base_serve_until(&stage);
}

// As long as free frames are not below the lower threshold, nothing is taken; nor looked at.
void above_low(const char *arguments)
{
    (void)arguments;
    start_reader();
    for (uint32_t i = 0; i < 2; i++) {
        take_frames_to(stealer_read().low + 40 - 40 * i);
        process_sleep(20);
        CHECK(stealer_read().passed, ==, 0u);
        CHECK(test_counts().paged_frames, ==, (uint32_t)SOME_PAGES);
    }
    take_frames_to(stealer_read().low - 1);
    base_serve_for(5);
    CHECK(stealer_read().freed, >, 0u);
    go = 1;
    test_report("fetches", base_fetches);
}

// Below it, pages are taken until the upper one is reached, and not one more. (All are clean.)
void until_high(const char *arguments)
{
    uint32_t more = 0;

    (void)arguments;
    start_reader();
    for (uint32_t i = 0; i < 4; i++) {
        struct test_stealer start = stealer_read();
        take_frames_to(start.low - 1 - test_random(20));
        base_serve_for(10);
        struct test_stealer end = stealer_read();
        CHECK(end.free_frames, ==, end.high);
        CHECK(end.is_running, ==, 0u);
        base_serve_for(10);
        CHECK(stealer_read().passed, ==, end.passed);
        more += end.freed - start.freed - (end.high - end.low);
    }
    go = 1;
    test_report("more", more);
}

// --- storms

#define WORKERS     16
#define FIRST_BADGE 4

static uint32_t pages_each;

// The next number of a sequence of its own.
static uint32_t next(uint32_t *state)
{
    *state = *state * 1103515245 + 12345;
    return *state >> 8;
}

// Nine in ten accesses go to a fifth of the pages, which moves on slowly.
static uint32_t choose_page(uint32_t *state, uint32_t step)
{
    uint32_t hot = pages_each / 5;
    return next(state) % 10 != 0 ? (step / 400 + next(state) % hot) % pages_each
                                 : next(state) % pages_each;
}

#define VERSIONS_MOST 1200

static uint16_t versions[WORKERS][VERSIONS_MOST];

// Reads and checks words of its pages, and now and then writes a page anew.
static int32_t work(uint32_t number, uint32_t accesses, uint32_t writes_one_in)
{
    uint32_t state = number * 7919 + 1, badge = FIRST_BADGE + number;

    for (uint32_t step = 0; step < accesses; step++) {
        uint32_t page = choose_page(&state, step), index = next(&state) % PAGE_WORDS;
        uint32_t *memory = (uint32_t *)PLACE + page * PAGE_WORDS;
        if (memory[index] != page_word(badge, page, versions[number][page], index))
            wrong++;
        if (writes_one_in != 0 && next(&state) % writes_one_in == 0)
            page_fill(memory, badge, page, ++versions[number][page]);
    }
    for (uint32_t page = 0; page < pages_each; page++)
        wrong +=
            !page_is((uint32_t *)PLACE + page * PAGE_WORDS, badge, page, versions[number][page]);
    finished++;
    return 0;
}

static uint32_t accesses_each;

static int32_t work_writing(uint32_t number)
{
    return work(number, accesses_each, 50);
}

static int32_t work_reading(uint32_t number)
{
    return work(number, accesses_each, 0);
}

// `workers` processes that together want `percent` % of the memory that is free.
static void start_workers(uint32_t workers, uint32_t percent, uint32_t accesses,
                          int32_t (*function)(uint32_t))
{
    base_start(64);
    accesses_each = accesses;
    pages_each = test_counts().free_frames * percent / 100 / workers;
    CHECK(pages_each, <, (uint32_t)VERSIONS_MOST);
    for (uint32_t i = 0; i < workers; i++) {
        base_object(OBJECT + i, pages_each, FIRST_BADGE + i);
        make_child(CHILD + i);
        map(CHILD + i, OBJECT + i, PLACE, pages_each, WRITE);
        child_run(CHILD + i, function, i);
    }
}

static void end_workers(uint32_t workers)
{
    base_serve_while_running(CHILD, workers);
    for (uint32_t i = 0; i < workers; i++)
        expect_exit(CHILD + i, 0);
    CHECK(wrong, ==, 0u);
    CHECK(base_wrong, ==, 0u);
    CHECK(finished, ==, workers);
}

// Sixteen processes that together want half as much again as there is: a million accesses, and
// every page that is stored is what was written last.
void storm_contents(const char *arguments)
{
    struct test_counts before;

    (void)arguments;
    before = test_counts();
    start_workers(WORKERS, 150, 1000000 / WORKERS, work_writing);
    end_workers(WORKERS);
    CHECK(base_stores, >, 1000u);
    for (uint32_t i = 0; i < WORKERS; i++) {
        for (uint32_t j = 0; object_destroy(OBJECT + i) == E_BUSY && j < 50; j++)
            base_serve_for(1);
    }
    // Not a frame is missing but for the base's own: itself and its window's table.
    CHECK(before.free_frames - test_counts().free_frames, ==, 2u);
    test_report("workers", finished);
}

// What is only read costs no store.
void storm_clean(const char *arguments)
{
    (void)arguments;
    start_workers(4, 160, 30000, work_reading);
    end_workers(4);
    CHECK(base_fetches, >, 4 * pages_each);
    CHECK(stealer_read().freed, >, pages_each);
    test_report("stores", base_stores + stealer_read().stored);
}

// --- what is never taken

#define WIRED_PAGES 40

static _Alignas(PAGE_BYTES) uint32_t wired[WIRED_PAGES][PAGE_WORDS];

// Wired memory stays where it is, and so does what the kernel and core pagers hold.
void storm_wired(const char *arguments)
{
    struct test_counts before, after;
    uint32_t version = 1 + test_random(4000), sum = 0;

    (void)arguments;
    for (uint32_t page = 0; page < WIRED_PAGES; page++)
        page_fill(wired[page], 1, page, version);
    before = test_counts();
    start_workers(4, 150, 20000, work_writing);
    end_workers(4);
    after = test_counts();
    CHECK(after.core_frames, ==, before.core_frames);
    CHECK(after.lent_frames, ==, 0u);
    for (uint32_t page = 0; page < WIRED_PAGES; page++)
        sum += page_is(wired[page], 1, page, version) ? wired[page][0] >> 20 : 0;
    test_report("sum", sum);
}

// --- one that everybody uses

static volatile uint32_t shared_reads;

static int32_t read_shared(uint32_t number)
{
    while (finished == 0) {
        if (*(volatile uint32_t *)(OWN + 8 * number) != page_word(2, 0, 7, 2 * number))
            wrong++;
        shared_reads++;
        process_yield();
    }
    return 0;
}

// A page that three processes use all the time stays through a storm of others.
void storm_shared(const char *arguments)
{
    (void)arguments;
    base_start(64);
    base_progress[2][0] = 7 * PAGE_WORDS;
    base_object(OBJECT + 4, 1, 2);
    for (uint32_t i = 0; i < 3; i++) {
        make_child(CHILD + 4 + i);
        map(CHILD + 4 + i, OBJECT + 4, OWN, 1, READ);
        child_run(CHILD + 4 + i, read_shared, i);
    }
    base_serve_for(3);
    CHECK(base_fetches, ==, 1u);
    accesses_each = 12000;
    pages_each = test_counts().free_frames * 150 / 100;
    CHECK(pages_each, <, (uint32_t)BASE_PAGES);
    pages_each = pages_each < VERSIONS_MOST ? pages_each : VERSIONS_MOST - 1;
    take_frames_to(pages_each * 100 / 150);
    base_object(OBJECT, pages_each, FIRST_BADGE);
    make_child(CHILD);
    map(CHILD, OBJECT, PLACE, pages_each, WRITE);
    child_run(CHILD, work_writing, 0);
    base_serve_while_running(CHILD, 1);
    expect_exit(CHILD, 0);
    base_serve_while_running(CHILD + 4, 3);
    CHECK(wrong, ==, 0u);
    CHECK(base_wrong, ==, 0u);
    CHECK(shared_reads, >, 1000u);
    CHECK(base_stores, >, 100u);
    test_report("fetches", base_fetches_of[2]);
}

// --- one that uses everything

static int32_t use_all(uint32_t pages)
{
    while (finished == 0) {
        read_all(pages);
        stage = 1;
    }
    return 0;
}

// One process uses nearly all pages that there are, all the time. Another one gets on all the same.
void storm_hot(const char *arguments)
{
    uint32_t hot_pages;

    (void)arguments;
    base_start(64);
    hot_pages = test_counts().free_frames - stealer_read().low - 20;
    base_object(OBJECT + 1, hot_pages, 2);
    make_child(CHILD + 1);
    map(CHILD + 1, OBJECT + 1, PLACE, hot_pages, READ);
    make_child(CHILD);
    child_run(CHILD + 1, use_all, hot_pages);
    base_serve_until(&stage);
    base_serve_for(3);
    take_frames_to(stealer_read().paged_floor); // none for a page, from now on
    accesses_each = 400;
    pages_each = 60;
    base_object(OBJECT, pages_each, FIRST_BADGE);
    map(CHILD, OBJECT, PLACE, pages_each, WRITE);
    child_run(CHILD, work_writing, 0);
    base_serve_while_running(CHILD, 1);
    expect_exit(CHILD, 0);
    base_serve_while_running(CHILD + 1, 1);
    CHECK(wrong, ==, 0u);
    CHECK(base_wrong, ==, 0u);
    test_report("finished", finished);
}

// --- in real time

#define TICKS_BEFORE 20

// A storm that never ends; another boot process (realtime.c) measures what it sees of it.
void storm_realtime(const char *arguments)
{
    struct message request;

    (void)arguments;
    process_sleep(TICKS_BEFORE);
    start_workers(WORKERS, 150, UINT32_MAX, work_writing);
    for (;;) {
        if (base_receive(&request, TICKS_FOREVER))
            base_serve(&request);
    }
}
