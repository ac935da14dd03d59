// SPDX-License-Identifier: MIT
// Pages on their way from the pager to an object.
#include "common/string.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile uint32_t done;

static int32_t read_and_tell(uint32_t address)
{
    int32_t value = read_word(address);
    done++;
    return value;
}

static void fill_base(uint32_t badge, uint32_t pages)
{
    for (uint32_t page = 0; page < pages; page++) {
        for (uint32_t i = 0; i < PAGE_WORDS; i++)
            base_memory[badge][page][i] = badge << 24 | page << 12 | i;
    }
}

// The first touch of a page, step by step.
void fetch_first_touch(const char *arguments)
{
    struct message request;
    uint32_t page = test_random(BASE_PAGES), word = test_random(1000), value = test_random(1000000);

    (void)arguments;
    base_start(8);
    base_object(OBJECT, BASE_PAGES, 5, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, BASE_PAGES, READ);
    struct test_counts before = test_counts();
    child_run(CHILD, read_and_tell, PLACE + page * PAGE_BYTES + word * 4);
    base_expect(&request, TAG_FETCH, 5, page);
    CHECK(page_state(OBJECT, page), ==, (uint32_t)FETCHING);
    struct test_counts open = test_counts();
    CHECK(open.lent_frames, ==, before.lent_frames + 1);
    CHECK(open.paged_frames, ==, before.paged_frames);
    CHECK(test_call(TEST_PROCESS_WAIT, CHILD, 0, 0), ==, FOR_PAGE);
    uint32_t *slot = base_slot(&request);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        CHECK(slot[i], ==, 0u);
    slot[word] = value;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(page_state(OBJECT, page), ==, (uint32_t)RESIDENT);
    struct test_counts after = test_counts();
    CHECK(after.lent_frames, ==, before.lent_frames);
    CHECK(after.paged_frames, ==, before.paged_frames + 1);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, (int32_t)value);
    test_report("page", page);
    test_report("value", value);
}

static int32_t read_then_write(uint32_t address)
{
    uint32_t first = (uint32_t)read_word(address);
    write_word(address);
    uint32_t second = (uint32_t)read_word(address + PAGE_BYTES);
    write_word(address + PAGE_BYTES);
    CHECK((uint32_t)read_word(address), ==, WRITTEN);
    return (int32_t)(first + second);
}

// A page that was fetched for reading can be written to without another request.
void fetch_read_then_write(const char *arguments)
{
    (void)arguments;
    base_start(4);
    fill_base(3, 8);
    base_object(OBJECT, 8, 3, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, WRITE);
    child_run(CHILD, read_then_write, PLACE + 2 * PAGE_BYTES);
    base_serve_while_running(CHILD);
    int32_t sum = test_expect_end(CHILD, END_EXIT);
    CHECK((uint32_t)sum, ==, base_memory[3][2][0] + base_memory[3][3][0]);
    CHECK(base_fetches, ==, 2u);
    test_report("fetches", base_fetches);
}

// Twelve processes touch the same page: it is fetched once.
void fetch_shared(const char *arguments)
{
    struct message request;
    uint32_t value = test_random(1000000), sum = 0;

    (void)arguments;
    base_start(8);
    base_held_object(OBJECT, 4, 1, 0);
    for (uint32_t i = 0; i < 12; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 4, READ);
        child_run(CHILD + i, read_and_tell, PLACE + PAGE_BYTES);
        await_wait(CHILD + i, FOR_PAGE);
    }
    base_expect(&request, TAG_FETCH, 1, 1);
    *base_slot(&request) = value;
    base_expect_nothing();
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    for (uint32_t i = 0; i < 12; i++)
        sum += (uint32_t)test_expect_end(CHILD + i, END_EXIT);
    CHECK(done, ==, 12u);
    base_expect_nothing();
    test_report("sum", sum);
}

// A region shows a part of its object: which page is asked for?
void fetch_middle(const char *arguments)
{
    uint32_t first = 5 + test_random(10), sum = 0;

    (void)arguments;
    base_start(4);
    fill_base(2, BASE_PAGES);
    base_object(OBJECT, BASE_PAGES, 2, 0);
    for (uint32_t i = 0; i < 6; i++) {
        make_child(CHILD, i);
        map(CHILD, OBJECT, PLACE + 7 * PAGE_BYTES, first, 6, READ);
        child_run(CHILD, read_and_tell, PLACE + (7 + i) * PAGE_BYTES);
        base_serve_while_running(CHILD);
        int32_t value = test_expect_end(CHILD, END_EXIT);
        CHECK((uint32_t)value, ==, base_memory[2][first + i][0]);
        sum += (uint32_t)value;
    }
    test_report("sum", sum);
}

// The last page of an object, and the first that it does not have.
void fetch_last_page(const char *arguments)
{
    (void)arguments;
    base_start(4);
    fill_base(2, BASE_PAGES);
    base_held_object(OBJECT, 20, 2, 0);
    make_child(CHILD, 1);
    CHECK(region_map(REGION_WORD(CHILD, OBJECT, READ), PLACE, 0, 21, 10), ==, E_ARGUMENT);
    CHECK(region_map(REGION_WORD(CHILD, OBJECT, READ), PLACE, 20, 1, 10), ==, E_ARGUMENT);
    CHECK(region_map(REGION_WORD(CHILD, OBJECT, READ), PLACE, 1, 0xffffffffu, 10), ==, E_ARGUMENT);
    CHECK(region_map(REGION_WORD(CHILD, OBJECT, READ), PLACE, 0, 0, 10), ==, E_ARGUMENT);
    map(CHILD, OBJECT, PLACE, 0, 20, READ);
    child_run(CHILD, read_and_tell, PLACE + 20 * PAGE_BYTES - 4);
    base_serve_while_running(CHILD);
    uint32_t last = (uint32_t)test_expect_end(CHILD, END_EXIT);
    CHECK(last, ==, base_memory[2][19][PAGE_WORDS - 1]);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 20, READ);
    child_run(CHILD, read_and_tell, PLACE + 20 * PAGE_BYTES);
    test_expect_end(CHILD, END_NO_REGION);
    base_expect_nothing();
    test_report("last", last);
}

// Requests come in the order in which they began, and may be answered in any.
void fetch_order(const char *arguments)
{
    struct message requests[6];
    uint32_t sum = 0;

    (void)arguments;
    base_start(8);
    base_object(OBJECT, 16, 1, 0);
    for (uint32_t i = 0; i < 6; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 16, READ);
        child_run(CHILD + i, read_and_tell, PLACE + (i * 7 % 16) * PAGE_BYTES);
        await_wait(CHILD + i, FOR_PAGE);
    }
    for (uint32_t i = 0; i < 6; i++) {
        base_expect(&requests[i], TAG_FETCH, 1, i * 7 % 16);
        *base_slot(&requests[i]) = 100 + i;
    }
    for (uint32_t i = 0; i < 6; i++) {
        uint32_t now = (i * 5 + 2) % 6;
        CHECK(pager_answer(requests[now].words[1], 0), ==, 0);
        CHECK(test_expect_end(CHILD + now, END_EXIT), ==, (int32_t)(100 + now));
        sum = sum * 7 + now;
    }
    test_report("sum", sum);
}

static int32_t touch_all(uint32_t pages)
{
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < pages; i++)
            ((volatile uint32_t *)(PLACE + i * PAGE_BYTES))[round] = WRITTEN;
    }
    done = 1;
    return 0;
}

// Whatever its frame held before, and whatever its slot showed, a page to be fetched is zeroed.
void fetch_zeroed(const char *arguments)
{
    struct message request;
    uint32_t fetches = 0;

    (void)arguments;
    test_call(TEST_SPOIL_FRAMES, 0, 0, 0);
    base_start(2); // so that one slot does all fetches
    base_held_object(OBJECT, 20, 1, 0);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 20, WRITE);
    child_run(CHILD, touch_all, 20);
    while (!done || fetches < 20) {
        if (!base_receive(&request, 2))
            continue;
        uint32_t *slot = base_slot(&request);
        if (request.tag == TAG_FETCH) {
            for (uint32_t i = 0; i < PAGE_WORDS; i++)
                CHECK(slot[i], ==, 0u);
            fetches++;
        }
        for (uint32_t i = 0; i < PAGE_WORDS; i++)
            slot[i] = 0xbadc0de5u; // for whoever finds it later
        CHECK(pager_answer(request.words[1], 0), ==, 0);
        if (fetches % 3 == 0) // and some stores in between
            test_call(TEST_EVICT, OBJECT, request.words[0], 0);
    }
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    CHECK(fetches, >=, 20u);
    test_report("least", 20);
}

// The pager cannot fetch a page: those who wait end, and it can be asked for again.
void fetch_error(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 8, 1, 0);
    for (uint32_t i = 0; i < 4; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 8, READ);
    }
    struct test_counts before = test_counts();
    for (uint32_t i = 0; i < 3; i++) {
        child_run(CHILD + i, read_and_tell, PLACE + (i == 2 ? 4u : 3u) * PAGE_BYTES);
        await_wait(CHILD + i, FOR_PAGE);
    }
    base_expect(&request, TAG_FETCH, 1, 3);
    CHECK(pager_answer(request.words[1], -7), ==, 0);
    CHECK(page_state(OBJECT, 3), ==, (uint32_t)ABSENT);
    base_expect(&request, TAG_FETCH, 1, 4); // another page is none of its business
    *base_slot(&request) = 44;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 44);
    test_expect_end(CHILD, END_FETCH_FAILED);
    test_expect_end(CHILD + 1, END_FETCH_FAILED);
    CHECK(test_counts().lent_frames, ==, before.lent_frames);
    child_run(CHILD + 3, read_and_tell, PLACE + 3 * PAGE_BYTES);
    base_expect(&request, TAG_FETCH, 1, 3);
    *base_slot(&request) = 33;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(test_expect_end(CHILD + 3, END_EXIT), ==, 33);
    test_report("value", 33);
}

// Four slots: three fetches at most, since one is kept for stores; whoever comes then waits for a
// slot.
void fetch_slots(const char *arguments)
{
    struct message requests[4];

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 16, 1, 0);
    for (uint32_t i = 0; i < 6; i++) {
        make_child(CHILD + i, i);
        map(CHILD + i, OBJECT, PLACE, 0, 16, WRITE);
    }
    child_run(CHILD, write_word, PLACE + 15 * PAGE_BYTES); // a dirty page, to be stored later
    base_expect(&requests[0], TAG_FETCH, 1, 15);
    base_serve(&requests[0]);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    struct test_counts before = test_counts();
    for (uint32_t i = 1; i < 6; i++) {
        child_run(CHILD + i, read_and_tell, PLACE + i * PAGE_BYTES);
        await_wait(CHILD + i, i <= 3 ? FOR_PAGE : FOR_SLOT);
    }
    CHECK(test_counts().lent_frames, ==,
          before.lent_frames + 3); // who waits for a slot holds nothing
    CHECK(test_counts().claimed_frames, ==, 3u);
    for (uint32_t i = 0; i < 3; i++)
        base_expect(&requests[i], TAG_FETCH, 1, i + 1);
    base_expect_nothing();
    evict(OBJECT, 15, STORING_NOW); // the kept slot
    base_expect(&requests[3], TAG_STORE, 1, 15);
    base_serve(&requests[3]);
    CHECK(base_memory[1][15][0], ==, WRITTEN);
    base_expect_nothing();
    base_serve(&requests[1]);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 0);
    base_expect(&requests[1], TAG_FETCH, 1, 4); // in the order in which they came
    base_serve(&requests[0]);
    base_expect(&requests[0], TAG_FETCH, 1, 5);
    for (uint32_t i = 0; i < 3; i++)
        base_serve(&requests[i]);
    for (uint32_t i = 1; i < 6; i++) {
        if (i != 2)
            CHECK(test_expect_end(CHILD + i, END_EXIT), ==, 0);
    }
    test_report("stored", base_memory[1][15][0]);
}

static int32_t write_buffer(uint32_t address)
{
    return console_write((const char *)address, 60);
}

// A system call touches memory that is not there: it is fetched, and the call goes on.
void fetch_in_call(const char *arguments)
{
    (void)arguments;
    base_start(4);
    base_object(OBJECT, 8, 1, 0);
    memset(base_memory[1][2], 'x', PAGE_BYTES);
    memset(base_memory[1][3], 'y', PAGE_BYTES);
    make_child(CHILD, 1);
    map(CHILD, OBJECT, PLACE, 0, 8, READ);
    child_run(CHILD, write_buffer, PLACE + 3 * PAGE_BYTES - 30);
    base_serve_while_running(CHILD);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 60);
    CHECK(base_fetches, ==, 2u);
    test_report("fetches", base_fetches);
}
