// SPDX-License-Identifier: MIT
// Pagers that misbehave. Whatever they do, only they and those who rely on them suffer.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"
#include "labs/4-pager-ipc/tests/programs/lab4/support.h"

static volatile int32_t results[8];
static volatile uint32_t stage, words[4];

static int32_t sleep_for_ever(uint32_t argument)
{
    while (argument != 0)
        process_sleep(100000);
    return 0;
}

// A pager on level 1 that receives and never answers is ended when its patience is over; one on
// level 0 is trusted, and its clients' own patience ends.
void pager_never_answers(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 16, 1, 0);
    make_client(CHILD, OBJECT, 8);
    int32_t start = clock_read();
    child_run(CHILD, read_word, PLACE);
    base_expect(&request, TAG_FETCH, 1, 0);
    test_expect_end(CHILD, END_PATIENCE);
    CHECK(clock_read() - start, >=, 8);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)FETCHING); // the request is open still
    start_upper(CHILD + 1, 4, 20, sleep_for_ever);
    make_client(CHILD + 2, UPPER, TICKS_FOREVER);
    start = clock_read();
    child_run(CHILD + 2, read_word, PLACE);
    test_expect_end(CHILD + 1, END_PAGER_STUCK);
    CHECK(clock_read() - start, >=, 20);
    CHECK(clock_read() - start, <, 60);
    test_expect_end(CHILD + 2, END_PAGER_DIED);
    test_report("done", 1);
}

// Without somebody who waits, there is no hurry.
void pager_not_needed(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    start_upper(CHILD, 4, 10, sleep_for_ever);
    make_client(CHILD + 1, UPPER, 5);
    child_run(CHILD + 1, read_word, PLACE);
    test_expect_end(CHILD + 1, END_PATIENCE); // and then nobody waits
    CHECK(base_receive(&request, 60), ==, false);
    CHECK(test_call(TEST_PROCESS_ENDED, CHILD, 0, 0), ==, 0);
    make_client(CHILD + 1, UPPER, TICKS_FOREVER);
    child_run(CHILD + 1, read_word, PLACE);
    test_expect_end(CHILD, END_PAGER_STUCK);
    test_expect_end(CHILD + 1, END_PAGER_DIED);
    test_report("done", 1);
}

void pager_answers_twice(const char *arguments)
{
    struct message first, second;

    (void)arguments;
    base_start(2);
    base_held_object(OBJECT, 16, 1, 0);
    make_client(CHILD, OBJECT, 100);
    child_run(CHILD, read_word, PLACE);
    base_expect(&first, TAG_FETCH, 1, 0);
    CHECK(pager_answer(first.words[1], 0), ==, 0);
    CHECK(pager_answer(first.words[1], 0), ==, E_STALE);
    CHECK(pager_answer(first.words[1], -1), ==, E_STALE);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    // The same slot, another request: the old word is no good for it.
    for (uint32_t i = 1; i < 5; i++) {
        make_client(CHILD, OBJECT, 100);
        child_run(CHILD, read_word, PLACE + i * PAGE_BYTES);
        base_expect(&second, TAG_FETCH, 1, i);
        CHECK(second.words[1], !=, first.words[1]);
        CHECK(pager_answer(first.words[1], 0), ==, E_STALE);
        CHECK(page_state(OBJECT, i), ==, (uint32_t)FETCHING);
        *base_slot(&second) = i;
        CHECK(pager_answer(second.words[1], 0), ==, 0);
        CHECK(test_expect_end(CHILD, END_EXIT), ==, (int32_t)i);
    }
    test_report("done", 1);
}

// Words that name no open request of this pager that it has received.
void pager_answers_wrong(const char *arguments)
{
    struct message first, second;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 16, 1, 0);
    make_client(CHILD, OBJECT, 100);
    make_client(CHILD + 1, OBJECT, 100);
    for (uint32_t word = 0; word < 300; word++)
        CHECK(pager_answer(word, 0), ==, E_STALE);
    child_run(CHILD, read_word, PLACE);
    await_wait(CHILD, FOR_PAGE);
    base_expect(&first, TAG_FETCH, 1, 0);
    child_run(CHILD + 1, read_word, PLACE + PAGE_BYTES);
    await_wait(CHILD + 1, FOR_PAGE);
    struct test_counts before = test_counts();
    // The second request lies in the next slot, with the same generation, but was not received.
    uint32_t guess = (first.words[1] & ~SLOT_WORD_SLOT) | ((first.words[1] + 1) & SLOT_WORD_SLOT);
    CHECK(pager_answer(guess, 0), ==, E_STALE);
    CHECK(pager_answer(first.words[1] ^ 64, 0), ==, E_STALE);
    CHECK(pager_answer(first.words[1] | 32, 0), ==, E_STALE); // a slot that it does not have
    CHECK(pager_answer(0xffffffffu, 0), ==, E_STALE);
    test_expect_counts(&before);
    CHECK(page_state(OBJECT, 1), ==, (uint32_t)FETCHING);
    base_expect(&second, TAG_FETCH, 1, 1);
    CHECK(second.words[1], ==, guess);
    *base_slot(&second) = 5;
    CHECK(pager_answer(guess, 0), ==, 0);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 5);
    CHECK(pager_answer(first.words[1], 0), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("done", 1);
}

static int32_t answer_for_the_base(uint32_t word)
{
    return pager_answer(word, 0);
}

static int32_t try_on_window(uint32_t argument)
{
    struct message request;

    (void)argument;
    upper_receive(&request);
    results[0] = region_unmap(0, WINDOW);
    results[1] = region_change_rights(0, WINDOW, READ);
    results[2] = pager_create(UPPER_PORT, WINDOW + 0x100000, 4, CHILD_OBJECT, 0);
    results[3] = capability_drop(UPPER_PORT);
    results[4] = pager_answer(words[0], 0); // the base's request
    ((uint32_t *)pager_slot_memory(WINDOW, request.words[1]))[0] = 99;
    results[5] = pager_answer(request.words[1], 0);
    return 0;
}

// A pager cannot give its window up, nor answer for another one.
void pager_window(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_held_object(OBJECT, 16, 1, 0);
    make_client(CHILD, OBJECT, 100);
    make_client(CHILD + 3, OBJECT, 100);
    child_run(CHILD + 3, read_word, PLACE);
    base_expect(&request, TAG_FETCH, 1, 0);
    base_serve(&request);
    CHECK(test_expect_end(CHILD + 3, END_EXIT), ==, 0);
    child_run(CHILD, read_word, PLACE + PAGE_BYTES);
    base_expect(&request, TAG_FETCH, 1, 1);
    words[0] = request.words[1]; // in slot 1: the upper pager's request is in slot 0
    start_upper(CHILD + 1, 4, 0, try_on_window);
    make_client(CHILD + 2, UPPER, 100);
    child_run(CHILD + 2, read_word, PLACE);
    CHECK(test_expect_end(CHILD + 2, END_EXIT), ==, 99);
    base_serve_while_running(CHILD + 1);
    test_expect_end(CHILD + 1, END_EXIT);
    for (uint32_t i = 0; i < 2; i++)
        CHECK(results[i], ==, E_BUSY);
    CHECK(results[2], ==, E_STATE);
    CHECK(results[3], ==, E_BUSY);
    CHECK(results[4], ==, E_STALE);
    CHECK(results[5], ==, 0);
    make_child(CHILD + 1, 2);
    child_run(CHILD + 1, answer_for_the_base, request.words[1]);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, E_STATE); // no pager at all
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(test_expect_end(CHILD, END_EXIT), ==, 0);
    test_report("done", 1);
}

static int32_t touch_after_answer(uint32_t argument)
{
    struct message request;

    (void)argument;
    upper_receive(&request);
    volatile uint32_t *slot = pager_slot_memory(WINDOW, request.words[1]);
    slot[0] = 55;
    results[0] = pager_answer(request.words[1], 0);
    stage = 1;
    slot[0] = 66; // it is the client's page now
    stage = 2;
    return 0;
}

// Once it has answered, the page is out of its hands.
void pager_writes_after(const char *arguments)
{
    (void)arguments;
    base_start(4);
    start_upper(CHILD, 4, 0, touch_after_answer);
    make_client(CHILD + 1, UPPER, 100);
    child_run(CHILD + 1, read_word, PLACE);
    test_expect_end(CHILD, END_IDLE_SLOT);
    CHECK(stage, ==, 1u);
    CHECK(results[0], ==, 0);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 55);
    // The same on level 0, for the next slot and one beyond the window
    make_child(CHILD, 1);
    child_run(CHILD, read_word, WINDOW);
    test_expect_end(CHILD, END_NO_REGION); // the window is the pager's alone
    test_report("done", 1);
}

// The client has ended when the answer comes; the page is there for the next one.
void pager_answers_late(const char *arguments)
{
    struct message request;

    (void)arguments;
    base_start(4);
    base_object(OBJECT, 16, 1, 0);
    make_client(CHILD, OBJECT, 100);
    make_client(CHILD + 1, OBJECT, 100);
    child_run(CHILD, read_word, PLACE);
    base_expect(&request, TAG_FETCH, 1, 0);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    *base_slot(&request) = 21;
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    CHECK(page_state(OBJECT, 0), ==, (uint32_t)RESIDENT);
    child_run(CHILD + 1, read_word, PLACE);
    CHECK(test_expect_end(CHILD + 1, END_EXIT), ==, 21);
    base_expect(&request, TAG_RELEASE, 1, 0);
    // All clients gone while a request is open: it is answered all the same, and nothing stays.
    struct test_counts before = test_counts();
    make_client(CHILD, OBJECT, 100);
    child_run(CHILD, read_word, PLACE + PAGE_BYTES);
    base_expect(&request, TAG_FETCH, 1, 1);
    CHECK(process_end(CHILD), ==, 0);
    test_expect_end(CHILD, END_KILLED);
    base_expect_nothing();
    CHECK(pager_answer(request.words[1], 0), ==, 0);
    base_expect(&request, TAG_RELEASE, 1, 0);
    test_expect_counts(&before);
    test_report("done", 1);
}
