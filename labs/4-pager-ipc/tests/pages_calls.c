// SPDX-License-Identifier: MIT
// The calls: made, with a view of the world before and after; and printed.
#include "common/format.h"
#include "common/string.h"
#include "kernel/calls/system_call.h"
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/pages.h"
#include "labs/4-pager-ipc/tests/sentences.h"
#include "mm/address/page_bits.h"
#include "mm/frames/frame_memory.h"
#include "mm/pagers/page_fault.h"
#include "mm/pagers/turn.h"

#define GARBAGE 0x9a7ba9e5u
#define WORDS   (FRAME_BYTES / sizeof(uint32_t))

static struct view before, after;
static struct claim leaf_claim;

// Reads the world, and compares it with what must have become of it.
static bool check(const struct view *expected, const char *sentence, uint32_t place,
                  uint32_t window)
{
    const uint32_t changed[2] = {place, window};

    world_park();
    view_read(&after);
    view_check(&after, expected, sentence, changed);
    specified_ends();
    return true;
}

// --- fetching

// The frame of the request that has just begun: one that was free, zeroed.
static uint32_t check_new_frame(uint32_t pager, uint32_t slot)
{
    struct view_page found = {0};
    uint32_t window = world_window_page(pager, slot);
    const struct page_entry *entry =
        object_find_entry(world_object_of(window), world_pages[window].page);

    found.number = entry->number;
    SPECIFIED(found.number < frame_table_entries, true, specified_boolean, SAYS_FETCH,
              "whether there is a frame in the window page %u of %s", slot,
              world_process_names[BASE + pager]);
    const uint32_t *memory = frame_address(&frame_table[found.number]);
    for (uint32_t i = 0; i < WORDS; i++)
        SPECIFIED(memory[i], 0, specified_hexadecimal, SAYS_FETCH_ZEROED,
                  "word %u of the frame that was fetched into", i);
    return found.number;
}

static void spoil(struct frame *frame)
{
    uint32_t *memory = frame_address(frame);
    for (uint32_t i = 0; i < WORDS; i++)
        memory[i] = GARBAGE + i;
}

static bool may_fetch(uint32_t place)
{
    bool is_window = world_pages[place].object == SPILL && world_pages[place].page < UPPER_SLOTS;

    return before.page[place].state == PAGE_ABSENT && world_pages[place].object != LENT &&
           !is_window &&
           pages_has_slot(&before, world_pager_of(world_pages[place].object), SLOT_FETCH);
}

static bool fetch(uint32_t place)
{
    if (!may_fetch(place))
        return false;
    uint32_t pager = world_pager_of(world_pages[place].object), page = world_pages[place].page;
    uint32_t number = before.pager[pager].idle.item[0];
    if (object_find_entry(world_object_of(place), page) == NULL) {
        CHECK(reserve_claim(&leaf_claim, CLASS_RESERVE, 1), ==, 0);
        account_charge(world_object_of(place)->maker, 1);
        object_make_entry(world_object_of(place), page, &leaf_claim);
    }
    struct frame *frame = reserve_alloc(CLASS_RESERVE, pager == 0 ? FRAME_LENT : FRAME_PAGED);
    CHECK((uint32_t)frame, !=, 0u);
    spoil(frame);
    specified_begins();
    const struct slot *slot = pager_start_fetch(world_object_of(place), page, frame);
    SPECIFIED(slot, &world.pager[pager]->slots[number], specified_hexadecimal, SAYS_FETCH_RETURNS,
              "what pager_start_fetch returned; slot %u is idle longest", number);
    check_new_frame(pager, number);
    const char *sentence = pages_expect_fetch(&before, place, frame_number_of(frame).value);
    return check(&before, sentence, place, world_window_page(pager, number));
}

// Whoever was woken for a slot of one pager, and takes one of another, leaves it to the next one.
static void expect_return(uint32_t process, uint32_t taken)
{
    for (uint32_t i = 0; i < PAGERS; i++) {
        if (i != taken && before.process[process].offered == world.pager[i])
            pages_expect_free_slot(&before, i);
    }
}

// Given code has the process wait, for a request that has just begun or one that is open.
static void expect_touch(uint32_t process, uint32_t place)
{
    uint32_t pager = world_pager_of(world_pages[place].object);

    if (before.page[place].state == PAGE_ABSENT) {
        if (!pages_has_slot(&before, pager, SLOT_FETCH)) {
            expect_return(process, PAGERS);
            before.process[process].state = PROCESS_WAITING;
            before.process[process].wait = WAIT_SLOT;
            view_read(&after); // where it queues is given code's
            before.pager[pager].slot_waiters = after.pager[pager].slot_waiters;
            return;
        }
        uint32_t slot = before.pager[pager].idle.item[0];
        expect_return(process, pager);
        pages_expect_fetch(&before, place, check_new_frame(pager, slot));
    }
    pages_expect_wait(&before, process, place);
}

static bool may_touch(uint32_t process, uint32_t place)
{
    enum world_object object = world_pages[place].object;
    const struct view_page *page = &before.page[place];

    if (!world_is_ready(process) || page->state == PAGE_FAILED)
        return false;
    if (process < CLIENTS)
        return object == X || object == BIG || object == Y;
    if (process != UPPER || object != SPILL || world_pages[place].page >= UPPER_SLOTS)
        return false;
    uint8_t slot = before.pager[1].slot[world_pages[place].page].state;
    return slot == SLOT_FETCH || slot == SLOT_STORE;
}

static bool touch(uint32_t process, uint32_t place)
{
    if (!may_touch(process, place))
        return false;
    world_run(world.process[process]);
    specified_begins(); // of pager_start_fetch
    page_fault_check_range(world.process[process], world_address(process, place), 1, true);
    world_park();
    if (before.page[place].state == PAGE_RESIDENT) {
        view_read(&before); // all of that is given code
        specified_ends();
        return true;
    }
    expect_touch(process, place);
    return check(&before, SAYS_FETCH, place,
                 before.page[place].state == PAGE_FETCHING
                     ? world_window_page(world_pager_of(world_pages[place].object),
                                         before.page[place].number)
                     : place);
}

// --- the other calls

static void format_evict(char *text, size_t bytes, uint32_t value)
{
    static const char *const names[] = {"EVICT_FREED", "EVICT_STORING", "EVICT_NO_SLOT",
                                        "EVICT_CLEAN"};
    format_to_buffer(text, bytes, "%s", value < 4 ? names[value] : "no enum pager_evict");
}

static bool evict(uint32_t place, bool keep)
{
    enum pager_evict expected;

    if (before.page[place].state != PAGE_RESIDENT || world_pages[place].object == LENT)
        return false;
    specified_begins();
    enum pager_evict result = pager_evict(world_object_of(place), world_pages[place].page, keep);
    specified_result(format_evict, result);
    const char *sentence = pages_expect_evict(&before, place, keep, &expected);
    SPECIFIED(result, expected, format_evict, sentence, "what pager_evict returned");
    uint32_t pager = world_pager_of(world_pages[place].object);
    return check(&before, sentence, place,
                 expected == EVICT_STORING ? world_window_page(pager, before.page[place].number)
                                           : place);
}

static bool take(uint32_t pager)
{
    struct trap_frame registers = {0}, expected;

    for (uint32_t i = 0; i < sizeof registers / sizeof(uint32_t); i++)
        ((uint32_t *)&registers)[i] = GARBAGE + i;
    expected = registers;
    specified_begins();
    bool is_there = pager_take_request(world.pager[pager], &registers);
    specified_result(specified_boolean, is_there);
    bool must_be = pages_expect_take(&before, pager, &expected);
    SPECIFIED(is_there, must_be, specified_boolean, SAYS_TAKE_RETURNS,
              "what pager_take_request returned");
    for (uint32_t i = 0; i < sizeof registers / sizeof(uint32_t); i++)
        SPECIFIED(((uint32_t *)&registers)[i], ((uint32_t *)&expected)[i], specified_hexadecimal,
                  SAYS_TAKE, "%s in `registers`, for the oldest request that was not received",
                  world_register_names[i]);
    return check(&before, SAYS_TAKE, WORLD_PAGES, WORLD_PAGES);
}

static void format_answer(char *text, size_t bytes, uint32_t value)
{
    if (value == 0)
        format_to_buffer(text, bytes, "0");
    else if (value == (uint32_t)E_STALE)
        format_to_buffer(text, bytes, "E_STALE");
    else if (value == (uint32_t)SYSTEM_CALL_WAITS)
        format_to_buffer(text, bytes, "SYSTEM_CALL_WAITS");
    else
        format_to_buffer(text, bytes, "%d", (int)value);
}

static uint32_t word_of(uint32_t pager, uint32_t slot, uint32_t more)
{
    return world.pager[pager]->slots[slot].word + (more << SLOT_WORD_SHIFT);
}

// The page that an answer is for.
static uint32_t answered_place(uint32_t pager, uint32_t slot)
{
    for (uint32_t i = 0; slot != NOBODY && i < WORLD_PAGES; i++) {
        if (world_object_of(i) == before.pager[pager].slot[slot].object &&
            world_pages[i].page == before.pager[pager].slot[slot].page)
            return i;
    }
    return WORLD_PAGES;
}

// A page that is to be discarded may be waited for, or not.
static bool may_wait(const struct view *then, uint32_t place, uint32_t window, uint32_t slot,
                     int32_t status)
{
    return slot != NOBODY && then->page[place].state == PAGE_FETCHING && status == 0 &&
           then->page[place].discard && then->page[window].state != PAGE_RESIDENT;
}

// A window page that was lost may stay FAILED, or be ABSENT: that is open.
static void allow_absent(uint32_t window)
{
    const struct page_entry *entry =
        object_find_entry(world_object_of(window), world_pages[window].page);

    if (before.page[window].state != PAGE_FAILED || entry->state != PAGE_ABSENT)
        return;
    before.page[window] = (struct view_page){.state = PAGE_ABSENT};
    before.object[world_pages[window].object].not_absent--;
}

static bool answer(uint32_t pager, uint32_t number, uint32_t more, int32_t status)
{
    uint32_t word = word_of(pager, number, more), slot = pages_find_request(&before, pager, word);
    uint32_t place = answered_place(pager, slot),
             window = slot == NOBODY ? WORLD_PAGES : world_window_page(pager, slot);
    int32_t expected;

    if (!world_is_ready(BASE + pager) || (number < SLOTS && !view_slot_was_used[pager][number]))
        return false;
    struct view then = before;
    const char *sentence = pages_expect_answer(&before, pager, word, status, &expected);
    if (expected == SYSTEM_CALL_WAITS && before.page[window].state == PAGE_FAILED)
        return false; // that is the pager's end
    world_run(world.process[BASE + pager]);
    specified_begins();
    int32_t result = pager_answer(world.pager[pager], word, status);
    if (result == SYSTEM_CALL_WAITS && may_wait(&then, place, window, slot, status))
        expected = SYSTEM_CALL_WAITS; // that is open
    if (result == 0)
        turn_end(world.pager[pager]);
    world_park();
    specified_result(format_answer, (uint32_t)result);
    SPECIFIED(result, expected, format_answer, sentence, "what pager_answer returned");
    if (expected == SYSTEM_CALL_WAITS) {
        before = then;
        expect_touch(BASE + pager, window);
    }
    if (slot != NOBODY)
        allow_absent(window);
    return check(&before, sentence, place, window);
}

bool pages_perform(const struct specified_call *call)
{
    const uint32_t *argument = call->argument;

    world_park();
    view_begin_call();
    view_read(&before);
    switch (call->function) {
    case CALL_FETCH:
        return fetch(argument[0]);
    case CALL_EVICT:
        return evict(argument[0], argument[1] != 0);
    case CALL_TAKE:
        return world.process[BASE + argument[0]]->wait != WAIT_RECEIVE && take(argument[0]);
    case CALL_ANSWER:
        return answer(argument[0], argument[1], argument[2], (int32_t)argument[3]);
    case DO_TOUCH:
        return touch(argument[0], argument[1]);
    default:
        return pages_do(call, &before);
    }
}

void pages_begin(void)
{
    world_make_pages(1);
    test_state_add(view_slot_was_used, sizeof view_slot_was_used);
    view_begin();
    memset(view_slot_was_used, 0, sizeof view_slot_was_used);
    specification_set_origin("pagers `base` (level 0) and `upper` (level 1), see world.h");
}

// --- words

static void print_page(char *text, size_t bytes, uint32_t place)
{
    format_to_buffer(text, bytes, "%s, %u", world_object_names[world_pages[place].object],
                     world_pages[place].page);
}

void pages_print(const struct specified_call *call, char *text, size_t bytes)
{
    const uint32_t *argument = call->argument;
    const char *pager = world_process_names[BASE + (argument[0] < PAGERS ? argument[0] : 0)];
    const char *process = world_process_names[argument[0] < WORLD_PROCESSES ? argument[0] : 0];
    uint32_t at = call->function == DO_TOUCH || call->function == DO_WRITE ? 1 : 0;
    char page[32] = "";

    if (argument[at] < WORLD_PAGES)
        print_page(page, sizeof page, argument[at]);
    switch ((enum pages_function)call->function) {
    case CALL_FETCH:
        format_to_buffer(text, bytes, "pager_start_fetch(%s, a new frame)", page);
        break;
    case CALL_EVICT:
        format_to_buffer(text, bytes, "pager_evict(%s, %s)", page,
                         argument[1] != 0 ? "true" : "false");
        break;
    case CALL_TAKE:
        format_to_buffer(text, bytes, "pager_take_request(%s, &registers)", pager);
        break;
    case CALL_ANSWER:
        format_to_buffer(text, bytes, "pager_answer(%s, slot %u's word + %d generations, %d)",
                         pager, argument[1], (int)argument[2], (int)argument[3]);
        break;
    case DO_TOUCH:
        format_to_buffer(text, bytes, "%s touches a page: %s", process, page);
        break;
    case DO_WRITE:
        format_to_buffer(text, bytes, "%s writes to a page: %s", process, page);
        break;
    case DO_FILL:
        format_to_buffer(text, bytes, "%s writes into window page %u", pager, argument[1]);
        break;
    case DO_RECEIVE:
        format_to_buffer(text, bytes, "%s waits at its port, or no more", pager);
        break;
    case DO_DISCARD:
        format_to_buffer(text, bytes, "set `discard` of a page: %s", page);
        break;
    case DO_FORGET:
        format_to_buffer(text, bytes, "its object goes, and comes again, with the page ABSENT: %s",
                         page);
        break;
    case DO_CLOCK:
        format_to_buffer(text, bytes, "%s->clock = %u", pager, argument[1]);
        break;
    case DO_AGE:
        format_to_buffer(text, bytes, "%s->slots[%u].word: generation %u", pager, argument[1],
                         argument[2]);
        break;
    case DO_LEVEL:
        format_to_buffer(text, bytes, "upper->level = %u", argument[0]);
        break;
    case PAGES_FUNCTIONS:
        break;
    }
}
