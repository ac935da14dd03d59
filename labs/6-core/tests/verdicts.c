// SPDX-License-Identifier: MIT
// Lab 6: the verdict, in everything that may happen while its time runs.
#include "kernel/test/catch.h"
#include "kernel/test/specification.h"
#include "kernel/test/test.h"
#include "kernel/test/verdict.h"
#include "labs/6-core/tests/world.h"
#include "mm/pagers/deadlock.h"

#define PAGERS    3
#define SLOTS     4
#define WINDOW_AT 0x10000000u
#define LIMIT     30
#define NOBODY    UINT32_MAX

static struct pager *pagers[PAGERS];
static uint32_t pager_count;
static struct claim claim;
static struct frame *paged;

static bool was_reported;
static const struct pager *reported;
static uint32_t reported_ticks;

static void note_report(const struct pager *culprit, uint32_t ticks)
{
    was_reported = true;
    reported = culprit;
    reported_ticks = ticks;
    test_catch_leave();
}

static struct pager *make_pager(struct process *process)
{
    const struct pager_request request = {
        .port = &process->ports[0],
        .window = {WINDOW_AT},
        .slots = SLOTS,
    };

    CHECK(reserve_claim(&claim, CLASS_RESERVE, pager_count_frames(process, &request)), ==, 0);
    pager_make(process, &request, 0, &claim);
    reserve_release(&claim);
    return process->pager;
}

static void check_once(void *unused)
{
    (void)unused;
    core_check_deadlock();
}

static void check(void)
{
    was_reported = false;
    if (test_catch(check_once, NULL) == CAUGHT_END)
        core_check_deadlock(); // a panic of its own is shown, not caught
}

// A tick in which it is asked for.
static void tick(void)
{
    timer_tick_count++;
    check();
}

static uint32_t number_of(const struct pager *pager)
{
    for (uint32_t i = 0; i < pager_count; i++) {
        if (pagers[i] == pager)
            return i;
    }
    return NOBODY;
}

// --- the pagers' requests

static void set_requests(uint32_t number, uint32_t count)
{
    struct pager *pager = pagers[number];

    list_init(&pager->open);
    list_init(&pager->idle);
    for (uint32_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &pager->slots[i];
        slot->state = i < count ? SLOT_FETCH : SLOT_IDLE;
        list_append(i < count ? &pager->open : &pager->idle, &slot->link);
    }
}

static void set_age(uint32_t number, uint32_t slot, uint32_t clock, uint32_t age)
{
    pagers[number]->clock = (uint16_t)clock;
    pagers[number]->slots[slot].opened_clock = (uint16_t)(clock - age);
}

// The pager has answered a request that was open for less than a tick.
static void answer(uint32_t number)
{
    pagers[number]->slots[SLOTS - 1].word += 1u << SLOT_WORD_SHIFT;
}

// --- how long it takes: what the header says, give or take the tick in which one begins to count

static void expect_none(uint32_t ticks, const char *what)
{
    specified_begins();
    for (uint32_t i = 0; i < ticks; i++) {
        tick();
        CHECK_THAT(was_reported, ==, false,
                   "whether deadlock_report was called in tick %u of %u, %s", i + 1, ticks, what);
    }
    specified_ends();
}

static void expect_report(uint32_t limit, uint32_t already, uint32_t culprit, const char *what)
{
    uint32_t ticks = already;

    specified_begins();
    for (was_reported = false; !was_reported && ticks < limit + 5; ticks++)
        tick();
    CHECK_THAT(was_reported, ==, true, "whether deadlock_report was called within %u ticks, %s",
               limit + 2, what);
    CHECK_THAT(ticks >= limit && ticks <= limit + 2, ==, true,
               "whether deadlock_report was called after %u ticks; it was after %u, %s", limit,
               ticks, what);
    CHECK_THAT(number_of(reported), ==, culprit,
               "the number of the pager with which deadlock_report is called, %s", what);
    CHECK_THAT(reported_ticks + 2 >= limit && reported_ticks <= limit + 2, ==, true,
               "whether deadlock_report is told of about %u ticks; it is told of %u, %s", limit,
               reported_ticks, what);
    specified_ends();
}

static void hope(void)
{
    timer_tick_count += 2;
}

// --- what may happen: all begins anew

enum event { HOPE, ANSWER, RUNS, TWO_ANSWER, EVENTS };

static const char *const event_names[EVENTS] = {"with a tick in which it was not called",
                                                "with an answer", "with somebody who can run",
                                                "with answers of two at the same time"};

static void happen(enum event event, uint32_t pager)
{
    if (event == HOPE)
        timer_tick_count++;
    else if (event == ANSWER)
        answer(pager);
    else if (event == TWO_ANSWER)
        answer(pager), answer((pager + 1) % pager_count);
    else
        thread_current = process_thread(world_process[FIRST]);
}

// An event after each number of ticks.
static void try_event(enum event event, uint32_t pager, uint32_t limit, uint32_t culprit)
{
    static const uint32_t moments[] = {1, 2, LIMIT / 2, LIMIT - 2};

    for (uint32_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        hope();
        expect_none(moments[i], "before anything happened");
        happen(event, pager);
        expect_none(1, event_names[event]);
        thread_current = NULL;
        expect_none(limit - 2, event_names[event]);
        expect_report(limit, limit - 1, culprit, event_names[event]);
    }
}

static void try_again_and_again(uint32_t limit)
{
    hope();
    for (enum event event = HOPE; event <= ANSWER; event++) {
        if (event == ANSWER && pager_count == 0)
            continue;
        for (uint32_t i = 0; i < 5; i++) {
            expect_none(limit - 3, event_names[event]);
            happen(event, i % (pager_count + (pager_count == 0)));
        }
        hope();
    }
}

// --- nobody owes anything

static void try_no_debts(void)
{
    uint32_t limit = pager_count == 0 ? pager_core_limit_ticks : LIMIT;

    for (uint32_t i = 0; i < pager_count; i++) {
        set_requests(i, 0);
        pagers[i]->patience_ticks = LIMIT;
    }
    hope();
    expect_report(limit, 0, NOBODY, "when nobody owes anything");
    for (uint32_t i = 0; i < pager_count; i++)
        try_event(ANSWER, i, limit, NOBODY);
    if (limit == LIMIT) {
        try_event(HOPE, 0, limit, NOBODY);
        try_event(RUNS, 0, limit, NOBODY);
        try_again_and_again(limit);
    }
    hope();
    thread_current = process_thread(world_process[FIRST]);
    expect_none(3 * limit, "when somebody can run");
    thread_current = NULL;
    hope();
    reserve_free(paged);
    expect_none(3 * limit, "when no frame is FRAME_PAGED");
    paged = reserve_alloc(CLASS_RESERVE, FRAME_PAGED);
}

// --- who is named

static const uint32_t clocks[] = {0, 1, 100, 0x7fff, 0x8000, 0xffff};
static const uint32_t ages[] = {1, 40, 101, 0x7fff, 0x8000, 0xfffe};

#define TIMES (sizeof clocks / sizeof clocks[0])

// Reports at once what it would report: the limit is short.
static void expect_culprit(uint32_t culprit, const char *what)
{
    hope();
    specified_begins();
    for (uint32_t i = 0; i < 4 && (i == 0 || !was_reported); i++)
        tick();
    CHECK_THAT(was_reported, ==, true, "whether deadlock_report was called, %s", what);
    CHECK_THAT(number_of(reported), ==, culprit,
               "the number of the pager that is named, %s; the first requests are open for %u and "
               "%u ticks, the clocks are %u and %u",
               what, (uint16_t)(pagers[0]->clock - pagers[0]->slots[0].opened_clock),
               (uint16_t)(pagers[1]->clock - pagers[1]->slots[0].opened_clock), pagers[0]->clock,
               pagers[1]->clock);
    specified_ends();
}

static void try_ages(void)
{
    for (uint32_t i = 0; i < PAGERS; i++) {
        set_requests(i, 2);
        pagers[i]->patience_ticks = 1;
        set_age(i, 1, 0, 0);
    }
    set_requests(2, 0);
    for (uint32_t i = 0; i < TIMES * TIMES * TIMES * TIMES; i++) {
        uint32_t age = i % TIMES, other = i / TIMES % TIMES;
        if (age == other)
            continue;
        set_age(0, 0, clocks[i / TIMES / TIMES % TIMES], ages[age]);
        set_age(1, 0, clocks[i / TIMES / TIMES / TIMES], ages[other]);
        for (uint32_t pager = 0; pager < 2; pager++) // the second one's does not count
            pagers[pager]->slots[1].opened_clock = (uint16_t)(pagers[pager]->clock + 1);
        expect_culprit(age > other ? 0 : 1, "the one whose oldest request is the oldest of all");
    }
    for (uint32_t i = 0; i < PAGERS; i++) { // the only one that owes
        for (uint32_t j = 0; j < PAGERS; j++)
            set_requests(j, i == j);
        expect_culprit(i, "the only one that owes an answer");
    }
    for (uint32_t i = 0; i < PAGERS; i++) { // the oldest of three
        for (uint32_t j = 0; j < PAGERS; j++) {
            set_requests(j, 1);
            set_age(j, 0, 1000 * j, i == j ? 300 : 200 + 10 * j);
        }
        expect_culprit(i, "the oldest of three");
    }
}

// --- with debts

static void try_debts(void)
{
    for (uint32_t debtor = 0; debtor < PAGERS; debtor++) {
        for (uint32_t i = 0; i < PAGERS; i++) {
            set_requests(i, i == debtor);
            pagers[i]->patience_ticks = i == 0 ? LIMIT : 10;
        }
        for (uint32_t slowest = 0; slowest < PAGERS; slowest++) {
            for (uint32_t i = 0; i < PAGERS; i++)
                pagers[i]->patience_ticks = i == slowest ? LIMIT : (uint16_t)(7 + i);
            hope();
            expect_report(LIMIT, 0, debtor, "when one of them owes an answer");
        }
        for (uint32_t i = 0; i < PAGERS; i++) {
            try_event(ANSWER, i, LIMIT, debtor);
            try_event(TWO_ANSWER, i, LIMIT, debtor);
        }
        try_event(HOPE, 0, LIMIT, debtor);
        try_again_and_again(LIMIT);
        hope();
        thread_current = process_thread(world_process[FIRST]); // which does not help
        expect_report(LIMIT, 0, debtor, "when somebody can run");
        thread_current = NULL;
        hope();
        reserve_free(paged);
        expect_report(LIMIT, 0, debtor, "when no frame is FRAME_PAGED");
        paged = reserve_alloc(CLASS_RESERVE, FRAME_PAGED);
    }
}

// Ticks are counted in 32 bits, and begin again at 0.
static void try_first_tick(void)
{
    for (uint32_t i = 0; i < PAGERS; i++) {
        set_requests(i, i == 0);
        pagers[i]->patience_ticks = LIMIT;
    }
    timer_tick_count = UINT32_MAX - LIMIT / 2;
    expect_report(LIMIT, 0, 0, "while timer_ticks() goes from UINT32_MAX on to 0");
}

TEST(every_verdict, 6)
{
    world_make();
    test_deadlock_report = note_report;
    paged = reserve_alloc(CLASS_RESERVE, FRAME_PAGED);
    thread_current = NULL;
    try_no_debts();
    struct pager *other = make_pager(world_process[ORDINARY]); // which is none of them
    list_append(&other->open, &other->slots[0].link);
    other->patience_ticks = 500;
    for (pager_count = 1; pager_count <= PAGERS; pager_count++) {
        struct process *process =
            pager_count < PAGERS ? world_process[pager_count - 1] : world_add_core();
        pagers[pager_count - 1] = make_pager(process);
        try_no_debts();
    }
    pager_count = PAGERS;
    try_first_tick();
    try_debts();
    try_ages();
    specified_all_ended();
    record_send("value", "done=1");
}
