// SPDX-License-Identifier: MIT
// Objects that are kept, synchronized, and released.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t stage, go;

static int32_t write_some(uint32_t mask)
{
    for (uint32_t i = 0; i < 8; i++) {
        if (mask >> i & 1)
            *(volatile uint32_t *)(PLACE + i * PAGE_BYTES) = WRITTEN + i;
        else
            read_word(PLACE + i * PAGE_BYTES);
    }
    stage = 1;
    while (go == 0)
        process_sleep(1);
    return 0;
}

static uint32_t count_bits(uint32_t mask)
{
    uint32_t bits = 0;
    for (; mask != 0; mask >>= 1)
        bits += mask & 1;
    return bits;
}

#define SLICE_PAGES 32 // more than WORK_SLICE_PAGES in kernel/thread/work.h

static int32_t write_slice(uint32_t address)
{
    for (uint32_t i = 0; i < SLICE_PAGES; i++)
        *(volatile uint32_t *)(address + i * PAGE_BYTES) = i;
    stage = 1;
    while (go == 0)
        process_sleep(1);
    return 0;
}

// The pager answers the last STORE before the kernel has found out that it was the last: it is
// told once that the object is not used.
static void release_whole_slice(void)
{
    struct message request;

    base_object(OBJECT, 2 * SLICE_PAGES, 4, OBJECT_KEEP);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 2 * SLICE_PAGES, WRITE);
    stage = go = 0;
    child_run(CHILD, write_slice, PLACE);
    base_serve_until(&stage);
    go = 1;
    for (uint32_t i = 0; i < SLICE_PAGES; i++) {
        CHECK(base_receive(&request, 20), ==, true);
        CHECK(request.tag, ==, TAG_STORE);
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
    process_sleep(2);
    base_expect(&request, TAG_RELEASE, 4, 0);
    base_expect_nothing();
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
}

// The notice comes when nobody uses the object any more, and not before.
void release_notice(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(PAGER_SLOTS_MOST);
    struct test_counts before = test_counts();
    base_object(OBJECT, 8, 3, 0);
    make_child(CHILD, 1);
    make_child(CHILD + 1, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    map(CHILD, OBJECT, PLACE + 0x100000, 0, 8, WRITE);
    CHECK(capability_give(CHILD + 1, OBJECT, CHILD_OBJECT, RIGHT_READ | RIGHT_PASS, 0), ==, 0);
    CHECK(object_destroy(OBJECT), ==, E_BUSY);
    CHECK(capability_drop(OBJECT), ==, E_BUSY);
    CHECK(region_unmap(CHILD, PLACE), ==, 0);
    base_expect_nothing();
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    base_expect_nothing(); // there is a capability still
    CHECK(object_destroy(OBJECT), ==, E_BUSY);
    CHECK(process_end(CHILD + 1), ==, 0);
    test_expect_end(CHILD + 1, END_KILLED);
    base_expect(&request, TAG_RELEASE, 3, 0);
    base_expect_nothing();
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(object_destroy(OBJECT), ==, E_EMPTY);
    test_expect_counts(&before);
    // It is a notice: given out again meanwhile, the object is in use.
    base_object(OBJECT, 8, 4, 0);
    CHECK(capability_copy(OBJECT, SPARE, RIGHT_READ, 0), ==, 0);
    CHECK(capability_drop(SPARE), ==, 0);
    CHECK(capability_copy(OBJECT, SPARE, RIGHT_READ, 0), ==, 0);
    base_expect(&request, TAG_RELEASE, 4, 0);
    CHECK(object_destroy(OBJECT), ==, E_BUSY);
    // Revoking ends all copies but the owner's: that counts as well.
    CHECK(capability_copy(SPARE, SPARE + 1, RIGHT_READ, 0), ==, 0);
    CHECK(capability_revoke(OBJECT), ==, 0);
    CHECK(capability_inspect(SPARE), ==, E_STALE);
    CHECK(capability_inspect(SPARE + 1), ==, E_STALE);
    base_expect(&request, TAG_RELEASE, 4, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    CHECK(capability_drop(SPARE), ==, 0);
    CHECK(capability_drop(SPARE + 1), ==, 0);
    test_expect_counts(&before);
    // An open request uses it, too, though nobody waits for the page any more.
    base_object(OBJECT, 8, 5, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, READ);
    child_run(CHILD, read_word, PLACE);
    base_expect(&request, TAG_FETCH, 5, 0);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    CHECK(object_destroy(OBJECT), ==, E_BUSY);
    uint32_t slot_word = request.words[1];
    base_expect_nothing();
    CHECK(pager_answer(slot_word, 0), ==, 0);
    base_expect(&request, TAG_RELEASE, 5, 0);
    CHECK(object_destroy(OBJECT), ==, 0);
    test_expect_counts(&before);
    release_whole_slice();
    test_expect_counts(&before);
    test_report("done", 1);
}

// A page that could not be stored does not keep its object from going.
static void destroy_with_lost_page(void)
{
    struct message request;

    base_object(OBJECT, 8, 3, OBJECT_KEEP);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, write_word, PLACE);
    base_expect(&request, TAG_FETCH, 3, 0);
    base_serve(&request);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    base_expect(&request, TAG_STORE, 3, 0);
    CHECK(pager_answer(request.words[1], E_NO_MEMORY), ==, 0);
    base_expect(&request, TAG_RELEASE, 3, 0);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)FAILED);
    CHECK(object_destroy(OBJECT), ==, 0);
}

// A file's dirty pages are stored before it goes; scratch memory is dropped.
void release_keep(const char *arguments)
{
    struct message request;
    uint32_t mask = 0x5d | test_random(128); // more pages than there are slots for them

    (void)arguments;
    base_start(4);
    struct test_counts before = test_counts();
    for (uint32_t keep = 0; keep < 2; keep++) {
        base_object(OBJECT, 8, 1 + keep, keep ? OBJECT_KEEP : 0);
        make_child(CHILD, 1);
        map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
        stage = go = 0;
        child_run(CHILD, write_some, mask);
        base_serve_until(&stage);
        base_stores = 0;
        go = 1;
        test_expect_end(CHILD, END_EXIT);
        do {
            CHECK(base_receive(&request, 20), ==, true);
            base_serve(&request);
        } while (request.tag != TAG_RELEASE);
        CHECK(base_stores, ==, keep ? count_bits(mask) : 0);
        base_expect_nothing();
        CHECK(object_destroy(OBJECT), ==, 0);
        test_expect_counts(&before);
    }
    for (uint32_t i = 0; i < 8; i++) {
        CHECK(base_memory[1][i][0], ==, 0u);
        CHECK(base_memory[2][i][0], ==, mask >> i & 1 ? WRITTEN + i : 0);
    }
    destroy_with_lost_page();
    test_expect_counts(&before);
    test_report("stores", base_stores);
}

static int32_t synchronize(uint32_t handle)
{
    int32_t result = object_sync(handle);
    stage++;
    return result;
}

// Each dirty page once; they stay where they are, clean.
void sync_once(const char *arguments)
{
    uint32_t mask = 0x5d | test_random(128);

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 8, 1, OBJECT_KEEP);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, write_some, mask);
    base_serve_until(&stage);
    for (uint32_t round = 0; round < 2; round++) {
        make_child(CHILD + 1, 1);
        CHECK(capability_give(CHILD + 1, OBJECT, CHILD_OBJECT, RIGHT_READ, 0), ==, 0);
        child_run(CHILD + 1, synchronize, CHILD_OBJECT);
        base_serve_while_running(CHILD + 1);
        CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
        CHECK(base_stores, ==, count_bits(mask)); // nothing more in the second round
        for (uint32_t i = 0; i < 8; i++)
            CHECK(page_state(OBJECT, i), ==, (uint32_t)RESIDENT);
    }
    for (uint32_t i = 0; i < 8; i++) {
        CHECK(base_memory[1][i][0], ==, mask >> i & 1 ? WRITTEN + i : 0);
        evict(OBJECT, i, FREED); // it is clean
    }
    go = 1;
    test_expect_end(CHILD, END_EXIT);
    test_report("stores", base_stores);
}

// Sync waits until all is stored; who touches a page meanwhile waits for that page only.
void sync_waits(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(3); // two stores at a time
    base_object(OBJECT, 8, 1, OBJECT_KEEP);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, write_some, 0xff);
    base_serve_until(&stage);
    make_child(CHILD + 1, 1);
    CHECK(capability_give(CHILD + 1, OBJECT, CHILD_OBJECT, RIGHT_READ, 0), ==, 0);
    stage = 0;
    child_run(CHILD + 1, synchronize, CHILD_OBJECT);
    for (uint32_t i = 0; i < 8; i++) {
        base_expect(&request, TAG_STORE, 1, i);
        CHECK(stage, ==, 0u);
        CHECK(page_state(OBJECT, i), ==, (uint32_t)STORING);
        base_serve(&request);
        CHECK(page_state(OBJECT, i), ==, (uint32_t)RESIDENT);
    }
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 0);
    go = 1;
    test_expect_end(CHILD, END_EXIT);
    test_report("stores", base_stores);
}

// What sync says when the pager fails, or ends.
static int32_t end_on_store(uint32_t argument)
{
    struct message request;

    (void)argument;
    for (;;) {
        upper_receive(&request);
        if (request.tag == TAG_STORE)
            return 0;
        CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
}

void sync_reports(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 8, 1, OBJECT_KEEP);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, write_some, 6);
    base_serve_until(&stage);
    make_child(CHILD + 1, 1);
    CHECK(capability_give(CHILD + 1, OBJECT, CHILD_OBJECT, RIGHT_READ, 0), ==, 0);
    child_run(CHILD + 1, synchronize, CHILD_OBJECT);
    base_expect(&request, TAG_STORE, 1, 1);
    CHECK(pager_answer(request.words[1], -5), ==, 0);
    base_expect(&request, TAG_STORE, 1, 2);
    base_serve(&request);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, E_PAGER);
    CHECK(page_state(OBJECT, 1), ==, (uint32_t)FAILED);
    CHECK(page_state(OBJECT, 2), ==, (uint32_t)RESIDENT);
    go = 1;
    test_expect_end(CHILD, END_EXIT);
    // A pager that ends instead
    stage = go = 0;
    start_upper(CHILD, 4, 0, end_on_store);
    make_child(CHILD + 1, 1);
    map(CHILD + 1, UPPER, PLACE, 0, 8, WRITE);
    child_run(CHILD + 1, write_some, 6);
    base_serve_until(&stage);
    make_child(CHILD + 2, 1);
    CHECK(capability_give(CHILD + 2, UPPER, CHILD_OBJECT, RIGHT_READ, 0), ==, 0);
    child_run(CHILD + 2, synchronize, CHILD_OBJECT);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, E_STALE);
    test_expect_end(CHILD, END_EXIT);
    go = 1;
    test_expect_end(CHILD + 1, END_EXIT);
    test_report("done", 1);
}
