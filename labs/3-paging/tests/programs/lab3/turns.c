// SPDX-License-Identifier: MIT
// Who runs when.
#include "labs/3-paging/tests/programs/lab3/scenarios.h"
#include "user/child.h"
#include "user/testing/test.h"

static volatile uint32_t counts[3];
static volatile uint32_t stop;

static int32_t count(uint32_t who)
{
    while (!stop)
        counts[who]++;
    return (int32_t)who;
}

// Three that never wait share the processor, and the boot process comes before them whenever it
// wants to.
void user_turns(const char *arguments)
{
    (void)arguments;
    for (uint32_t i = 0; i < 3; i++) {
        child_make(CHILD + i, "counter", CHILD_QUOTA);
        child_run(CHILD + i, count, i);
    }
    int32_t start = clock_read();
    process_sleep(60);
    int32_t slept = clock_read() - start;
    CHECK(slept, >=, 60);
    CHECK(slept, <=, 61);
    stop = 1;
    uint32_t least = counts[0], most = counts[0];
    for (uint32_t i = 0; i < 3; i++) {
        CHECK(test_expect_end(CHILD + i, END_EXIT), ==, (int32_t)i);
        least = counts[i] < least ? counts[i] : least;
        most = counts[i] > most ? counts[i] : most;
    }
    CHECK(least, >, 1000u);
    CHECK(most - least, <, most / 4);
    test_report("slept", (uint32_t)slept);
}

static int32_t wait_for_ever(uint32_t argument)
{
    while (argument == 0)
        process_sleep(1000000);
    return 0;
}

static int32_t exit_with(uint32_t status)
{
    process_exit((int32_t)status);
    return 0;
}

void user_wait(const char *arguments)
{
    struct process_end end;
    uint32_t status = test_random(1000000);

    (void)arguments;
    CHECK(process_wait(HANDLE_SELF, &end), ==, E_SELF);
    CHECK(process_wait(CHILD, &end), ==, E_EMPTY);
    CHECK(process_wait(100, &end), ==, E_HANDLE);
    CHECK(process_wait(HANDLE_CORE, &end), ==, E_KIND);
    child_make(CHILD, "sleeper", CHILD_QUOTA);
    CHECK(capability_copy(CHILD, OTHER, RIGHT_READ, 0), ==, 0);
    CHECK(process_end(OTHER), ==, E_RIGHTS);
    child_run(CHILD, wait_for_ever, 0);
    CHECK(process_start(CHILD, USER_FIRST, 0, 0), ==, E_STATE);
    process_sleep(2);
    CHECK(process_end(CHILD), ==, 0);
    CHECK(process_end(CHILD), ==, E_DEAD);
    CHECK(process_wait(OTHER, &end), ==, 0);
    CHECK(end.reason, ==, (uint32_t)END_KILLED);
    CHECK(capability_drop(CHILD), ==, 0);
    CHECK(process_wait(OTHER, &end), ==, 0); // it keeps what it ended with as long as it has a name
    CHECK(capability_drop(OTHER), ==, 0);
    CHECK(process_wait(OTHER, &end), ==, E_EMPTY);
    child_make(CHILD, "worker", CHILD_QUOTA);
    child_run(CHILD, exit_with, status);
    test_report("status", (uint32_t)test_expect_end(CHILD, END_EXIT));
}

// --- for writer.c: it counts up random words in eight pages, from a seed that the host knows

#define WRITER_START 0x30000000u
#define WRITES       100000u

void user_writer(const char *arguments)
{
    volatile uint32_t *words = (uint32_t *)WRITER_START;

    (void)arguments;
    CHECK(test_make_memory(MEMORY, 8), ==, 0);
    CHECK(object_map_patiently(0, MEMORY, WRITER_START, 8, REGION_READ | REGION_WRITE, 1), ==, 0);
    test_call(TEST_STOP, 0, 0, 0);
    uint32_t state = 1 + test_random(1000000);
    for (uint32_t i = 0; i < WRITES; i++) {
        state = state * 1103515245 + 12345;
        words[(state >> 16) % 8192] += state & 0xff;
        for (volatile uint32_t pause = 0; pause < 40; pause++)
            continue;
    }
    test_call(TEST_STOP, WRITES, 0, 0);
}
