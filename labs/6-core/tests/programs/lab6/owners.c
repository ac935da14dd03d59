// SPDX-License-Identifier: MIT
// Taking back while somebody makes something; and the end of a right's owner.
#include "labs/6-core/tests/programs/lab6/makers.h"
#include "labs/6-core/tests/programs/lab6/scenarios.h"

static volatile int32_t result_of_making;

static int32_t make_long(uint32_t pages)
{
    result_of_making = object_create_wired(MEMORY, CHILD_CORE, pages, 0, 0);
    made = 1;
    return process_sleep(TICKS_FOREVER);
}

// What is being made is taken back too, and whoever makes it learns of that.
void revoke_half_made(const char *arguments)
{
    (void)arguments;
    struct test_counts before = test_counts();
    make_core_child(CHILD, QUOTA);
    struct test_counts with_child = test_counts();
    wait_in_tick();
    made = 0;
    child_run(CHILD, make_long, PAGES);
    process_sleep(1);
    CHECK(made, ==, 0u);
    CHECK(test_counts().claimed_frames, >, 20u);
    CHECK(capability_revoke(HANDLE_CORE), ==, 0);
    await(&made);
    CHECK(result_of_making, ==, E_STALE);
    CHECK(test_counts().core_frames, ==, before.core_frames);
    CHECK(test_counts().claimed_frames, ==, 0u);
    CHECK(test_counts().free_frames + 2, >=, with_child.free_frames); // tables of its program
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_expect_counts(&before);
    test_report("done", 1);
}

static int32_t make_and_tell(uint32_t pages)
{
    return object_create_wired(MEMORY, CHILD_CORE, pages, 0, 0);
}

// --- two core processes: the tests of the same name boot this and `watch`

// The right ends with its owner.
static int32_t maker_that_tries(uint32_t pages)
{
    make_all(pages);
    CHECK(object_map_patiently(CHILD_OTHER, MEMORY, PLACE, pages, READ, 1), ==, 0);
    made = 1;
    int32_t result = 0;
    while (result == 0) {
        process_sleep(1);
        result = object_create_wired(CHILD_OWN + 20, CHILD_CORE, 1, 0, 0);
        if (result == 0)
            object_destroy(CHILD_OWN + 20);
    }
    return result;
}

void owner_ends(const char *arguments)
{
    (void)arguments;
    make_core_child(CHILD, QUOTA);
    make_child(CHILD + 1, CHILD_QUOTA);
    CHECK(capability_give(CHILD, CHILD + 1, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, maker_that_tries, PAGES);
    process_sleep(1);
    await(&made);
    child_run(CHILD + 1, read_pages, PAGES);
    process_sleep(3);
    process_exit(0);
}

// While somebody is making something with its right, and has made nearly all of it: what takes it
// back has more to do than what is left to make; but the end of a process begins with other things.
#define LEFT_TO_MAKE 40 // pages

static int32_t sleep_for(uint32_t ticks)
{
    return process_sleep(ticks);
}

void owner_ends_early(const char *arguments)
{
    (void)arguments;
    make_core_child(CHILD, QUOTA); // how far does it get?
    wait_in_tick();
    child_run(CHILD, make_and_tell, PAGES);
    process_sleep(1);
    uint32_t made_in_time = PAGES - test_counts().claimed_frames;
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    CHECK(made_in_time, >, 100u);

    make_core_child(CHILD, QUOTA);
    make_child(CHILD + 1, CHILD_QUOTA);
    child_run(CHILD + 1, sleep_for, 20);
    wait_in_tick();
    child_run(CHILD, make_and_tell, made_in_time + LEFT_TO_MAKE);
    process_sleep(1);
    process_exit(0);
}

// The other one: it sees its neighbour come, with children, and all of them go.
static void await_processes(bool more, uint32_t count)
{
    for (uint32_t i = 0; more ? test_counts().processes < count : test_counts().processes > count;
         i++) {
        CHECK(i, <, 500u);
        process_sleep(1);
    }
}

void watch_owner(const char *arguments)
{
    (void)arguments;
    uint32_t core_frames = test_counts().core_frames; // of two times the same program
    await_processes(true, 4);
    await_processes(false, 1);
    CHECK(test_counts().core_frames, ==, core_frames / 2);
    expect_all_free(SPARE);
    test_report("done", 1);
}

// --- bounded work: for how long interrupts are off meanwhile, the kernel's tests watch

// (Without a run: looking for one may take as long as it takes, mm/frame.h.)
static int32_t make_memory_only(uint32_t pages)
{
    CHECK(object_create_wired(MEMORY, CHILD_CORE, pages, 0, 0), ==, 0);
    CHECK(object_map_patiently(0, MEMORY, PLACE, pages, WRITE, 1), ==, 0);
    CHECK(object_map_patiently(CHILD_OTHER, MEMORY, PLACE, pages, READ, 1), ==, 0);
    made = 1;
    return read_pages(pages);
}

void much_at_once(const char *arguments)
{
    (void)arguments;
    for (uint32_t i = 0; i < 2; i++) {
        CHECK(object_create_wired(OBJECT, HANDLE_CORE, 1500, 0, 0), ==, 0);
        CHECK(object_destroy(OBJECT), ==, 0);
        start_maker(CHILD, make_memory_only, PAGES);
        CHECK(capability_revoke(HANDLE_CORE), ==, 0);
        test_expect_end(CHILD, END_REVOKED);
        test_expect_end(CHILD + 1, END_REVOKED);
    }
    test_report("done", 1);
}
