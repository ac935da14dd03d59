// SPDX-License-Identifier: MIT
// Single visits of the hand where it comes to the pager: to the window of one that is paged itself,
// and to pages that the pager is to store, and cannot.
#include "labs/5-stealer/tests/programs/lab5/puppets.h"
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

// --- windows

static volatile uint32_t slot_word, may_touch, touched;

#define SPILL       (OBJECT + 4)
#define UPPER       (OBJECT + 5)
#define SPILL_BADGE 5
#define UPPER_BADGE 6

// A pager on level 1 that touches its slot again and again, and answers only when it is told to.
static int32_t touch_slot(uint32_t argument)
{
    struct message offer = {.port = CHILD_PORT, .tag = 1, .capability = CHILD_OWN + 1};
    struct message request = {.port = CHILD_OWN};

    (void)argument;
    CHECK(port_create(CHILD_OWN), ==, 0);
    CHECK(pager_create(CHILD_OWN, WINDOW, 4, CHILD_OBJECT, 0), ==, 0);
    CHECK(object_create(CHILD_OWN + 1, 8, UPPER_BADGE, 0), ==, 0);
    CHECK(message_send(&offer, TICKS_FOREVER), ==, 0);
    message_receive(&request, TICKS_FOREVER);
    slot_word = request.words[1];
    volatile uint32_t *slot = pager_slot_memory(WINDOW, slot_word);
    while (may_touch != 2) {
        if (may_touch == 1) {
            *slot += 1;
            touched++;
        }
        process_sleep(1);
    }
    CHECK(pager_answer(slot_word, 0), ==, 0);
    message_receive(&request, TICKS_FOREVER);
    return 0;
}

static int32_t read_first_word(uint32_t argument)
{
    (void)argument;
    return *(volatile int32_t *)PLACE;
}

static int32_t write_first_word(uint32_t argument)
{
    *(volatile uint32_t *)PLACE = argument;
    return 0;
}

// Starts it, CHILD + 8, and a client of it, the next one.
#define PAGER  (CHILD + 8)
#define CLIENT (CHILD + 9)

static void start_upper(int32_t (*client)(uint32_t))
{
    struct message offer = {.port = PORT, .accept = UPPER};

    base_object(SPILL, 4, SPILL_BADGE);
    make_child(PAGER);
    CHECK(capability_give(PAGER, SPILL, CHILD_OBJECT, RIGHT_READ | RIGHT_WRITE, 0), ==, 0);
    child_run(PAGER, touch_slot, 0);
    CHECK(message_receive(&offer, 100), ==, MESSAGE_CAPABILITY_CAME);
    make_child(CLIENT);
    map(CLIENT, UPPER, PLACE, 8, WRITE);
    child_run(CLIENT, client, 7);
}

// Serves the base for a while; its pages are not made of versions here.
static uint32_t spill_kept[4];

static void serve_spill(uint32_t ticks)
{
    struct message request;

    while (base_receive(&request, ticks)) {
        if (request.tag == TAG_FETCH)
            *base_slot(&request) = spill_kept[request.words[0]];
        else if (request.tag == TAG_STORE)
            spill_kept[request.words[0]] = base_slot(&request)[0];
        base_stores += request.tag == TAG_STORE;
        if (request.tag != TAG_RELEASE)
            CHECK(pager_answer(request.words[1], 0), ==, 0);
    }
}

// A page in a window stays for a lap, and not for two, however often its pager touches it. Once the
// pager has asked for it again, it has the turn, and the page stays until its answer.
void visit_grace(const char *arguments)
{
    uint32_t times = 2 + test_random(4);

    (void)arguments;
    base_start(8);
    start_upper(read_first_word);
    serve_spill(3);
    may_touch = 1;
    process_sleep(3);
    CHECK(page_state(SPILL, 0), ==, (uint32_t)RESIDENT);
    CHECK(visit(SPILL, 0), ==, (uint32_t)KEPT);
    CHECK(page_marks(SPILL, 0) & MARK_GRACE, ==, (uint32_t)MARK_GRACE);
    CHECK(page_mappings(SPILL, 0), ==, 1u);
    process_sleep(3);
    may_touch = 0; // or it would ask for the page again at once
    process_sleep(2);
    CHECK(visit(SPILL, 0), ==, (uint32_t)STOLEN);
    serve_spill(3);
    CHECK(page_state(SPILL, 0), ==, (uint32_t)ABSENT);
    may_touch = 1;
    serve_spill(3);
    for (uint32_t i = 0; i < times; i++) {
        process_sleep(3);
        CHECK(visit(SPILL, 0), ==, (uint32_t)KEPT);
        CHECK(page_mappings(SPILL, 0), ==, 1u);
    }
    may_touch = 2;
    serve_spill(3);
    CHECK(test_expect_end(CLIENT, END_EXIT), ==, (int32_t)touched);
    CHECK(base_stores, ==, 1u);
    test_report("times", times);
}

// --- when a page cannot be stored

// Without a slot it stays where it is, mapped nowhere, and nothing of it is lost.
void visit_refused(const char *arguments)
{
    (void)arguments;
    base_start(4); // one of them is for fetches
    puppets_make(1, 8);
    for (uint32_t page = 0; page < 6; page++) {
        puppet_do(0, PUPPET_WRITES, page);
        CHECK(visit(OBJECT, page), ==, (uint32_t)KEPT);
    }
    for (uint32_t page = 0; page < 6; page++)
        CHECK(visit(OBJECT, page), ==, (uint32_t)(page < 3 ? STOLEN : REFUSED));
    for (uint32_t page = 3; page < 6; page++) {
        CHECK(page_state(OBJECT, page), ==, (uint32_t)RESIDENT);
        CHECK(page_mappings(OBJECT, page), ==, 0u);
    }
    CHECK(stealer_read().refused, ==, 3u);
    CHECK(visit(OBJECT, 5), ==, (uint32_t)REFUSED);
    base_serve_pending();
    puppet_do(0, PUPPET_READS, 4);
    CHECK(base_fetches, ==, 6u); // it was there still
    CHECK(visit(OBJECT, 5), ==, (uint32_t)STOLEN);
    CHECK(visit(OBJECT, 4), ==, (uint32_t)KEPT);
    CHECK(visit(OBJECT, 4), ==, (uint32_t)STOLEN);
    base_serve_pending();
    for (uint32_t page = 0; page < 6; page++)
        puppet_do(0, PUPPET_READS, page);
    CHECK(base_wrong, ==, 0u);
    test_report("stored", stealer_read().stored);
}

// No more than a sixteenth of all frames is lent for stores, whoever has them: here, other core
// pagers have nearly as many. What is clean goes all the same, and what goes to a pager that is
// paged itself.
void visit_lent(const char *arguments)
{
    uint32_t stolen = 0, most = 20 + test_random(30);

    (void)arguments;
    base_start(64);
    may_touch = 2;
    start_upper(write_first_word);
    CHECK(test_expect_end(CLIENT, END_EXIT), ==, 0);
    puppets_make(1, PUPPET_PAGES);
    for (uint32_t page = 0; page < PUPPET_PAGES; page++)
        puppet_do(0, page % 16 == 7 ? PUPPET_READS : PUPPET_WRITES, page);
    uint32_t may_lend = stealer_read().total_frames / 16 - test_counts().lent_frames;
    CHECK(may_lend, >, most);
    test_call(TEST_TAKE_FRAMES, may_lend - most, 1, 0);
    for (uint32_t page = 0; page < PUPPET_PAGES; page++)
        CHECK(visit(OBJECT, page), ==, (uint32_t)KEPT);
    for (uint32_t page = 0; page < PUPPET_PAGES; page++) {
        uint32_t expected = page % 16 == 7 ? FREED : stolen < most ? STOLEN : REFUSED;
        CHECK(visit(OBJECT, page), ==, expected);
        stolen += expected == STOLEN;
    }
    CHECK(stolen, ==, most);
    CHECK(visit(UPPER, 0), ==, (uint32_t)STOLEN);
    base_serve_pending();
    for (uint32_t page = 0; page < PUPPET_PAGES; page++)
        puppet_do(0, PUPPET_READS, page);
    CHECK(base_wrong, ==, 0u);
    test_report("refused", stealer_read().refused + most);
}

// The pager has ended, and its pages are about to go: nobody asks it to store them.
void visit_dead_pager(const char *arguments)
{
    struct test_counts before;

    (void)arguments;
    may_touch = 2;
    base_start(8);
    start_upper(read_first_word);
    CHECK(test_expect_end(CLIENT, END_EXIT), ==, 0);
    CHECK(page_state(UPPER, 0), ==, (uint32_t)RESIDENT);
    before = test_counts();
    CHECK(process_end(PAGER), ==, 0); // the kernel takes it apart bit by bit, not at once
    CHECK(visit(UPPER, 0), ==, (uint32_t)KEPT);
    CHECK(stealer_read().stored, ==, 0u);
    CHECK(stealer_read().freed, ==, 0u);
    CHECK(stealer_read().visited, ==, 1u);
    test_expect_end(PAGER, END_KILLED);
    CHECK(test_counts().paged_frames, ==, before.paged_frames - 1);
    test_report("done", 1);
}
