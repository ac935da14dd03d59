// SPDX-License-Identifier: MIT
// Clients that misbehave, and the limits that hold them.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t stage, go;
static volatile int32_t results[8];

// Patience of one tick on a page that others share: only the impatient one ends.
void client_impatient(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 8, 1, 0);
    for (uint32_t i = 0; i < 3; i++) {
        make_child(CHILD + i, i);
        CHECK(object_map_patiently(CHILD + i, OBJECT, PLACE, 8, READ, i == 0 ? 1 : 500), ==, 0);
        child_run(CHILD + i, read_word, PLACE);
    }
    base_expect(&request, TAG_FETCH, 1, 0);
    process_sleep(5);
    test_expect_end(CHILD, END_PATIENCE);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)FETCHING);
    *base_slot(&request) = 17;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 17);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 17);
    base_expect(&request, TAG_RELEASE, 1, 0);
    test_report("done", 1);
}

// Patience runs from the fault, whatever the page waits for at its pager: here a STORE, then a
// FETCH.
void client_patience_total(const char *arguments)
{
    struct message store, fetch;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 8, 1, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, write_word, PLACE);
    base_expect(&fetch, TAG_FETCH, 1, 0);
    base_serve(&fetch);
    test_expect_end(CHILD, END_EXIT);
    evict(OBJECT, 0, STORING_NOW);
    base_expect(&store, TAG_STORE, 1, 0);
    make_child(CHILD, 1);
    CHECK(object_map_patiently(CHILD, OBJECT, PLACE, 8, READ, 20), ==, 0);
    int32_t start = clock_read();
    child_run(CHILD, read_word, PLACE);
    process_sleep(12);
    base_serve(&store);
    base_expect(&fetch, TAG_FETCH, 1, 0);
    test_expect_end(CHILD, END_PATIENCE);
    int32_t waited = clock_read() - start;
    CHECK(waited, >=, 19);
    CHECK(waited, <=, 23);
    CHECK(pager_answer(fetch.words[1], 0), ==, 0);
    test_report("done", 1);
}

static int32_t touch_every_4_mib(uint32_t start)
{
    for (uint32_t address = start; address < USER_END - 0x400000; address += 0x400000)
        read_word(address);
    return 0;
}

// An object of 2^20 pages, one page touched in each 4 MiB: the pager's account pays for the
// directory, and the client's for page tables; either is an end.
void client_huge_object(const char *arguments)
{
    (void)arguments;
    base_start(8);
    struct test_counts before = test_counts();
    base_object(OBJECT, OBJECT_PAGES_MOST, 1, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, (USER_END - PLACE) / PAGE_BYTES - 0x1000, READ);
    child_run(CHILD, touch_every_4_mib, PLACE);
    base_serve_while_running(CHILD);
    test_expect_end(CHILD, END_QUOTA);
    CHECK(base_fetches, <, (uint32_t)CHILD_QUOTA);
    CHECK(base_fetches, >, 4u);
    base_await_releases(1);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    test_report("done", 1);
}

static int32_t serve_huge_object(uint32_t argument)
{
    struct message request;

    (void)argument;
    CHECK(object_create(CHILD_OWN + 2, OBJECT_PAGES_MOST, 8, 0), ==, 0);
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN + 2};
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    for (;;) {
        upper_receive(&request);
        if (request.tag == TAG_FETCH)
            CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
    return 0;
}

void client_huge_directory(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = OBJECT};

    (void)arguments;
    base_start(8);
    start_upper(CHILD, 4, 0, serve_huge_object);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    child_make(CHILD + 1, "client", 600);
    map(CHILD + 1, OBJECT, PLACE, 0, (USER_END - PLACE) / PAGE_BYTES - 0x1000, READ);
    child_run(CHILD + 1, touch_every_4_mib, PLACE);
    base_serve_while_running(CHILD + 1);
    test_expect_end(CHILD + 1, END_PAGER_QUOTA);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    test_report("done", 1);
}

// Makes children that end, and never asks how: they stay, at its own cost.
static int32_t make_zombies(uint32_t argument)
{
    uint32_t made = 0;

    (void)argument;
    while (made < 50) {
        int32_t result = process_create(10 + made, 4, "zombie");
        results[0] = result;
        if (result != 0)
            break;
        process_end(10 + made);
        made++;
    }
    stage = made;
    while (go == 0)
        process_sleep(1);
    return 0;
}

void client_zombies(const char *arguments)
{
    (void)arguments;
    base_start(4);
    struct test_counts before = test_counts();
    child_make(CHILD, "parent", 60);
    child_run(CHILD, make_zombies, 0);
    while (stage == 0)
        process_sleep(1);
    CHECK(results[0], ==, E_QUOTA);
    CHECK(test_counts().processes, ==, before.processes + 1 + stage);
    CHECK(test_counts().ordinary_frames, ==, before.ordinary_frames + 60);
    uint32_t zombies = stage;
    base_check_service();
    go = 1;
    test_expect_end(CHILD, END_EXIT);
    test_expect_counts(&before);
    // One that was never started ends when nobody can start it any more.
    child_make(CHILD, "unborn", 20);
    CHECK(capability_drop(CHILD), ==, 0);
    test_expect_counts(&before);
    test_report("zombies", zombies);
}

// Messages without end, from many sides, do not keep the pager from its requests.
static int32_t flood(uint32_t argument)
{
    struct message message = {.port = CHILD_PORT, .tag = argument};

    for (;;)
        message_send(&message, TICKS_FOREVER);
    return 0;
}

static int32_t read_pages(uint32_t pages)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < pages; i++)
        sum += (uint32_t)read_word(PLACE + i * PAGE_BYTES);
    stage = 1;
    return (int32_t)sum;
}

void client_floods(const char *arguments)
{
    uint32_t messages = 0;

    (void)arguments;
    base_start(4);
    struct test_counts before = test_counts();
    base_object(OBJECT, 16, 1, 0);
    for (uint32_t i = 0; i < 16; i++)
        base_memory[1][i][0] = i * i;
    for (uint32_t i = 1; i <= 20; i++) {
        make_child(CHILD + i, i);
        child_run(CHILD + i, flood, i);
        await_wait(CHILD + i, TO_SEND);
    }
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 16, READ);
    child_run(CHILD, read_pages, 16);
    await_wait(CHILD, FOR_PAGE);
    struct message request;
    base_expect(&request, TAG_FETCH, 1, 0); // though twenty others were there before it
    base_serve(&request);
    while (stage == 0) {
        CHECK(base_receive(&request, 5), ==, true);
        messages += request.tag < TAG_KERNEL;
        base_serve(&request);
    }
    uint32_t sum = (uint32_t)test_expect_end(CHILD, END_EXIT);
    for (uint32_t i = 1; i <= 20; i++) {
        CHECK(process_end(CHILD + i), ==, 0);
        test_expect_end(CHILD + i, END_KILLED);
    }
    CHECK(messages, >, 0u);
    while (base_receive(&request, 2) && request.tag < TAG_KERNEL)
        continue;
    CHECK(request.tag, ==, TAG_RELEASE);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    test_report("sum", sum);
}

// Fills its table of capabilities, drops half, and goes on until nothing fits.
static int32_t hoard(uint32_t argument)
{
    uint32_t copies = 0;

    (void)argument;
    for (uint32_t i = 3; i < 80; i++) {
        int32_t result = capability_copy(CHILD_PORT, i, RIGHT_SEND, 0);
        if (result == 0)
            copies++;
        else
            results[i < CAPABILITIES_MOST ? 0 : 1] = result;
    }
    results[2] = capability_copy(CHILD_PORT, 10, RIGHT_SEND, 0);
    results[3] = capability_copy(CHILD_PORT, 10, 0, 0);
    results[4] = capability_copy(2, 3, RIGHT_SEND, 0);
    results[5] = capability_drop(10);
    results[6] = capability_drop(10);
    results[7] = capability_revoke(11);
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        CHECK(capability_drop(20 + i), ==, 0);
    for (uint32_t i = 0; i < PORTS_MOST; i++)
        CHECK(port_create(20 + i), ==, 0);
    CHECK(port_create(10), ==, E_LIMIT);
    return (int32_t)copies;
}

void client_hoards(const char *arguments)
{
    (void)arguments;
    base_start(4);
    struct test_counts before = test_counts();
    make_child(CHILD, 1);
    child_run(CHILD, hoard, 0);
    int32_t copies = test_expect_end(CHILD, END_EXIT);
    CHECK(copies, ==, CAPABILITIES_MOST - 3);
    CHECK(results[0], ==, 0);
    CHECK(results[1], ==, E_HANDLE);
    CHECK(results[2], ==, E_OCCUPIED);
    CHECK(results[3], ==, E_OCCUPIED);
    CHECK(results[4], ==, E_EMPTY);
    CHECK(results[5], ==, 0);
    CHECK(results[6], ==, E_EMPTY);
    CHECK(results[7], ==, E_RIGHTS);
    test_expect_counts(&before);
    base_check_service();
    test_report("copies", (uint32_t)copies);
}

// Maps the object in as many new processes as it can, which it makes for that: four regions in
// each. Returns how many regions it made before the one that was refused, as results[0].
static int32_t map_everywhere(uint32_t processes)
{
    uint32_t made = 0, regions = 0;
    int32_t result = 0;

    for (; result == 0 && made < processes; made++) {
        CHECK(process_create(10 + made, PROCESS_FRAMES_LEAST, "place"), ==, 0);
        for (uint32_t i = 0; result == 0 && i < PAIR_REGIONS_MOST; i++) {
            result =
                object_map_patiently(10 + made, CHILD_OBJECT, PLACE + i * 0x10000, 1, READ, 10);
            regions += result == 0;
        }
    }
    results[0] = result;
    stage++;
    while (go == 0)
        process_sleep(1);
    for (uint32_t i = 0; i < made; i++)
        CHECK(process_end(10 + i), ==, 0);
    return (int32_t)regions;
}

// The fixed limits, each to the last one that is allowed.
void client_limits(const char *arguments)
{
    struct message request;
    uint32_t regions = 0;
    int32_t result, pairs = 0;

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 400, 1, 0);
    for (uint32_t i = 0; i < 12; i++)
        base_object(SPARE + i, 40, 10 + i, 0);
    struct test_counts before = test_counts();
    // Four regions of one object in one process, 64 in one process
    make_child(CHILD, 1);
    for (uint32_t i = 0;; i++) {
        uint32_t object = i < 5 ? OBJECT : SPARE + (i - 5) / 4 % 12;
        uint32_t address = PLACE + i * 0x10000;
        result = object_map_patiently(CHILD, object, address, 1, READ, 10);
        if (i == 4)
            CHECK(result, ==, E_LIMIT);
        else if (result != 0)
            break;
        else
            regions++;
    }
    CHECK(result, ==, E_LIMIT);
    CHECK(regions, >=, 4u + 48u);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    for (uint32_t i = 0; i < 13; i++)
        CHECK(base_receive(&request, 20) && request.tag == TAG_RELEASE, ==, true);
    test_expect_counts(&before);
    // 256 regions of one object, in 64 processes: 40 and 24 of two makers, and then none more
    for (uint32_t i = 0; i < 2; i++) {
        child_make(CHILD + i, "maker", CHILD_QUOTA + 45 * PROCESS_FRAMES_LEAST);
        CHECK(capability_give(CHILD + i, OBJECT, CHILD_OBJECT, RIGHT_READ, 0), ==, 0);
        child_run(CHILD + i, map_everywhere, 40);
        while (stage == i)
            process_sleep(1);
    }
    CHECK(results[0], ==, E_LIMIT);
    make_child(CHILD + 2, 1);
    CHECK(object_map_patiently(CHILD + 2, OBJECT, PLACE, 1, READ, 10), ==, E_LIMIT);
    CHECK(process_end(CHILD + 2), ==, 0);
    test_expect_end(CHILD + 2, END_KILLED);
    go = 1;
    for (uint32_t i = 0; i < 2; i++)
        pairs += test_expect_end(CHILD + i, END_EXIT);
    CHECK(pairs, ==, OBJECT_REGIONS_MOST);
    base_expect(&request, TAG_RELEASE, 1, 0);
    test_expect_counts(&before);
    base_check_service();
    test_report("regions", regions);
}
