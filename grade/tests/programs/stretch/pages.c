// SPDX-License-Identifier: MIT
// Pages that many processes map or wait for.
#include "grade/tests/programs/stretch/support.h"

static volatile uint32_t synchronized;

static int32_t synchronize_object(uint32_t object)
{
    int32_t result = object_sync(object);
    synchronized = 1;
    return result;
}

// Each page was written to in as many regions as there can be.
void synchronize(const char *arguments)
{
    (void)arguments;
    base_start(16);
    base_object(OBJECT, SHARED, OBJECT_KEEP);
    share(OBJECT);
    for (uint32_t round = 0; round < 2; round++) {
        synchronized = 0;
        child_prepare();
        CHECK(capability_give(CHILD, OBJECT, OBJECT, RIGHT_READ, 0), ==, 0);
        child_start(synchronize_object, OBJECT);
        while (!synchronized)
            base_serve_for(1);
        share_round++;
        base_serve_for(round == 0 ? 40 : 1);
    }
}

// The stealer goes past such pages: first nobody uses them, then everybody does.
void steal(const char *arguments)
{
    struct test_stealer stealer;

    (void)arguments;
    base_start(16);
    base_object(OBJECT, SHARED, 0);
    share(OBJECT);
    test_call(TEST_STEALER, (uint32_t)&stealer, 0, 0);
    uint32_t stored = stealer.stored;
    take_frames_to(stealer.low - 1);
    base_serve_for(40);
    test_call(TEST_STEALER, (uint32_t)&stealer, 0, 0);
    CHECK(stealer.stored - stored, >=, (uint32_t)SHARED / 2);
    for (uint32_t i = 0; i < 20; i++) {
        share_round++;
        base_serve_for(3);
    }
}

// Wired memory is taken from all who have mapped it.
void take_back(const char *arguments)
{
    (void)arguments;
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, SHARED, 0, 0), ==, 0);
    for (uint32_t i = 0; i < SHARERS; i++) {
        child_prepare();
        child_map(OBJECT, SHARED, PAIR_REGIONS_MOST, TICKS_FOREVER);
        child_start(sleep_for_ever, 0);
    }
    process_sleep(20);
    CHECK(object_destroy(OBJECT), ==, 0);
}

#define LAST_PAGES  64 // more than the reserve keeps
#define RUN_CHANNEL 2

// A run is asked for where all of low memory is in use, but for some frames at its end.
void search_for_run(const char *arguments)
{
    (void)arguments;
    CHECK(object_create_wired(OBJECT, HANDLE_CORE, LAST_PAGES, 0, 0), ==, 0);
    take_frames_to(0);
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(object_create_wired(MADE, HANDLE_CORE, 1, WIRED_RUN, RUN_CHANNEL), ==, 0);
}

static void start_crowd(uint32_t object, uint32_t pages)
{
    for (uint32_t i = 0; i < CROWD; i++) {
        child_prepare();
        child_map(object, pages, 1, TICKS_FOREVER);
        child_start(touch, (uint32_t)child_place(0, i % pages));
    }
}

static void wait_together(int32_t status)
{
    struct message request;

    base_start(4);
    base_object(OBJECT, 1, 0);
    start_crowd(OBJECT, 1);
    process_sleep(20);
    CHECK(base_receive(&request, 0), ==, true);
    base_answer(&request, status);
    process_sleep(20);
}

void wait_for_page(const char *arguments)
{
    (void)arguments;
    wait_together(0);
}

void wait_for_error(const char *arguments)
{
    (void)arguments;
    wait_together(1);
}

// The other boot process (`visit`) gets the object.
static void let_visitor_in(void)
{
    struct message message = {.port = HANDLE_INIT}, reply = {.capability = OBJECT};

    CHECK(message_receive(&message, 100), >=, 0);
    CHECK(message_reply(&reply, message_reply_handle(&message)), ==, 0);
}

static void start_slot_waiters(void)
{
    base_start(2);
    base_object(OBJECT, CROWD, 0);
    start_crowd(OBJECT, 16);
    process_sleep(20);
}

void wait_for_slot(const char *arguments)
{
    (void)arguments;
    start_slot_waiters();
    let_visitor_in();
    base_serve_for(40);
}

void wait_for_frames(const char *arguments)
{
    struct test_stealer stealer;

    (void)arguments;
    base_start(32);
    base_object(OBJECT, CROWD, 0);
    test_call(TEST_STEALER, (uint32_t)&stealer, 0, 0);
    for (uint32_t i = 0; i < CROWD; i++) {
        child_prepare();
        child_map(OBJECT, CROWD, 1, TICKS_FOREVER);
        if (i == CROWD - 1)
            take_frames_to(stealer.paged_floor);
        child_start(touch, (uint32_t)child_place(0, i));
    }
    process_sleep(20);
    let_visitor_in();
    process_sleep(20);
    give_frames_back();
    base_serve_for(40);
}

// Many files that nobody uses any more, with a page to be stored each, and one slot for that.
void release(const char *arguments)
{
    (void)arguments;
    base_start(2);
    for (uint32_t i = 0; i < MADE - OBJECT; i++)
        base_object(OBJECT + i, 1, OBJECT_KEEP);
    for (uint32_t i = 0; i < MADE - OBJECT; i++) {
        child_prepare();
        child_map(OBJECT + i, 1, 1, TICKS_FOREVER);
        child_start(touch, (uint32_t)child_place(0, 0));
    }
    base_serve_for(40);
}

// A core process that touches the crowd's object: it comes before all who wait already. Each page
// is another one.
void visit(const char *arguments)
{
    struct message message = {.port = HANDLE_INIT, .accept = OBJECT};

    (void)arguments;
    CHECK(message_call(&message, TICKS_FOREVER), >=, 0);
    CHECK(object_map(OBJECT, PLACE, CROWD, REGION_READ), ==, 0);
    for (uint32_t page = 0; page < CROWD; page++)
        touch((uint32_t)child_place(0, page));
    process_sleep(TICKS_FOREVER);
}
