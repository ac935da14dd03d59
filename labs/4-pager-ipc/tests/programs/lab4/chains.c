// SPDX-License-Identifier: MIT
// Pagers that are paged themselves: a window behind a spill, and levels.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t stage, go, kept[UPPER_PAGES], found, wrong;
static volatile int32_t results[8];

static uint32_t *slot_of(const struct message *request)
{
    return pager_slot_memory(WINDOW, request->words[1]);
}

// Keeps word 0 of each page. Waits for `go` at each step: 1 to look at the slot, 2 to answer.
static int32_t keep_step_by_step(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (;;) {
        upper_receive(&request);
        stage = request.tag == TAG_FETCH ? 1 : request.tag == TAG_STORE ? 2 : 3;
        while (go < 1)
            process_sleep(1);
        if (request.tag == TAG_FETCH) {
            found = slot_of(&request)[1];
            *slot_of(&request) = kept[request.words[0]];
        } else if (request.tag == TAG_STORE) {
            kept[request.words[0]] = slot_of(&request)[0];
        }
        stage += 10;
        while (go < 2)
            process_sleep(1);
        if (request.tag != TAG_RELEASE)
            results[0] = pager_answer(request.words[1], 0);
        go = 0;
        stage = 0;
    }
    return 0;
}

static void await_stage(uint32_t wanted)
{
    for (uint32_t i = 0; stage != wanted; i++) {
        CHECK(i, <, 100u); // the pager never gets there
        process_sleep(1);
    }
}

static void make_upper_client(uint32_t process)
{
    make_child(process, 1);
    CHECK(object_map_into(process, UPPER, PLACE, UPPER_PAGES, WRITE), ==, 0);
}

// Evicts the slot page of the open request, has the base keep it, and checks where it is.
static void evict_slot(uint32_t slot)
{
    struct message store;

    evict(SPILL, slot, STORING_NOW);
    base_expect(&store, TAG_STORE, SPILL_BADGE, slot);
    base_serve(&store);
    CHECK(page_state(SPILL, slot), ==, (uint32_t)ABSENT);
}

// Serves the base until the pager gets to a stage.
static void serve_to_stage(uint32_t wanted)
{
    struct message request;
    for (uint32_t i = 0; stage != wanted; i++) {
        CHECK(i, <, 100u);
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}

// The page in a slot is stolen while its STORE is open: the pager gets it back by touching it.
void chain_store_stolen(const char *arguments)
{
    uint32_t value = 1 + test_random(1000000);

    (void)arguments;
    base_start(8);
    start_upper(CHILD, 2, 0, keep_step_by_step);
    make_upper_client(CHILD + 1);
    kept[3] = value;
    go = 2;
    child_run(CHILD + 1, write_word, PLACE + 3 * PAGE_BYTES + 4);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    CHECK(stage, ==, 0u);
    evict(UPPER, 3, STORING_NOW);
    await_stage(2);
    evict_slot(1);
    go = 1;
    serve_to_stage(12);
    CHECK(kept[3], ==, value); // what the page held before its slot was stolen
    go = 2;
    serve_to_stage(0);
    CHECK(page_state(UPPER, 3), ==, (uint32_t)ABSENT);
    CHECK(page_state(SPILL, 1), ==, (uint32_t)ABSENT);
    test_report("value", kept[3]);
}

// The page in a slot is stolen while its FETCH is open, before and after the pager has filled it:
// the answer waits until it is back, and nothing that the pager wrote is lost.
void chain_fetch_stolen(const char *arguments)
{
    uint32_t value = 1 + test_random(1000000);

    (void)arguments;
    base_start(8);
    start_upper(CHILD, 2, 0, keep_step_by_step);
    make_upper_client(CHILD + 1);
    kept[5] = value;
    child_run(CHILD + 1, read_word, PLACE + 5 * PAGE_BYTES);
    await_stage(1);
    evict_slot(0);
    go = 1;
    serve_to_stage(11);
    CHECK(found, ==, 0u);
    evict_slot(0); // filled, and stolen once more
    go = 2;
    base_serve_while_running(CHILD + 1);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, (int32_t)value);
    CHECK(results[0], ==, 0);
    test_report("value", value);
}

static int32_t write_two(uint32_t address)
{
    write_word(address);
    write_word(address + PAGE_BYTES);
    return 0;
}

// STORE is answered while the slot's page is on its way down: the slot is used again only when that
// is over, and what was in it is gone.
void chain_draining(const char *arguments)
{
    struct message store;

    (void)arguments;
    base_start(8);
    start_upper(CHILD, 3, 0, keep_step_by_step);
    for (uint32_t i = 1; i <= 3; i++)
        make_upper_client(CHILD + i);
    go = 2;
    child_run(CHILD + 1, write_two, PLACE);
    await_stage(1); // the second page, in slot 1
    go = 2;
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    evict(UPPER, 0, STORING_NOW); // in slot 2
    await_stage(2);
    go = 1;
    await_stage(12);
    evict(SPILL, 2, STORING_NOW);
    base_expect(&store, TAG_STORE, SPILL_BADGE, 2); // not answered yet
    struct test_counts before = test_counts();
    go = 2;
    await_stage(0);
    CHECK(results[0], ==, 0);
    CHECK(page_state(UPPER, 0), ==, (uint32_t)ABSENT);
    CHECK(page_state(SPILL, 2), ==, (uint32_t)STORING);
    // Two slots for two fetches, and none for a store as long as the third drains.
    child_run(CHILD + 2, read_word, PLACE + 7 * PAGE_BYTES);
    child_run(CHILD + 3, read_word, PLACE + 8 * PAGE_BYTES);
    await_wait(CHILD + 2, FOR_PAGE);
    await_wait(CHILD + 3, FOR_PAGE);
    evict(UPPER, 1, NO_SLOT);
    base_serve(&store);
    CHECK(page_state(SPILL, 2), ==, (uint32_t)ABSENT);
    // the stolen page, which nobody wanted any more, is free
    CHECK(test_counts().lent_frames, ==, before.lent_frames - 1);
    evict(UPPER, 1, STORING_NOW);
    for (uint32_t i = 0; i < 3; i++) {
        await_stage(i < 2 ? 1 : 2);
        for (go = 2; go != 0;)
            process_sleep(1);
    }
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 0);
    CHECK(test_expect_end(CHILD + 3, END_EXIT), ==, 0);
    base_expect_nothing();
    test_report("done", 1);
}

// --- contents, when pages are stolen from the object and from the window at any moment

static uint32_t kept_pages[UPPER_PAGES][PAGE_WORDS];

static int32_t keep_pages_whole(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (;;) {
        upper_receive(&request);
        if (request.tag == TAG_FETCH)
            memcpy(slot_of(&request), kept_pages[request.words[0]], PAGE_BYTES);
        else if (request.tag == TAG_STORE)
            memcpy(kept_pages[request.words[0]], slot_of(&request), PAGE_BYTES);
        if (request.tag != TAG_RELEASE && pager_answer(request.words[1], 0) != 0)
            wrong++;
    }
    return 0;
}

void chain_contents(const char *arguments)
{
    struct message request;
    uint32_t stolen = 0, slots_stolen = 0;

    (void)arguments;
    base_start(8);
    start_upper(CHILD, 6, 0, keep_pages_whole);
    make_upper_client(CHILD + 1);
    child_run(CHILD + 1, work_in_pages, 1 + test_random(1000000));
    while (work_in_pages_done == 0) {
        if (base_receive(&request, 1))
            base_serve(&request);
        for (uint32_t i = 0; i < 3; i++) {
            stolen += test_call(TEST_EVICT, UPPER, test_random(UPPER_PAGES), 0) == STORING_NOW;
            slots_stolen += test_call(TEST_EVICT, SPILL, test_random(6), 0) == STORING_NOW;
        }
    }
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    CHECK(wrong, ==, 0u);
    CHECK(stolen, >, 10u);
    CHECK(slots_stolen, >, 5u);
    test_report("done", work_in_pages_done);
}

// --- levels

static int32_t back_oneself(uint32_t argument)
{
    (void)argument;
    CHECK(port_create(CHILD_OWN), ==, 0);
    // Its own object cannot be its spill: it has none before it is a pager. Nor an object of a
    // pager that it maps as well, if the level were above the highest.
    results[0] = object_create(CHILD_OWN + 1, 4, 1, 0);
    results[1] = pager_create(CHILD_OWN, WINDOW, 4, 0, 0); // maps paged memory: not level 0
    results[2] = pager_create(CHILD_OWN, WINDOW, 4, CHILD_OBJECT, 0);
    results[3] = object_create(CHILD_OWN + 1, 4, 1, 0);
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN + 1};
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    results[4] = object_map_patiently(0, CHILD_OWN + 1, PLACE + 0x1000000, 4, WRITE, 10);
    stage = 1;
    while (go == 0)
        process_sleep(1);
    return 0;
}

// Nobody backs himself, directly or in a ring.
void levels_rise(const char *arguments)
{
    struct message offer = {.port = PORT, .accept = UPPER};

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 8, 1, 0);
    base_object(SPILL, 8, 2, 0);
    CHECK(object_map_patiently(0, OBJECT, PLACE, 8, READ, 10), ==, E_LEVEL); // its own
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, READ);
    CHECK(capability_give(CHILD, SPILL, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(CHILD, back_oneself, 0);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    while (stage != 1)
        process_sleep(1);
    CHECK(results[0], ==, E_STATE);
    CHECK(results[1], ==, E_LEVEL);
    CHECK(results[2], ==, 0); // level 1: above the base, which it maps
    CHECK(results[3], ==, 0);
    CHECK(results[4], ==, E_LEVEL);
    // Whoever maps: the base would wait for one above it.
    CHECK(object_map_patiently(0, UPPER, PLACE, 4, READ, 10), ==, E_LEVEL);
    CHECK(object_map_patiently(CHILD, UPPER, PLACE + 0x2000000, 4, READ, 10), ==, E_LEVEL);
    CHECK(object_map_patiently(CHILD, OBJECT, PLACE + 0x2000000, 4, READ, 10), ==, 0);
    // An ordinary process maps what it likes.
    make_child(CHILD + 1, 1);
    map(CHILD + 1, UPPER, PLACE, 0, 4, READ);
    map(CHILD + 1, OBJECT, PLACE + 0x100000, 0, 4, READ);
    // The spill is the window's alone.
    CHECK(object_map_patiently(CHILD + 1, SPILL, PLACE + 0x200000, 4, READ, 10), ==, E_BUSY);
    CHECK(object_destroy(SPILL), ==, E_BUSY);
    go = 1;
    test_expect_end(CHILD, END_EXIT);
    test_report("done", 1);
}

static volatile uint32_t created[8];

// Becomes a pager on top of CHILD_OBJECT, and passes a spill on for the next one.
static int32_t climb(uint32_t level)
{
    struct message offer = {.port = CHILD_PORT, .capability = CHILD_OWN + 1};

    CHECK(port_create(CHILD_OWN), ==, 0);
    created[level] = (uint32_t)pager_create(CHILD_OWN, WINDOW, 2, CHILD_OBJECT, 0);
    if (created[level] != 0)
        return (int32_t)created[level];
    CHECK(object_create(CHILD_OWN + 1, 2, level, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    while (go == 0)
        process_sleep(1);
    return 0;
}

// Seven levels and no more; and when the lowest ends, so do all above it.
void levels_end(const char *arguments)
{
    struct message offer = {.port = PORT};

    (void)arguments;
    base_start(4);
    base_object(SPARE, 2, 1, 0);
    struct test_counts before = test_counts();
    for (uint32_t level = 1; level <= PAGER_LEVEL_MOST; level++) {
        make_child(CHILD + level, 1);
        CHECK(capability_give(CHILD + level, SPARE + (level == 1 ? 0 : 1), CHILD_OBJECT,
                              RIGHT_READ | RIGHT_WRITE, 0),
              ==, 0);
        if (level > 1)
            CHECK(capability_drop(SPARE + 1), ==, 0);
        child_run(CHILD + level, climb, level);
        offer.accept = SPARE + 1;
        CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
        CHECK(created[level], ==, 0u);
    }
    make_child(CHILD, 1);
    CHECK(capability_give(CHILD, SPARE + 1, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    CHECK(capability_drop(SPARE + 1), ==, 0);
    child_run(CHILD, climb, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, E_LEVEL);
    CHECK(process_end(CHILD + 1), ==, 0);
    test_expect_end(CHILD + 1, END_KILLED);
    for (uint32_t level = 2; level <= PAGER_LEVEL_MOST; level++)
        test_expect_end(CHILD + level, END_SPILL_DIED);
    struct message request;
    base_expect(&request, TAG_RELEASE, 1, 0);
    test_expect_counts(&before);
    test_report("levels", PAGER_LEVEL_MOST);
}

// What pager_create refuses.
void levels_errors(const char *arguments)
{
    (void)arguments;
    CHECK(port_create(PORT), ==, 0);
    CHECK(pager_create(PORT, WINDOW, 1, 0, 0), ==, E_ARGUMENT);
    CHECK(pager_create(PORT, WINDOW, 65, 0, 0), ==, E_ARGUMENT);
    CHECK(pager_create(PORT, WINDOW + 1, 4, 0, 0), ==, E_ADDRESS);
    CHECK(pager_create(PORT, 0, 4, 0, 0), ==, E_ADDRESS);
    CHECK(pager_create(PORT, USER_END - PAGE_BYTES, 4, 0, 0), ==, E_ADDRESS);
    CHECK(pager_create(PORT, (uint32_t)levels_errors & ~0xfffu, 4, 0, 0), ==, E_ADDRESS);
    CHECK(pager_create(SPARE, WINDOW, 4, 0, 0), ==, E_EMPTY);
    CHECK(capability_copy(PORT, SPARE, RIGHT_SEND, 0), ==, 0);
    CHECK(pager_create(SPARE, WINDOW, 4, 0, 0), ==, E_RIGHTS);
    CHECK(pager_create(PORT, WINDOW, 4, HANDLE_SELF, 0), ==, E_KIND);
    CHECK(pager_create(PORT, WINDOW, 4, HANDLE_STACK, 0), ==, E_ARGUMENT); // wired: no spill
    struct test_counts before = test_counts();
    CHECK(pager_create(PORT, WINDOW, 64, 0, 0), ==, 0);
    CHECK(pager_create(PORT, WINDOW, 64, 0, 0), ==, E_STATE);
    CHECK(test_counts().free_frames, ==,
          before.free_frames - 2); // itself, and a table for its window
    CHECK(object_create(OBJECT, 0, 1, 0), ==, E_ARGUMENT);
    CHECK(object_create(OBJECT, 5, 1, 2), ==, E_ARGUMENT);
    CHECK(object_create(OBJECT, OBJECT_PAGES_MOST + 1, 1, 0), ==, E_LIMIT);
    CHECK(object_create(PORT, 5, 1, 0), ==, E_OCCUPIED);
    CHECK(object_create(OBJECT, OBJECT_PAGES_MOST, 1, 0), ==, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(capability_inspect(OBJECT), ==, E_EMPTY);
    base_check_service(); // what was refused left nothing behind
    test_report("done", 1);
}
