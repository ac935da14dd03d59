// SPDX-License-Identifier: MIT
// Lab 5: every visit of one page: with all that can be noted of it and of three of its mappings,
// whoever it was supplied to, whatever its pager has left.
#include "common/format.h"
#include "kernel/test/specification.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/5-stealer/tests/clock.h"
#include "labs/5-stealer/tests/sentences.h"
#include "mm/address/page_bits.h"
#include "mm/pagers/turn.h"

#define TRIED      3 // mappings of a page
#define LENT_SHARE 16

static struct clock_view before, after, now;

// What its pager has left.
enum room { ROOM, ROOM_NO_SLOT, ROOM_NOTHING_TO_LEND, ROOM_ONE_TO_LEND, ROOMS };

static const char *const room_names[ROOMS] = {
    "", ", its pager has no slot", ", as much is lent as may be", ", one frame may be lent"};

// Who was woken with the page, or with another one.
enum woken { NOBODY_WOKEN, FIRST_READY, SECOND_READY, FIRST_WAITING, WOKEN };

static const char *const woken_names[WOKEN] = {"nobody", "the first, ready", "the second, ready",
                                               "the first, waits"};

enum end { NO_END, OBJECT_REVOKED, PAGER_ENDS, CROWD, ENDS };

enum held { NO_TURN, TURN_FOR_IT, TURN_FOR_OTHER, TURN_STATES };

#define NOTED_STATES 5
static const uint32_t noted_states[NOTED_STATES] = {
    CLOCK_UNMAPPED, 0, PAGE_DIRTY, PAGE_ACCESSED, PAGE_ACCESSED | PAGE_DIRTY,
};

struct visit {
    enum clock_page page;
    uint32_t mapping[TRIED], mapping_count;
    enum room room;
    uint32_t noted[TRIED]; // of noted_states
    uint32_t marks;
    bool is_forced;
    uint32_t woken, end, turn;
};

static void format_steal(char *text, size_t bytes, uint32_t value)
{
    static const char *const steals[] = {"STEAL_KEPT", "STEAL_FREED", "STEAL_STORING",
                                         "STEAL_REFUSED"};
    if (value < sizeof steals / sizeof steals[0])
        format_to_buffer(text, bytes, "%s", steals[value]);
    else
        specified_number(text, bytes, value);
}

// --- setting it up

static uint32_t region_counts[CLOCK_PAGES]; // of the page's object

static struct process *process_of(const struct visit *visit, uint32_t mapping)
{
    return region_process(clock_mappings[visit->mapping[mapping]].region);
}

static void set_woken(const struct visit *visit)
{
    for (uint32_t i = 0; i < WORLD_PROCESSES; i++) {
        world.process[i]->fault.fresh = NULL;
        world.process[i]->state = PROCESS_READY;
    }
    if (visit->woken == NOBODY_WOKEN)
        return;
    struct process *process = process_of(visit, visit->woken == SECOND_READY ? 1 : 0);
    process->fault.fresh = clock_frame(visit->page);
    process->state = visit->woken == FIRST_WAITING ? PROCESS_WAITING : PROCESS_READY;
}

static void set_turn(const struct visit *visit)
{
    struct pager *upper = world.pager[1];
    struct turn *turn = &turns[upper->level];
    bool is_held = visit->turn != NO_TURN;

    turn->holder = is_held ? upper : NULL;
    turn->page_count = is_held;
    upper->turn = is_held ? TURN_HELD : TURN_NONE;
    turn->pages[0] = clock_address(&clock_mappings[visit->mapping[0]]);
    turn->pages[0].value += visit->turn == TURN_FOR_OTHER ? FRAME_BYTES : 0;
}

static void set_up(const struct visit *visit)
{
    struct object *object = clock_object(visit->page);

    for (uint32_t i = 0; i < visit->mapping_count; i++)
        clock_set_mapping(visit->mapping[i], noted_states[visit->noted[i]]);
    clock_frame(visit->page)->marks = (uint8_t)visit->marks;
    stealer.is_forced = visit->is_forced;
    set_woken(visit);
    set_turn(visit);
    object->is_revoked = visit->end == OBJECT_REVOKED;
    object->region_count =
        region_counts[visit->page] + (visit->end == CROWD ? OBJECT_CROWD_REGIONS : 0);
    if (visit->end == PAGER_ENDS)
        object->maker->state = PROCESS_ENDING;
}

static void describe(const struct visit *visit)
{
    static const char *const words[NOTED_STATES + 1] = {
        "no", "unused", "unused dirty", "used", "used dirty", "none",
    };
    uint32_t count = visit->mapping_count;

    specification_set_origin(
        "%s%s%s%s%s; mapped: %s, %s, %s; woken for it: %s%s", clock_page_name(visit->page),
        visit->marks & FRAME_DIRTY ? " DIRTY" : "", visit->marks & FRAME_FRESH ? " FRESH" : "",
        visit->marks & FRAME_GRACE ? " GRACE" : "", visit->is_forced ? ", is_forced" : "",
        words[count > 0 ? visit->noted[0] : NOTED_STATES],
        words[count > 1 ? visit->noted[1] : NOTED_STATES],
        words[count > 2 ? visit->noted[2] : NOTED_STATES], woken_names[visit->woken],
        visit->turn == TURN_FOR_IT ? ", has the turn"
        : visit->end == CROWD      ? ", a crowd of regions"
        : visit->end != NO_END     ? ", object at its end"
                                   : room_names[visit->room]);
}

// --- trying it

// Returns whether the page has gone.
static bool try_visit(const struct visit *visit)
{
    set_up(visit);
    clock_read(&before);
    now = before;
    describe(visit);
    enum steal result = stealer_visit(clock_frame(visit->page));
    clock_read(&after);
    enum steal expected = clock_check_visit(&before, &after, visit->page, &now);
    SPECIFIED(result, expected, format_steal, SAYS_RETURNS, "what stealer_visit returned for %s",
              clock_page_name(visit->page));
    for (enum clock_page page = 0; page < CLOCK_PAGES; page++) {
        if (page != visit->page)
            clock_check_same(&before, &after, page);
    }
    clock_check_counters(&after, &now.stealer);
    SPECIFIED(after.stealer.hand, before.stealer.hand, specified_number, SAYS_NOTHING_ELSE,
              "stealer.hand");
    SPECIFIED(after.stealer.passed, before.stealer.passed, specified_number, SAYS_NOTHING_ELSE,
              "stealer.passed");
    SPECIFIED(after.stealer.is_running, before.stealer.is_running, specified_boolean,
              SAYS_NOTHING_ELSE, "stealer.is_running");
    SPECIFIED(after.free_frames, now.free_frames, specified_number, SAYS_LEAVES, "frames free");
    SPECIFIED(after.lent_frames, now.lent_frames, specified_number, SAYS_LEAVES, "frames lent");
    return result == STEAL_FREED || result == STEAL_STORING;
}

// Whether there is such a case, and it is another one than those before it.
static bool is_case(const struct visit *visit)
{
    bool is_plain = visit->woken == NOBODY_WOKEN && visit->turn == NO_TURN;

    if (visit->woken != NOBODY_WOKEN && visit->mapping_count == 0)
        return false;
    if (visit->woken == SECOND_READY && visit->mapping_count < 2)
        return false;
    if (visit->woken > FIRST_READY && !(visit->marks & FRAME_FRESH))
        return false;
    if (visit->turn != NO_TURN && visit->page != SPILL_0)
        return false;
    if (visit->marks & FRAME_GRACE && visit->page != SPILL_0)
        return false;
    if (visit->room != ROOM) {
        for (uint32_t i = 0; i < visit->mapping_count; i++) {
            if (noted_states[visit->noted[i]] & PAGE_ACCESSED && visit->noted[i] != 0)
                return false;
        }
    }
    return is_plain || (visit->room == ROOM && visit->end == NO_END);
}

static uint32_t take_digit(uint32_t *number, uint32_t base)
{
    uint32_t digit = *number % base;
    *number /= base;
    return digit;
}

// Sets the case with that number; returns false if there are no more.
static bool set_case(struct visit *visit, uint32_t number)
{
    for (uint32_t i = 0; i < TRIED; i++)
        visit->noted[i] = i < visit->mapping_count ? take_digit(&number, NOTED_STATES) : 0;
    visit->marks = take_digit(&number, 8);
    visit->is_forced = take_digit(&number, 2) != 0;
    visit->woken = take_digit(&number, WOKEN);
    visit->end = take_digit(&number, ENDS);
    visit->turn = take_digit(&number, TURN_STATES);
    return number == 0;
}

// `which`: the mappings that are tried, by their places among all of the page, in the order of its
// object's regions.
static uint32_t try_page(enum room room, enum clock_page page, uint32_t count,
                         const uint32_t *which)
{
    struct visit visit = {.page = page, .room = room, .mapping_count = count};
    uint32_t tried = 0, at = 0;

    for (uint32_t i = 0, of_page = 0; i < clock_mapping_count; i++) {
        if (clock_mappings[i].page == page && at < count && of_page++ == which[at])
            visit.mapping[at++] = i;
    }
    CHECK(at, ==, count);
    test_state_restore(1);
    region_counts[page] = clock_object(page)->region_count;
    for (uint32_t i = 0; set_case(&visit, i); i++) {
        if (!is_case(&visit))
            continue;
        tried++;
        if (try_visit(&visit))
            test_state_restore(1);
    }
    return tried;
}

static void evict(enum clock_page page)
{
    clock_frame(page)->marks = FRAME_DIRTY;
    pager_evict(clock_object(page), clock_frame(page)->owner.page, false);
}

static void make_room(enum room room)
{
    struct reserve_counts books;

    test_state_restore(0);
    reserve_read_counts(&books);
    if (room == ROOM_NO_SLOT) {
        evict(X_0);
        evict(ALONE_0);
        evict(X_2);
        evict(Y_1);
        CHECK(pager_has_slot(world.pager[0], SLOT_STORE), ==, false);
        CHECK(pager_has_slot(world.pager[1], SLOT_STORE), ==, false);
    } else if (room == ROOM_NOTHING_TO_LEND) {
        clock_set_lent(books.total / LENT_SHARE);
    } else if (room == ROOM_ONE_TO_LEND) {
        clock_set_lent(books.total / LENT_SHARE - 1);
    }
    test_state_save(1);
}

// However often the hand has come by, a page that was used stays, and its mark goes.
static void live_long(void)
{
    uint32_t mapping = 0, visited = stealer.visited;

    while (clock_mappings[mapping].page != ALONE_1)
        mapping++;
    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        clock_set_mapping(mapping, PAGE_ACCESSED);
        CHECK_THAT(stealer_visit(clock_frame(ALONE_1)) == STEAL_KEPT, ==, true,
                   "whether stealer_visit keeps a page that was used, time %u", i);
        CHECK_THAT(*clock_mappings[mapping].entry & PAGE_ACCESSED, ==, 0u,
                   "PAGE_ACCESSED of its mapping then, time %u", i);
        CHECK_THAT(stealer.visited - visited, ==, i, "stealer.visited, time %u", i);
    }
    test_state_restore(0);
}

TEST(every_visit, 4)
{
    uint32_t tried = 0;

    clock_make(1);
    live_long();
    for (enum room room = 0; room < ROOMS; room++) {
        make_room(room);
        // x: the first, the last, and one that follows another one of the same process
        tried += try_page(room, X_1, 3, (const uint32_t[]){0, 3, 9});
        if (room == ROOM)
            tried += try_page(room, X_1, 3, (const uint32_t[]){2, 3, 4});
        if (room != ROOM_NO_SLOT)
            tried += try_page(room, ALONE_0, 0, NULL);
        tried += try_page(room, ALONE_1, 1, (const uint32_t[]){0});
        tried += try_page(room, SPILL_0, 1, (const uint32_t[]){0});
        tried += try_page(room, Y_0, 3, (const uint32_t[]){0, 1, 2});
        if (room == ROOM)
            tried += try_page(room, BIG_1500, 1, (const uint32_t[]){0});
    }
    test_state_restore(0);
    clock_share_alone();
    test_state_save(1);
    tried += try_page(ROOM, ALONE_0, 1, (const uint32_t[]){0});
    tried += try_page(ROOM, ALONE_1, 2, (const uint32_t[]){0, 1});
    record_send("value", "tried=%u", tried);
}
