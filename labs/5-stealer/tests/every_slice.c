// SPDX-License-Identifier: MIT
// Lab 5: slices of the hand's way, from anywhere before the pages, with anything noted of them,
// and any number of frames free: what it visits, what becomes of that, and where it ends.
#include "kernel/test/specification.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/5-stealer/tests/clock.h"
#include "labs/5-stealer/tests/sentences.h"
#include "mm/address/page_bits.h"

#define ROUNDS     900
#define LENT_SHARE 16

static struct clock_view before, after, now;
static struct claim promised; // to somebody: those frames are not free

// --- setting it up

static void draw_notes(void)
{
    static const uint32_t noted[] = {
        CLOCK_UNMAPPED, CLOCK_UNMAPPED, 0, PAGE_DIRTY, PAGE_ACCESSED, PAGE_ACCESSED | PAGE_DIRTY,
    };
    uint32_t kinds = 1 + test_random(sizeof noted / sizeof noted[0]);

    for (uint32_t i = 0; i < clock_mapping_count; i++)
        clock_set_mapping(i, noted[test_random(kinds)]);
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++) {
        uint32_t marks = test_random(4);
        if (page == SPILL_0)
            marks |= test_random(2) * FRAME_GRACE;
        clock_frame(page)->marks = (uint8_t)marks;
    }
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++) {
        uint32_t page = test_random(2 * CLOCK_PAGES);
        world.process[i]->fault.fresh = page < CLOCK_PAGES ? clock_frame(page) : NULL;
    }
    clock_object(X_0)->is_revoked = test_random(8) == 0;
    clock_object(ALONE_0)->is_revoked = test_random(8) == 0;
    if (test_random(8) == 0)
        clock_object(Y_0)->region_count += OBJECT_CROWD_REGIONS;
}

static void draw_memory(void)
{
    struct reserve_counts books;

    if (test_random(4) == 0) {
        reserve_read_counts(&books);
        clock_set_lent(books.total / LENT_SHARE - test_random(4));
    }
    reserve_set_highest_level(test_random(2));
    uint32_t low = reserve_steal_low(), high = reserve_steal_high();
    const uint32_t free[] = {low - 1, low - 2, low, high - 1, high - 2, high - 3, high, high + 1};
    uint32_t which = test_random(2) == 0 ? 0 : test_random(sizeof free / sizeof free[0]);
    promised.frames = 0; // those of the last round
    CHECK(reserve_claim(&promised, CLASS_RESERVE, test_random(3) * test_random(20)), ==, 0);
    clock_set_free(free[which]);
    stealer.is_running = which != 2 && test_random(4) != 0;
    stealer.is_forced = test_random(4) == 0;
}

// Somewhere before one of the pages, so that the slice ends there, or behind it.
static void draw_hand(void)
{
    const struct frame *frame = clock_frame(test_random(CLOCK_PAGES));
    uint32_t number = (uint32_t)(frame - frame_table), before_it = 0;

    if (test_random(2) == 0)
        before_it = STEALER_SLICE + 2 - test_random(70);
    stealer.hand = (number + frame_table_entries - before_it) % frame_table_entries;
    stealer.passed = stealer.hand + test_random(5) * frame_table_entries;
}

// --- checking it

static enum clock_page find_page(uint32_t number)
{
    enum clock_page page = 0;

    while (page < CLOCK_PAGES && clock_frame(page) != &frame_table[number])
        page++;
    return page;
}

// What the frame under the hand has cost. *visited: the pages that were.
static uint32_t check_frame_passed(uint32_t number, uint32_t high, uint32_t *visited, bool *is_over)
{
    enum clock_page page = find_page(number);

    if (page == CLOCK_PAGES || before.page[page].state != PAGE_RESIDENT)
        return 1;
    *visited |= 1u << page;
    enum steal result = clock_check_visit(&before, &after, page, &now);
    *is_over = result == STEAL_FREED && now.free_frames >= high;
    return stealer_visit_cost(clock_object(page)->region_count, result);
}

// What is left as it is for one more slice: who remembers something of the first one is right only
// if it is so still.
// Returns whether it can be: pages of y that are stored are in the window of `upper` now, where the
// hand visits them.
static bool go_on(void)
{
    struct reserve_counts books;

    if (after.page[Y_0].state == PAGE_STORING || after.page[Y_1].state == PAGE_STORING)
        return false;
    clock_answer(test_random(4));
    reserve_set_highest_level(test_random(2));
    reserve_read_counts(&books);
    uint32_t wanted = reserve_steal_low() - 1 + test_random(3);
    if (test_random(2) == 0 && wanted < books.free)
        clock_set_free(wanted);
    stealer.is_forced = test_random(4) == 0;
    if (test_random(2) == 0)
        draw_hand();
    return true;
}

static void check_slice(uint32_t round, const char *which)
{
    uint32_t low = reserve_steal_low(), high = reserve_steal_high(), cost = 0, visited = 0;
    bool is_needed =
        before.free_frames < low || (before.stealer.is_running && before.free_frames < high);
    bool is_over = !is_needed;

    specification_set_origin("round %u, %s slice: hand %u of %u, free %u (low %u, high %u), %s%s",
                             round, which, before.stealer.hand, frame_table_entries,
                             before.free_frames, low, high,
                             before.stealer.is_running ? "is_running" : "not is_running",
                             before.stealer.is_forced ? ", is_forced" : "");
    SPECIFIED(after.stealer.passed != before.stealer.passed, is_needed, specified_boolean,
              is_needed ? SAYS_RUNNING : SAYS_NEEDED,
              "whether the hand has moved in this slice, stealer.passed");
    now = before;
    while (!is_over && cost < STEALER_SLICE) {
        cost += check_frame_passed(now.stealer.hand, high, &visited, &is_over);
        now.stealer.passed++;
        now.stealer.hand = (now.stealer.hand + 1) % frame_table_entries;
    }
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++) {
        if (!(visited & 1u << page))
            clock_check_same(&before, &after, page);
    }
    clock_check_counters(&after, &now.stealer);
    SPECIFIED(after.stealer.hand, now.stealer.hand, specified_number,
              is_needed && is_over ? SAYS_NEEDED : SAYS_ENDS, "stealer.hand");
    SPECIFIED(after.stealer.passed, now.stealer.passed, specified_number, SAYS_HAND,
              "stealer.passed");
    // Where the cost ends the slice at the frame that was missing, it may not have looked.
    bool may_run_on = is_needed && is_over && cost >= STEALER_SLICE && after.stealer.is_running;
    SPECIFIED(after.stealer.is_running, (is_needed && now.free_frames < high) || may_run_on,
              specified_boolean, SAYS_RUNNING, "stealer.is_running");
    SPECIFIED(after.free_frames, now.free_frames, specified_number, SAYS_LEAVES, "frames free");
    SPECIFIED(after.lent_frames, now.lent_frames, specified_number, SAYS_LEAVES, "frames lent");
}

TEST(every_slice, 4)
{
    uint32_t seen = 0;

    clock_make(2);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        test_state_restore(0);
        if (round == ROUNDS / 2) {
            clock_share_alone();
            test_state_save(0);
        }
        draw_notes();
        draw_memory();
        draw_hand();
        clock_read(&before);
        stealer_step();
        clock_read(&after);
        check_slice(round, "first");
        if (!go_on())
            continue;
        clock_read(&before);
        stealer_step();
        clock_read(&after);
        check_slice(round, "second");
        seen += now.stealer.freed + now.stealer.stored + now.stealer.refused;
    }
    record_send("value", "taken=%u", seen);
}
