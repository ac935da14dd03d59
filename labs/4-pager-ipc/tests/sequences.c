// SPDX-License-Identifier: MIT
// Lab 4: long random sequences of calls in the world (world.h), with all that others may do
// meanwhile. What is drawn is so little that everything comes together often.
#include "kernel/test/state.h"
#include "kernel/test/test.h"
#include "labs/4-pager-ipc/tests/pages.h"
#include "mm/pagers/turn.h"

#define CALLS 7000
#define TRIES 6 // for a place where something can be done

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

// What the walk is about: how often each call is drawn, and what with.
static struct walk {
    uint8_t weights[PAGES_FUNCTIONS];
    bool upper;    // the pager above takes part
    bool failures; // answers with a status that is not 0
    bool lies;     // answers to what nobody asked
} walk;

static const uint32_t statuses[] = {0, 0, 0, 0, 0, 0, 0, 0, 1, (uint32_t)-1, INT32_MAX, 1u << 31};
static const uint32_t clocks[] = {0, 1, 2, 0x7fff, 0x8000, 0xfffe, 0xffff};
static const uint32_t generations[] = {2, 3, 7, 255, 256, 0xfffff, 0x1ffffff, 0x3fffffe};
static const uint32_t generations_off[] = {1, (uint32_t)-1, 2, 4, 16, 64, 1u << 16, 1u << 25};

static bool is_tried(uint32_t place)
{
    enum world_object object = world_pages[place].object;

    if (object == LENT)
        return false;
    if (walk.upper)
        return object == SPILL || object == Y || world_pages[place].page == 0;
    return object != SPILL && object != Y;
}

// A place whose page is in one of the states, if one is found soon.
static uint32_t draw_place(uint32_t states)
{
    uint32_t place = 0;

    for (uint32_t i = 0; i < TRIES; i++) {
        do
            place = test_random(WORLD_PAGES);
        while (!is_tried(place));
        const struct page_entry *entry =
            object_find_entry(world.object[world_pages[place].object], world_pages[place].page);
        if (states & 1u << (entry == NULL ? PAGE_ABSENT : entry->state))
            break;
    }
    return place;
}

static uint32_t draw_pager(void)
{
    return walk.upper ? test_random(PAGERS) : 0;
}

static uint32_t draw_slot(uint32_t pager, uint32_t states)
{
    uint32_t slot = 0;

    for (uint32_t i = 0; i < TRIES; i++) {
        slot = test_random(world.pager[pager]->slot_count);
        if (states & 1u << world.pager[pager]->slots[slot].state)
            break;
    }
    return slot;
}

static enum pages_function draw_function(void)
{
    uint32_t sum = 0, function = 0;

    for (uint32_t i = 0; i < PAGES_FUNCTIONS; i++)
        sum += walk.weights[i];
    uint32_t at = test_random(sum);
    while (at >= walk.weights[function])
        at -= walk.weights[function++];
    return (enum pages_function)function;
}

static void draw_answer(uint32_t *argument)
{
    argument[0] = draw_pager();
    argument[1] = draw_slot(argument[0], 1u << SLOT_FETCH | 1u << SLOT_STORE);
    if (walk.failures)
        argument[3] = statuses[test_random(COUNT(statuses))];
    if (!walk.lies || test_random(4) != 0)
        return;
    if (test_random(2) == 0)
        argument[1] = test_random(SLOT_WORD_SLOT + 1);
    argument[2] = generations_off[test_random(COUNT(generations_off))];
}

// Most often where something is mapped.
static void draw_write(uint32_t *argument)
{
    for (uint32_t i = 0; i < TRIES; i++) {
        argument[0] = test_random(CLIENTS);
        argument[1] = draw_place(1u << PAGE_RESIDENT);
        const uint32_t *entry = paging_find_entry(&world.process[argument[0]]->space,
                                                  world_address(argument[0], argument[1]));
        if (world_pages[argument[1]].object != ALONE && entry != NULL && *entry != 0)
            return;
    }
}

static void draw(struct specified_call *call)
{
    uint32_t *argument = call->argument;

    *call = (struct specified_call){.function = draw_function()};
    switch ((enum pages_function)call->function) {
    case CALL_FETCH:
        argument[0] = draw_place(1u << PAGE_ABSENT);
        break;
    case CALL_EVICT:
        argument[0] = draw_place(1u << PAGE_RESIDENT);
        argument[1] = test_random(2);
        break;
    case CALL_ANSWER:
        draw_answer(argument);
        break;
    case DO_TOUCH:
        argument[0] = walk.upper && test_random(3) == 0 ? UPPER : test_random(CLIENTS);
        argument[1] =
            draw_place(1u << PAGE_FETCHING | 1u << PAGE_STORING | 1u << test_random(PAGE_FAILED));
        break;
    case DO_WRITE:
        draw_write(argument);
        break;
    case DO_DISCARD:
        argument[0] = draw_place(1u << PAGE_FETCHING | 1u << PAGE_STORING);
        break;
    case DO_FORGET:
        // (Where pages can be evicted, few that are not lost.)
        argument[0] = draw_place(1u << PAGE_FAILED |
                                 (walk.weights[CALL_EVICT] == 0 ? 1u << PAGE_RESIDENT : 0));
        break;
    case CALL_TAKE:
    case DO_RECEIVE:
        argument[0] = draw_pager();
        break;
    case DO_FILL:
        argument[0] = draw_pager();
        argument[1] = draw_slot(argument[0], 1u << SLOT_FETCH | 1u << SLOT_STORE);
        break;
    case DO_CLOCK:
        argument[0] = draw_pager();
        argument[1] = clocks[test_random(COUNT(clocks))];
        break;
    case DO_AGE:
        argument[0] = draw_pager();
        argument[1] = draw_slot(argument[0], 1u << SLOT_IDLE);
        argument[2] = generations[test_random(COUNT(generations))];
        break;
    case DO_LEVEL:
        argument[0] = 1 + test_random(LEVEL_HIGHEST);
        break;
    case PAGES_FUNCTIONS:
        break;
    }
}

static const struct specification pages = {
    NULL, draw, pages_perform, NULL, pages_print,
};

TEST(every_fetch, 4)
{
    walk = (struct walk){
        .weights = {[CALL_FETCH] = 10,
                    [CALL_TAKE] = 24,
                    [CALL_ANSWER] = 30,
                    [DO_TOUCH] = 30,
                    [DO_FILL] = 5,
                    [DO_RECEIVE] = 6,
                    [DO_FORGET] = 20,
                    [DO_CLOCK] = 3},
    };
    pages_begin();
    specification_walk(&pages, CALLS / 2);
}

TEST(every_store, 4)
{
    walk = (struct walk){
        .weights = {[CALL_FETCH] = 8,
                    [CALL_EVICT] = 30,
                    [CALL_TAKE] = 30,
                    [CALL_ANSWER] = 36,
                    [DO_TOUCH] = 30,
                    [DO_WRITE] = 30,
                    [DO_FILL] = 4,
                    [DO_RECEIVE] = 6,
                    [DO_FORGET] = 12,
                    [DO_CLOCK] = 3,
                    [DO_AGE] = 2},
        .failures = true,
    };
    pages_begin();
    specification_walk(&pages, CALLS);
}

// The pager takes the request that is open, and answers it.
static void take_and_answer(struct pager *pager, uint32_t time)
{
    struct trap_frame registers = {0};

    CHECK_THAT(pager_take_request(pager, &registers), ==, true,
               "what pager_take_request returned, round %u", time);
    world_run(world.process[BASE]);
    CHECK_THAT(pager_answer(pager, registers.esi, 0), ==, 0, "what pager_answer returned, round %u",
               time);
    turn_end(pager);
    world_park();
}

// However often a page was fetched and stored, it is the next time, too.
static void live_long(void)
{
    struct object *object = world.object[X];
    struct pager *pager = world.pager[0];

    for (uint32_t i = 1; i <= TEST_LONG_LIFE; i++) {
        pager_start_fetch(object, 0, reserve_alloc(CLASS_RESERVE, FRAME_LENT));
        take_and_answer(pager, i);
        struct page_entry *entry = object_find_entry(object, 0);
        CHECK_THAT((uint32_t)entry->state, ==, (uint32_t)PAGE_RESIDENT,
                   "the state of the page, fetched %u times", i);
        object_frame(entry)->marks |= FRAME_DIRTY;
        CHECK_THAT((int)pager_evict(object, 0, false), ==, (int)EVICT_STORING,
                   "what pager_evict returned, round %u", i);
        take_and_answer(pager, i);
        CHECK_THAT((uint32_t)entry->state, ==, (uint32_t)PAGE_ABSENT,
                   "the state of the page, stored %u times", i);
    }
}

TEST(every_answer, 4)
{
    walk = (struct walk){
        .weights = {[CALL_FETCH] = 8,
                    [CALL_EVICT] = 30,
                    [CALL_TAKE] = 26,
                    [CALL_ANSWER] = 50,
                    [DO_TOUCH] = 30,
                    [DO_WRITE] = 26,
                    [DO_DISCARD] = 10,
                    [DO_FORGET] = 12,
                    [DO_CLOCK] = 2,
                    [DO_AGE] = 2},
        .failures = true,
        .lies = true,
    };
    pages_begin();
    test_state_save(0);
    live_long();
    test_state_restore(0); // the walk begins with new slots
    specification_walk(&pages, CALLS);
}

TEST(every_chain, 4)
{
    walk = (struct walk){
        .weights = {[CALL_FETCH] = 10,
                    [CALL_EVICT] = 36,
                    [CALL_TAKE] = 40,
                    [CALL_ANSWER] = 50,
                    [DO_TOUCH] = 30,
                    [DO_WRITE] = 26,
                    [DO_FILL] = 4,
                    [DO_RECEIVE] = 6,
                    [DO_DISCARD] = 5,
                    [DO_FORGET] = 12,
                    [DO_CLOCK] = 2,
                    [DO_AGE] = 1,
                    [DO_LEVEL] = 1},
        .upper = true,
        .failures = true,
        .lies = true,
    };
    pages_begin();
    specification_walk(&pages, CALLS);
}
