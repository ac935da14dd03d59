// SPDX-License-Identifier: MIT
// Who may use the services of the kernel for core processes: whoever has the core right.
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define LINE     9
#define IO_FIRST 0x300
#define IO_PORTS 8
#define CHANNEL  3
#define DEVICE   0xb8000u
#define SERVICES 5

// Asks for one of each; what it gets lies under the handles from CHILD_OWN on.
static void ask_for_all(uint32_t core, int32_t results[SERVICES])
{
    results[0] = object_create_wired(CHILD_OWN, core, 3, 0, 0);
    results[1] = object_create_wired(CHILD_OWN + 1, core, 2, WIRED_RUN, CHANNEL);
    results[2] = object_create_wired(CHILD_OWN + 2, core, 1, WIRED_DEVICE, DEVICE);
    results[3] = interrupt_create(CHILD_OWN + 3, core, LINE);
    results[4] = io_create(CHILD_OWN + 4, core, IO_FIRST, IO_PORTS);
}

// Asks for all, gives it back, and returns what all of them said.
static int32_t ask(uint32_t core)
{
    int32_t results[SERVICES];

    ask_for_all(core, results);
    for (uint32_t i = 1; i < SERVICES; i++)
        CHECK(results[i], ==, results[0]);
    for (uint32_t i = 0; i < SERVICES && results[0] == 0; i++) {
        CHECK(capability_inspect(CHILD_OWN + i) & RIGHT_OWN << 8, !=, 0);
        CHECK(i < 3 ? object_destroy(CHILD_OWN + i) : capability_drop(CHILD_OWN + i), ==, 0);
    }
    return results[0];
}

static int32_t result_of_child(void)
{
    child_run(CHILD, ask, CHILD_CORE);
    return test_expect_end(CHILD, END_EXIT);
}

void right_needed(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    struct test_counts before = test_counts();
    make_child(CHILD, CHILD_QUOTA);
    CHECK(result_of_child(), ==, E_EMPTY);
    make_child(CHILD, CHILD_QUOTA);
    CHECK(capability_give(CHILD, HANDLE_STACK, CHILD_CORE, RIGHTS_ALL, 0), ==, 0);
    CHECK(result_of_child(), ==, E_KIND);
    make_child(CHILD, CHILD_QUOTA);
    CHECK(capability_give(CHILD, HANDLE_CORE, CHILD_CORE, RIGHT_READ | RIGHT_PASS, 0), ==, 0);
    CHECK(result_of_child(), ==, E_RIGHTS);
    make_core_child(CHILD, CHILD_QUOTA);
    CHECK(capability_revoke(HANDLE_CORE), ==, 0);
    CHECK(result_of_child(), ==, E_STALE);
    CHECK(ask(HANDLE_CORE), ==, 0); // the owner's own
    test_expect_counts(&before);
    test_report("done", 1);
}

// --- passed on, in a reply and then from one ordinary process to another

static int32_t get_and_use(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .accept = CHILD_CORE};

    (void)argument;
    CHECK(message_call(&message, TICKS_FOREVER), ==, MESSAGE_CAPABILITY_CAME);
    CHECK(ask(CHILD_CORE), ==, 0);
    return capability_give(CHILD_OTHER, CHILD_CORE, CHILD_CORE, RIGHT_WRITE, 0);
}

// Writes random words into wired memory of its own, and returns their sum.
static int32_t use_memory(uint32_t core)
{
    volatile uint32_t *words = (uint32_t *)PLACE;
    uint32_t sum = 0;

    CHECK(object_create_wired(CHILD_OWN, core, 3, 0, 0), ==, 0);
    CHECK(object_map(CHILD_OWN, PLACE, 3, WRITE), ==, 0);
    for (uint32_t i = 0; i < 3; i++)
        words[i * PAGE_WORDS + i] = test_random(1000000);
    for (uint32_t i = 0; i < 3 * PAGE_WORDS; i++)
        sum += words[i];
    return (int32_t)sum;
}

void right_passed(const char *arguments)
{
    struct message message = {.port = PORT};

    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    struct test_counts before = test_counts();
    make_child(CHILD, CHILD_QUOTA);
    make_child(CHILD + 1, CHILD_QUOTA);
    CHECK(capability_give(CHILD, CHILD + 1, CHILD_OTHER, RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, get_and_use, 0);
    int32_t result = message_receive(&message, 100);
    CHECK(result, >, 0);
    message = (struct message){.capability = HANDLE_CORE};
    CHECK(message_reply(&message, (uint32_t)result & MESSAGE_REPLY), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    child_run(CHILD + 1, use_memory, CHILD_CORE);
    test_report("sum", (uint32_t)test_expect_end(CHILD + 1, END_EXIT));
    test_expect_counts(&before);
}
