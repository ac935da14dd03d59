// SPDX-License-Identifier: MIT
// Pages on their way from an object to the pager, and back again.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t go, done;

// One client with the whole object mapped writable; the boot process maps nothing of it.
static void start(uint32_t slots, uint32_t pages, uint32_t children)
{
    base_start(slots);
    base_held_object(OBJECT, pages, 1, 0);
    for (uint32_t i = 0; i < children; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, pages, WRITE);
    }
}

// Does what it is told through `go`: 1 + page writes go_value there, 101 + page reads, 200 ends.
static volatile uint32_t go_value, go_result;

static int32_t obey(uint32_t argument)
{
    (void)argument;
    for (;;) {
        while (go == 0)
            process_sleep(1);
        uint32_t order = go;
        if (order == 200)
            return 0;
        volatile uint32_t *words = (uint32_t *)(PLACE + (order - 1) % 100 * PAGE_BYTES);
        if (order > 100) {
            go_result = words[7];
            for (uint32_t i = 0; i < PAGE_WORDS; i++)
                CHECK(words[i], ==, words[7] + i - 7);
        } else {
            for (uint32_t i = 0; i < PAGE_WORDS; i++)
                words[i] = go_value + i;
        }
        go = 0;
        done++;
    }
}

static void order_write(uint32_t page, uint32_t value)
{
    go_value = value;
    go = 1 + page;
}

static void order_read(uint32_t page)
{
    go = 101 + page;
}

// Until the order is carried out; requests are served meanwhile.
static void carry_out(void)
{
    struct message request;
    while (go != 0) {
        if (base_receive(&request, 1))
            base_serve(&request);
    }
}

static void end_client(void)
{
    go = 200;
    base_serve_while_running(CHILD);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
}

// Written, evicted, touched again: the contents are back, many times over.
void store_contents(const char *arguments)
{
    uint32_t values[8] = {0}, sum = 0;

    (void)arguments;
    start(4, 8, 1);
    child_run(CHILD, obey, 0);
    for (uint32_t i = 0; i < 60; i++) {
        uint32_t page = test_random(8);
        if (values[page] == 0 || test_random(2)) {
            values[page] = 1 + test_random(1000000);
            order_write(page, values[page]);
            carry_out();
        } else {
            order_read(page);
            carry_out();
            CHECK(go_result, ==, values[page] + 7);
            sum += go_result;
        }
        if (test_random(3) != 0) {
            struct message request;
            if (test_call(TEST_EVICT, OBJECT, page, 0) == STORING_NOW) {
                base_expect(&request, TAG_STORE, 1, page);
                base_serve(&request);
            }
            CHECK(page_state(OBJECT, page), ==, (uint32_t)ABSENT);
        }
    }
    end_client();
    test_report("sum", sum);
}

// Every order in which a page is evicted, received, answered and touched again.
void store_orders(const char *arguments)
{
    struct message store, fetch;

    (void)arguments;
    start(4, 4, 1);
    child_run(CHILD, obey, 0);
    for (uint32_t order = 0; order < 3; order++) {
        for (uint32_t page = 0; page < 4; page++) {
            uint32_t value = 1 + test_random(1000000);
            order_write(page, value);
            carry_out();
            evict(OBJECT, page, STORING_NOW);
            if (order == 0) // touched before the pager has received the request
                order_read(page), await_wait(CHILD, FOR_PAGE);
            base_expect(&store, TAG_STORE, 1, page);
            CHECK(page_state(OBJECT, page), ==, (uint32_t)STORING);
            if (order == 1) // after that, but before it is answered
                order_read(page), await_wait(CHILD, FOR_PAGE);
            base_expect_nothing(); // one request a page at a time
            base_handle(&store);
            CHECK(base_memory[1][page][7], ==, value + 7);
            CHECK(pager_answer(store.words[1], 0), ==, 0);
            if (order == 2) // when all is over
                order_read(page);
            base_expect(&fetch, TAG_FETCH, 1, page);
            base_serve(&fetch);
            carry_out();
            CHECK(go_result, ==, value + 7);
        }
    }
    end_client();
    CHECK(base_stores, ==, 12u);
    test_report("stores", base_stores);
}

// Two pages of one object, their requests answered crosswise.
void store_crosswise(const char *arguments)
{
    struct message first, second;
    uint32_t value = 1 + test_random(1000000);

    (void)arguments;
    start(6, 4, 1);
    child_run(CHILD, obey, 0);
    order_write(0, value);
    carry_out();
    order_write(1, value + 50000);
    carry_out();
    evict(OBJECT, 0, STORING_NOW);
    evict(OBJECT, 1, STORING_NOW);
    base_expect(&first, TAG_STORE, 1, 0);
    base_expect(&second, TAG_STORE, 1, 1);
    base_serve(&second);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)STORING);
    CHECK(page_state(OBJECT, 1), ==, (uint32_t)ABSENT);
    order_read(1);
    base_expect(&second, TAG_FETCH, 1, 1);
    base_serve(&first);
    base_serve(&second);
    carry_out();
    CHECK(go_result, ==, value + 50007);
    order_read(0);
    carry_out();
    CHECK(go_result, ==, value + 7);
    end_client();
    test_report("value", go_result - 7);
}

// A page that was only read since it came goes without a request.
void store_clean(const char *arguments)
{
    struct message request;

    (void)arguments;
    start(4, 4, 1);
    child_run(CHILD, obey, 0);
    base_memory[1][2][0] = 0;
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        base_memory[1][2][i] = 500 + i;
    struct test_counts before = test_counts();
    order_read(2);
    carry_out();
    evict(OBJECT, 2, FREED); // the pager filled it, but that is no change
    CHECK(page_state(OBJECT, 2), ==, (uint32_t)ABSENT);
    CHECK(test_counts().free_frames, ==, before.free_frames);
    order_write(2, 9000);
    carry_out();
    evict(OBJECT, 2, STORING_NOW);
    base_expect(&request, TAG_STORE, 1, 2);
    base_serve(&request);
    order_read(2);
    carry_out();
    evict(OBJECT, 2, FREED); // stored, fetched again, and not changed since
    order_read(2);
    carry_out();
    CHECK(go_result, ==, 9007u);
    end_client();
    CHECK(base_stores, ==, 1u);
    test_report("stores", base_stores);
}

static int32_t write_at(uint32_t address)
{
    *(volatile uint32_t *)address = WRITTEN + (address & 0xfff);
    done++;
    while (go != 200)
        process_sleep(1);
    return 0;
}

// One of three who map the page has written: whoever's bit it is, it counts.
void store_shared(const char *arguments)
{
    struct message request;
    uint32_t writer = test_random(3);

    (void)arguments;
    start(4, 4, 3);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t which = (writer + 1 + i) % 3; // the writer comes last
        child_run(CHILD + which, which == writer ? write_at : read_word, PLACE + PAGE_BYTES + 12);
        if (i == 0) {
            base_expect(&request, TAG_FETCH, 1, 1);
            base_serve(&request);
        }
        if (which != writer)
            CHECK(test_expect_end(CHILD + which, END_EXIT), ==, 0);
    }
    while (done == 0)
        process_sleep(1);
    evict(OBJECT, 1, STORING_NOW);
    base_expect(&request, TAG_STORE, 1, 1);
    base_serve(&request);
    CHECK(base_memory[1][1][3], ==, WRITTEN + 12);
    go = 200;
    CHECK(test_expect_end(CHILD + writer, END_EXIT), ==, 0);
    test_report("writer", writer);
}

// The writer has ended when the page is evicted: its mapping is gone, what it wrote is not.
void store_after_exit(const char *arguments)
{
    struct message request;

    (void)arguments;
    start(4, 4, 2);
    child_run(CHILD, write_word, PLACE + 3 * PAGE_BYTES);
    base_expect(&request, TAG_FETCH, 1, 3);
    base_serve(&request);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    evict(OBJECT, 3, STORING_NOW);
    base_expect(&request, TAG_STORE, 1, 3);
    base_serve(&request);
    CHECK(base_memory[1][3][0], ==, WRITTEN);
    child_run(CHILD + 1, read_word, PLACE + 3 * PAGE_BYTES);
    base_expect(&request, TAG_FETCH, 1, 3);
    base_serve(&request);
    uint32_t value = (uint32_t)test_expect_end(CHILD + 1, END_EXIT);
    test_report("value", value);
}

static volatile uint32_t counts[4];

// Adds up in four pages for as long as it runs, at any moment.
static int32_t count_in_pages(uint32_t argument)
{
    uint32_t state = argument;
    while (go != 200) {
        state = state * 1103515245 + 12345;
        uint32_t page = state >> 20 & 3, word = state >> 8 & 1023;
        ((volatile uint32_t *)(PLACE + page * PAGE_BYTES))[word]++;
        counts[page]++;
    }
    return 0;
}

// Evicted at any moment while somebody writes: not one write is lost.
void store_race(const char *arguments)
{
    struct message request;
    uint32_t evictions = 0;

    (void)arguments;
    start(6, 4, 1);
    child_run(CHILD, count_in_pages, 1 + test_random(1000000));
    for (uint32_t i = 0; i < 150; i++) {
        while (base_receive(&request, 1))
            base_serve(&request);
        int32_t result = test_call(TEST_EVICT, OBJECT, i % 4, 0);
        evictions += result == STORING_NOW;
    }
    go = 200;
    base_serve_while_running(CHILD);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    for (uint32_t page = 0; page < 4; page++) {
        uint32_t sum = 0;
        if (test_call(TEST_EVICT, OBJECT, page, 0) == STORING_NOW) {
            base_expect(&request, TAG_STORE, 1, page);
            base_serve(&request);
        }
        for (uint32_t i = 0; i < PAGE_WORDS; i++)
            sum += base_memory[1][page][i];
        CHECK(sum, ==, counts[page]);
    }
    CHECK(evictions, >, 80u);
    test_report("done", 1);
}

// The pager could not store it: whoever touches the page ends, and never sees older contents.
void store_error(const char *arguments)
{
    struct message request;

    (void)arguments;
    start(4, 4, 3);
    child_run(CHILD, write_word, PLACE);
    base_expect(&request, TAG_FETCH, 1, 0);
    base_serve(&request);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    struct test_counts before = test_counts();
    evict(OBJECT, 0, STORING_NOW);
    base_expect(&request, TAG_STORE, 1, 0);
    child_run(CHILD + 1, read_word, PLACE);
    await_wait(CHILD + 1, FOR_PAGE);
    CHECK(pager_answer(request.words[1], E_NO_MEMORY), ==, 0);
    test_expect_end(CHILD + 1, END_STORE_FAILED);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)FAILED);
    CHECK(test_counts().free_frames, >, before.free_frames);
    child_run(CHILD + 2, read_word, PLACE);
    test_expect_end(CHILD + 2, END_STORE_FAILED);
    base_expect_nothing(); // it was not fetched
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 4, WRITE);
    child_run(CHILD, read_word, PLACE + PAGE_BYTES); // its neighbour is well
    base_expect(&request, TAG_FETCH, 1, 1);
    base_serve(&request);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("done", 1);
}

// No slot for a store: the page stays, with what was written.
void store_no_slot(const char *arguments)
{
    struct message requests[3];

    (void)arguments;
    start(3, 8, 1);
    child_run(CHILD, obey, 0);
    for (uint32_t page = 0; page < 4; page++) {
        order_write(page, 1000 * page);
        carry_out();
    }
    evict(OBJECT, 0, STORING_NOW);
    evict(OBJECT, 1, STORING_NOW);
    evict(OBJECT, 2, NO_SLOT); // the third is kept for fetches
    CHECK(page_state(OBJECT, 2), ==, (uint32_t)RESIDENT);
    order_read(2);
    carry_out();
    CHECK(go_result, ==, 2007u);
    order_read(3); // nobody took that one away
    carry_out();
    CHECK(go_result, ==, 3007u);
    evict(OBJECT, 2, STORING_NOW); // the others were stored meanwhile
    base_expect(&requests[0], TAG_STORE, 1, 2);
    base_serve(&requests[0]);
    CHECK(base_memory[1][2][0], ==, 2000u);
    end_client();
    test_report("stored", base_stores);
}
