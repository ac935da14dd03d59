// SPDX-License-Identifier: MIT
// Single visits of the hand: what becomes of a page.
#include "labs/5-stealer/tests/programs/lab5/puppets.h"
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

// A page that was used since the last visit stays; the next visit takes it, if it was left alone.
void visit_used(const char *arguments)
{
    uint32_t page = test_random(8), freed = 0;

    (void)arguments;
    base_start(8);
    puppets_make(1, 8);
    puppet_do(0, PUPPET_READS, page);
    for (uint32_t i = 0; i < 30; i++) {
        bool is_used = i == 0 || test_random(2) == 1;
        if (is_used)
            puppet_do(0, PUPPET_READS, page);
        uint32_t expected = page_state(OBJECT, page) != RESIDENT ? (uint32_t)E_STATE
                            : is_used                            ? (uint32_t)KEPT
                                                                 : (uint32_t)FREED;
        CHECK(visit(OBJECT, page), ==, expected);
        freed += expected == FREED;
        if (expected == FREED)
            CHECK(page_state(OBJECT, page), ==, (uint32_t)ABSENT);
    }
    CHECK(base_fetches, ==, freed + (page_state(OBJECT, page) == RESIDENT));
    CHECK(base_stores, ==, 0u);
    CHECK(stealer_read().freed, ==, freed);
    test_report("freed", freed);
}

// What was written to goes to the pager, and comes back as it was.
void visit_dirty(const char *arguments)
{
    uint32_t rounds = 1 + test_random(9);

    (void)arguments;
    base_start(8);
    puppets_make(1, 8);
    for (uint32_t i = 0; i < rounds; i++) {
        puppet_do(0, PUPPET_WRITES, 5);
        CHECK(visit(OBJECT, 5), ==, (uint32_t)KEPT);
        CHECK(visit(OBJECT, 5), ==, (uint32_t)STOLEN);
        CHECK(page_state(OBJECT, 5), ==, (uint32_t)STORING);
        base_serve_pending();
        CHECK(page_state(OBJECT, 5), ==, (uint32_t)ABSENT);
    }
    puppet_do(0, PUPPET_READS, 5);
    CHECK(stealer_read().stored, ==, rounds);
    CHECK(stealer_read().visited, ==, 2 * rounds);
    CHECK(base_wrong, ==, 0u);
    test_report("version", base_progress[PUPPET_BADGE][5] / PAGE_WORDS);
}

// A page that three map goes with the third; each visit takes the mappings that were left alone.
void visit_shared(const char *arguments)
{
    uint32_t first = test_random(3), second = (first + 1 + test_random(2)) % 3;
    uint32_t third = 3 - first - second;

    (void)arguments;
    base_start(8);
    puppets_make(3, 8);
    for (uint32_t i = 0; i < 3; i++)
        puppet_do(i, PUPPET_READS, 2);
    CHECK(visit(OBJECT, 2), ==, (uint32_t)KEPT);
    CHECK(page_mappings(OBJECT, 2), ==, 3u);
    puppet_do(second, PUPPET_READS, 2);
    puppet_do(third, PUPPET_READS, 2);
    CHECK(visit(OBJECT, 2), ==, (uint32_t)KEPT);
    CHECK(page_mappings(OBJECT, 2), ==, 2u);
    puppet_do(third, PUPPET_READS, 2);
    CHECK(visit(OBJECT, 2), ==, (uint32_t)KEPT);
    CHECK(page_mappings(OBJECT, 2), ==, 1u);
    puppet_do(first, PUPPET_READS, 2); // it comes back before the last one has gone
    CHECK(page_mappings(OBJECT, 2), ==, 2u);
    CHECK(visit(OBJECT, 2), ==, (uint32_t)KEPT);
    CHECK(page_mappings(OBJECT, 2), ==, 1u);
    CHECK(visit(OBJECT, 2), ==, (uint32_t)FREED);
    CHECK(base_fetches, ==, 1u);
    test_report("last", first);
}

// The mapping that was written through goes visits before the page does.
void visit_dirty_early(const char *arguments)
{
    uint32_t writer = test_random(2), reader = 1 - writer;

    (void)arguments;
    base_start(8);
    puppets_make(2, 8);
    puppet_do(writer, PUPPET_WRITES, 6);
    for (uint32_t i = 0; i < 3; i++) {
        puppet_do(reader, PUPPET_READS, 6);
        CHECK(visit(OBJECT, 6), ==, (uint32_t)KEPT);
        CHECK(page_mappings(OBJECT, 6), ==, i == 0 ? 2u : 1u);
    }
    CHECK(page_marks(OBJECT, 6) & MARK_DIRTY, ==, (uint32_t)MARK_DIRTY);
    CHECK(visit(OBJECT, 6), ==, (uint32_t)STOLEN);
    base_serve_pending();
    CHECK(base_wrong, ==, 0u);
    puppet_do(reader, PUPPET_READS, 6);
    CHECK(visit(OBJECT, 6), ==, (uint32_t)KEPT);
    CHECK(visit(OBJECT, 6), ==, (uint32_t)FREED); // it is clean now
    test_report("stores", base_stores);
    test_report("writer", writer);
}

// Nobody maps it any more: it goes at once.
void visit_unmapped(const char *arguments)
{
    (void)arguments;
    base_start(8);
    puppets_make(1, 8);
    puppet_do(0, PUPPET_WRITES, 1);
    puppet_do(0, PUPPET_READS, 4);
    puppet_do(0, PUPPET_ENDS, 0);
    CHECK(page_mappings(OBJECT, 1), ==, 0u);
    CHECK(visit(OBJECT, 4), ==, (uint32_t)FREED);
    CHECK(visit(OBJECT, 1), ==, (uint32_t)STOLEN);
    base_serve_pending();
    CHECK(base_wrong, ==, 0u);
    CHECK(stealer_read().freed, ==, 1u);
    test_report("stored", stealer_read().stored);
}

// Who waited for a page and has not run yet keeps it, however often the hand comes by.
void visit_fresh(const char *arguments)
{
    struct message request;
    uint32_t times = 2 + test_random(5);

    (void)arguments;
    base_start(8);
    puppets_make(2, 8);
    for (uint32_t i = 0; i < 2; i++) {
        puppet_begin(i, PUPPET_READS, 3 + i);
        CHECK(base_receive(&request, 10), ==, true);
        base_serve(&request);
        // This process is better than its children: they are ready, and have not run.
        for (uint32_t j = 0; j < times; j++)
            CHECK(visit(OBJECT, 3 + i), ==, (uint32_t)KEPT);
        CHECK(page_marks(OBJECT, 3 + i) & MARK_FRESH, ==, (uint32_t)MARK_FRESH);
        CHECK(page_mappings(OBJECT, 3 + i), ==, 1u);
        if (i == 0)
            process_sleep(2); // now it has
    }
    CHECK(visit(OBJECT, 3), ==, (uint32_t)KEPT);
    CHECK(page_marks(OBJECT, 3) & MARK_FRESH, ==, 0u);
    CHECK(visit(OBJECT, 3), ==, (uint32_t)FREED);
    CHECK(base_fetches, ==, 2u);
    CHECK(process_end(CHILD + 1), ==, 0); // and this one never will
    test_expect_end(CHILD + 1, END_KILLED);
    CHECK(visit(OBJECT, 4), ==, (uint32_t)FREED);
    test_report("times", times);
}

// --- random visits and uses: programs/../clock.awk does the same

#define CLOCK_PAGES  12
#define CLOCK_ROUNDS 300

void visit_random(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    base_start(16);
    puppets_make(3, CLOCK_PAGES);
    for (uint32_t i = 0; i < CLOCK_ROUNDS; i++) {
        uint32_t page = test_random(CLOCK_PAGES), what = test_random(8);
        uint32_t result = 9;
        if (what < 3)
            puppet_do(test_random(3), PUPPET_READS, page);
        else if (what == 3)
            puppet_do(test_random(3), PUPPET_WRITES, page);
        else
            result = page_state(OBJECT, page) == RESIDENT ? visit(OBJECT, page) : 8;
        if (result == STOLEN)
            base_serve_pending();
        sum = (sum * 31 + result) % 1000003;
    }
    CHECK(base_wrong, ==, 0u);
    test_report("sum", sum);
    test_report("stores", base_stores);
}

// --- slices

// The hand goes on just as far as the cost of what it meets allows: TEST_STEP says where it must
// be.
void slice_cost(const char *arguments)
{
    uint32_t slices = 0, visited, wrong = 0;

    (void)arguments;
    base_start(64);
    puppets_make(4, PUPPET_PAGES);
    for (uint32_t page = 0; page < PUPPET_PAGES; page++) {
        for (uint32_t i = 0; i < 4; i++) {
            if (test_random(2) == 0)
                puppet_do(i, test_random(2) == 0 ? PUPPET_READS : PUPPET_WRITES, page);
        }
    }
    struct test_stealer start = stealer_read();
    CHECK(test_call(TEST_STEP, 0, 0, 0), ==, 0); // not needed: it stands still
    CHECK(stealer_read().passed, ==, start.passed);
    CHECK(stealer_read().hand, ==, start.hand);
    take_frames_to(start.low - 2);
    for (struct test_stealer now = start; now.passed < 3 * now.frames; slices++) {
        wrong += test_call(TEST_STEP, 0, 0, 0) != 0;
        now = stealer_read();
        CHECK(now.hand, ==, now.passed % now.frames);
        CHECK(slices, <, now.frames);
    }
    visited = stealer_read().visited;
    CHECK(wrong, ==, 0u);
    CHECK(visited, >, (uint32_t)PUPPET_PAGES);
    test_call(TEST_TAKE_FRAMES, 0, 0, 0);
    base_serve_pending();
    for (uint32_t page = 0; page < PUPPET_PAGES; page++)
        puppet_do(page % 4, PUPPET_READS, page);
    CHECK(base_wrong, ==, 0u);
    test_report("wrong", wrong);
}
