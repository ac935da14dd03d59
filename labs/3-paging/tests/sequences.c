// SPDX-License-Identifier: MIT
// Lab 3: all sequences of calls on a tiny machine, and a long random one. Each uses no more than
// its exercise has asked for. (Questions are not the last calls of a sequence: what is remembered
// of an answer may be wrong later. Where nothing is, the state is one that was visited before.)
#include "kernel/test/test.h"
#include "labs/3-paging/tests/specification.h"

#define BUDGET       8000000 // instructions after which no greater length is begun
#define COUNT(list)  (sizeof(list) / sizeof(list)[0])
#define A            0
#define B            1
#define CLAIM_KINDS  (CLAIM_THREE + 1)
#define ALL_RIGHTS   8 // ways to combine the bits PAGING_RIGHTS
#define RANDOM_CALLS 1500
#define QUESTIONED   20 // of so many random calls one asks for answers
#define BYTE         5  // in a page
#define LAST_BYTE    (FRAME_BYTES - 1)
#define MARKS        (PAGE_ACCESSED | PAGE_DIRTY)

// For an enumerator: this is the call.
#define SETS(...) (*call = (struct specified_call){__VA_ARGS__}, true)

static uint32_t rights_of(uint32_t number)
{
    return (number & 1 ? PAGE_WRITABLE : 0) | (number & 2 ? PAGE_CACHE_DISABLED : 0) |
           (number & 4 ? PAGE_WRITE_THROUGH : 0);
}

// Takes one of a list; if the index goes beyond it, what is left is for what comes next.
static bool takes(const struct specified_call *list, uint32_t count, uint32_t *index,
                  struct specified_call *call)
{
    if (*index >= count) {
        *index -= count;
        return false;
    }
    *call = list[*index];
    return true;
}

#define TAKES(list) takes(list, COUNT(list), &index, call)

// The common part of each struct specification.
#define TRIED(enumerate)                                                                           \
    (struct specification)                                                                         \
    {                                                                                              \
        enumerate, NULL, paging_perform, NULL, paging_print                                        \
    }

// --- exercise 1

static bool enumerate_spaces(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_CREATE, false, {A, 1}},  {CALL_CREATE, false, {B, 1}}, {CALL_CREATE, true, {A, 3}},
        {CALL_DESTROY, false, {A}},    {CALL_DESTROY, false, {B}},   {CALL_LOAD, false, {A}},
        {CALL_LOAD, false, {B}},       {CALL_LOAD, false, {NOBODY}}, {CALL_FIND_ENTRY, false, {A}},
        {CALL_FIND_ENTRY, false, {B}},
    };
    return TAKES(list);
}

static const struct specification of_spaces = TRIED(enumerate_spaces);

TEST(every_space, 0)
{
    tiny_begin(false);
    specification_explore(&of_spaces, 5, 8, BUDGET);
}

// --- exercise 2

static bool enumerate_mappings(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_MAP, false, {A, PLACE_LOWEST, 0, PAGE_NUMBER(0), CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_FIRST, BYTE, PAGE_NUMBER(1) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(2), CLAIM_NULL}},
        {CALL_MAP, false, {A, PLACE_TOP, LAST_BYTE, PAGE_NUMBER(1), CLAIM_THREE}},
        {CALL_MAP, false, {B, PLACE_FIRST, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_READ, false, {PLACE_FIRST}},
        {CALL_WRITE, false, {PLACE_FIRST}},
        {CALL_LOAD, false, {A}},
        {CALL_LOAD, false, {B}},
        {CALL_FIND_ENTRY, false, {A}},
    };
    if (TAKES(list))
        return true;
    if (index < CLAIM_KINDS * PLACES)
        return SETS(CALL_MAP, true,
                    {A, index / CLAIM_KINDS, LAST_BYTE, PAGE_NUMBER(index % PAGES) | PAGE_WRITABLE,
                     index % CLAIM_KINDS});
    index -= CLAIM_KINDS * PLACES;
    return index < ALL_RIGHTS * PAGES &&
           SETS(CALL_MAP, true,
                {A, PLACE_MIDDLE, BYTE, PAGE_NUMBER(index % PAGES) | rights_of(index / PAGES),
                 CLAIM_ONE});
}

static const struct specification of_mappings = TRIED(enumerate_mappings);

TEST(every_mapping, 0)
{
    tiny_begin(true);
    specification_explore(&of_mappings, 3, 5, BUDGET);
}

// --- exercises 3 and 4

static bool enumerate_unmappings(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_MAP, false, {A, PLACE_BEFORE, 0, PAGE_NUMBER(PAGE_DEVICE), CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_FIRST, BYTE, PAGE_NUMBER(1) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(PAGE_ZERO), CLAIM_ONE}},
        {CALL_MAP, false, {B, PLACE_FIRST, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_UNMAP, false, {A, PLACE_BEFORE, LAST_BYTE}},
        {CALL_UNMAP, false, {A, PLACE_FIRST, BYTE}},
        {CALL_UNMAP, false, {A, PLACE_LAST, 0}},
        {CALL_UNMAP, false, {B, PLACE_FIRST, BYTE}},
        {CALL_READ, false, {PLACE_FIRST}},
        {CALL_WRITE, false, {PLACE_FIRST}},
        {CALL_READ, false, {PLACE_LAST}},
        {CALL_LOAD, false, {A}},
        {CALL_LOAD, false, {B}},
        {CALL_LOAD, false, {NOBODY}},
        {CALL_UNMAP, true, {A, PLACE_MIDDLE, 0}},
        {CALL_UNMAP, true, {A, PLACE_TOP, LAST_BYTE}},
        {CALL_UNMAP, true, {A, PLACE_LOWEST, 0}},
    };
    return TAKES(list);
}

static const struct specification of_unmappings = TRIED(enumerate_unmappings);

// A few calls, but many of them one after the other.
static bool enumerate_lives(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_CREATE, false, {A, 1}},
        {CALL_DESTROY, false, {A}},
        {CALL_MAP, false, {A, PLACE_FIRST, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_MAP, false, {B, PLACE_FIRST, 0, PAGE_NUMBER(1) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_UNMAP, false, {A, PLACE_FIRST, 0}},
        {CALL_UNMAP, false, {B, PLACE_FIRST, 0}},
        {CALL_MAP, true, {A, PLACE_LAST, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_NULL}},
    };
    return TAKES(list);
}

static const struct specification of_lives = TRIED(enumerate_lives);

TEST(every_unmapping, 0)
{
    tiny_begin(true);
    specification_explore(&of_unmappings, 4, 7, BUDGET);
    tiny_begin(true);
    specification_explore(&of_lives, 6, 6, BUDGET);
}

// --- exercise 5

static bool enumerate_holds(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_HOLD, false, {A, WINDOW_ACROSS, 0}},
        {CALL_HOLD, false, {A, WINDOW_ONE, 1}},
        {CALL_HOLD, false, {B, WINDOW_SLOT, 0}},
        {CALL_RELEASE, false, {A, WINDOW_ACROSS}},
        {CALL_RELEASE, false, {A, WINDOW_ONE}},
        {CALL_RELEASE, false, {B, WINDOW_SLOT}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(1) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_UNMAP, false, {A, PLACE_LAST, 0}},
        {CALL_LOAD, false, {A}},
        {CALL_LOAD, false, {B}},
        {CALL_MAP, true, {A, PLACE_FIRST, 0, PAGE_NUMBER(0), CLAIM_NULL}},
        {CALL_MAP, true, {A, PLACE_BEFORE, 0, PAGE_NUMBER(0), CLAIM_EMPTY}},
        {CALL_WRITE, true, {PLACE_LAST}},
        {CALL_COUNT, false, {A}},
        {CALL_FIND_ENTRY, false, {A}},
    };
    return TAKES(list);
}

static const struct specification of_holds = TRIED(enumerate_holds);

// A few calls, but many of them one after the other.
static bool enumerate_held_lives(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_HOLD, false, {A, WINDOW_ONE, 0}},
        {CALL_RELEASE, false, {A, WINDOW_ONE}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(0), CLAIM_EMPTY}},
        {CALL_UNMAP, false, {A, PLACE_LAST, 0}},
        {CALL_DESTROY, false, {A}},
        {CALL_CREATE, false, {A, 1}},
        {CALL_FIND_ENTRY, false, {A}},
    };
    return TAKES(list);
}

static const struct specification of_held_lives = TRIED(enumerate_held_lives);

// Each window alone, twice, and with pages in it.
static bool enumerate_windows(uint32_t index, struct specified_call *call)
{
    if (index < WINDOWS)
        return SETS(CALL_HOLD, false, {A, index, 2});
    index -= WINDOWS;
    if (index < WINDOWS)
        return SETS(CALL_RELEASE, false, {A, index});
    index -= WINDOWS;
    return index == 0 && SETS(CALL_LOAD, false, {A});
}

static const struct specification of_windows = TRIED(enumerate_windows);

TEST(every_hold, 0)
{
    tiny_begin(true);
    specification_explore(&of_holds, 4, 6, BUDGET);
    tiny_begin(true);
    specification_explore(&of_windows, 3, 3, BUDGET);
    tiny_begin(true);
    specification_explore(&of_held_lives, 7, 7, BUDGET);
}

// --- exercise 6

// What is mapped at first in both spaces, and changed then.
static void begin_mapped(void)
{
    tiny_begin(true);
    for (uint32_t space = 0; space < SPACES; space++)
        paging_perform(&(struct specified_call){
            CALL_MAP,
            false,
            {space, PLACE_FIRST, 0, PAGE_NUMBER(space) | PAGE_WRITABLE, CLAIM_ONE}});
    specification_set_origin("spaces a and b; in both 0x%x is mapped, writable",
                             places[PLACE_FIRST]);
}

static bool enumerate_changes(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_READ, false, {PLACE_FIRST}}, {CALL_WRITE, false, {PLACE_FIRST}},
        {CALL_LOAD, false, {A}},           {CALL_LOAD, false, {B}},
        {CALL_LOAD, false, {NOBODY}},      {CALL_UNMAP, true, {A, PLACE_FIRST, 0}},
    };
    static const uint32_t marks[] = {PAGE_ACCESSED, PAGE_DIRTY, MARKS};

    if (TAKES(list))
        return true;
    if (index < COUNT(marks))
        return SETS(CALL_MARKS, false, {A, PLACE_FIRST, LAST_BYTE, marks[index]});
    index -= COUNT(marks);
    return index < ALL_RIGHTS && SETS(CALL_RIGHTS, false, {A, PLACE_FIRST, BYTE, rights_of(index)});
}

static const struct specification of_changes = TRIED(enumerate_changes);

static bool enumerate_first_changes(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_MAP, false, {A, PLACE_FIRST, 0, PAGE_NUMBER(1), CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_FIRST, 0, PAGE_NUMBER(1) | PAGING_RIGHTS, CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(0), CLAIM_ONE}},
        {CALL_LOAD, false, {A}},
        {CALL_RIGHTS, false, {A, PLACE_FIRST, BYTE, PAGE_WRITABLE}},
        {CALL_RIGHTS, false, {A, PLACE_FIRST, BYTE, 0}},
        {CALL_RIGHTS, true, {A, PLACE_MIDDLE, 0, PAGE_WRITABLE}},
        {CALL_RIGHTS, true, {A, PLACE_BEFORE, 0, 0}},
        {CALL_MARKS, true, {A, PLACE_MIDDLE, 0, MARKS}},
        {CALL_MARKS, true, {A, PLACE_BEFORE, 0, MARKS}},
    };
    return TAKES(list);
}

static const struct specification of_first_changes = TRIED(enumerate_first_changes);

TEST(every_change, 0)
{
    tiny_begin(true);
    specification_explore(&of_first_changes, 4, 4, BUDGET);
    begin_mapped();
    specification_explore(&of_changes, 4, 5, BUDGET);
}

// --- exercise 7

static bool enumerate_searches(uint32_t index, struct specified_call *call)
{
    if (index == 0)
        return SETS(CALL_FIND_MAPPED, false, {A});
    index--;
    return index < PLACES &&
           SETS(CALL_MAP, false, {A, index, 0, PAGE_NUMBER(index % PAGES), CLAIM_ONE});
}

static const struct specification of_searches = TRIED(enumerate_searches);

// A few calls, with searches between them.
static bool enumerate_searched_lives(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_MAP, false, {A, PLACE_FIRST, 0, PAGE_NUMBER(0), CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_LAST, 0, PAGE_NUMBER(1), CLAIM_ONE}},
        {CALL_UNMAP, false, {A, PLACE_FIRST, 0}},
        {CALL_UNMAP, false, {A, PLACE_LAST, 0}},
        {CALL_DESTROY, false, {A}},
        {CALL_CREATE, false, {A, 1}},
        {CALL_FIND_MAPPED, false, {A}},
    };
    return TAKES(list);
}

static const struct specification of_searched_lives = TRIED(enumerate_searched_lives);

TEST(every_search, 0)
{
    tiny_begin(true);
    specification_explore(&of_searches, 3, 3, BUDGET);
    tiny_begin(true);
    specification_explore(&of_searched_lives, 6, 6, BUDGET);
}

// --- exercise 8

static bool enumerate_faults(uint32_t index, struct specified_call *call)
{
    static const struct specified_call list[] = {
        {CALL_CLASSIFY, false, {A}},
        {CALL_MAP, false, {A, PLACE_MIDDLE, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_MAP, false, {A, PLACE_LOWEST, 0, PAGE_NUMBER(0) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_MAP, false, {B, PLACE_FIRST, 0, PAGE_NUMBER(2) | PAGE_WRITABLE, CLAIM_ONE}},
        {CALL_LOAD, false, {A}},
        {CALL_WRITE, false, {PLACE_FIRST}},
    };
    if (TAKES(list))
        return true;
    return index < ALL_RIGHTS &&
           SETS(CALL_MAP, false, {A, PLACE_FIRST, 0, PAGE_NUMBER(1) | rights_of(index), CLAIM_ONE});
}

static const struct specification of_faults = TRIED(enumerate_faults);

TEST(every_fault, 0)
{
    tiny_begin(true);
    specification_explore(&of_faults, 3, 3, BUDGET);
}

// --- exercise 9

static void draw(struct specified_call *call)
{
    uint32_t space = test_random(SPACES), place = test_random(PLACES);
    uint32_t byte = test_random(FRAME_BYTES), window = test_random(WINDOWS);
    uint32_t rights = rights_of(test_random(ALL_RIGHTS)), page = PAGE_NUMBER(test_random(PAGES));
    uint32_t function = CALL_LOAD + test_random(CALL_RELEASE - CALL_LOAD + 1);

    if (test_random(QUESTIONED) == 0)
        function = CALL_FIND_ENTRY + test_random(CALL_CLASSIFY - CALL_FIND_ENTRY + 1);
    *call = (struct specified_call){function, false, {space, place, byte, 0, 0}};
    if (function == CALL_LOAD)
        call->argument[0] = test_random(NOBODY + 1);
    else if (function == CALL_READ || function == CALL_WRITE)
        call->argument[0] = place;
    else if (function == CALL_HOLD || function == CALL_RELEASE)
        *call = (struct specified_call){function, false, {space, window, 0}};
    else if (function == CALL_MAP)
        call->argument[3] = page | rights, call->argument[4] = test_random(CLAIM_KINDS);
    else if (function == CALL_RIGHTS)
        call->argument[3] = rights;
    else if (function == CALL_MARKS)
        call->argument[3] = (1 + test_random(3)) * PAGE_ACCESSED;
}

static const struct specification of_anything = {NULL, draw, paging_perform, NULL, paging_print};

TEST(random_calls, 0)
{
    tiny_begin(true);
    specification_walk(&of_anything, RANDOM_CALLS);
}
