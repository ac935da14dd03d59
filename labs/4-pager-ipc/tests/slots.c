// SPDX-License-Identifier: MIT
// Lab 4: a new pager's slots, for each number of them; and who can have one.
#include "common/string.h"
#include "kernel/test/test.h"
#include "mm/pager.h"

#define GARBAGE 0x5eed5eedu

static struct pager pager, before;

// All zero, but for what is given code's.
static void make_new(uint32_t slots)
{
    memset(&pager, 0, sizeof pager);
    pager.slot_count = slots;
    pager.process = (struct process *)GARBAGE;
    pager.port = (struct port *)GARBAGE;
    pager.window = &pager.lent;
    pager.window_start.value = 0x10000000;
    pager.level = 3;
    pager.most_of_one_kind = slots - 1;
    pager.clock = 77;
    pager.patience_ticks = 9;
    list_init(&pager.slot_waiters);
    list_init(&pager.notices);
    list_init(&pager.stalled);
    before = pager;
}

static void check_slot(uint32_t number, const struct list *link)
{
    const struct slot *slot = &pager.slots[number];

    CHECK_THAT((uint32_t)link, ==, (uint32_t)&slot->link,
               "place %u of pager->idle: the link of slot %u, with %u slots", number, number,
               pager.slot_count);
    CHECK_THAT((uint32_t)link->next->previous, ==, (uint32_t)link,
               "the link back to slot %u on pager->idle", number);
    CHECK_THAT(slot->state, ==, SLOT_IDLE, "the state of slot %u, new", number);
    CHECK_THAT((uint32_t)slot->waiters.next, ==, (uint32_t)&slot->waiters,
               "waiters.next of slot %u, new: an empty list", number);
    CHECK_THAT((uint32_t)slot->waiters.previous, ==, (uint32_t)&slot->waiters,
               "waiters.previous of slot %u, new: an empty list", number);
}

static void check_new(uint32_t slots)
{
    const struct list *link = pager.idle.next;

    for (uint32_t i = 0; i < slots; i++, link = link->next)
        check_slot(i, link);
    CHECK_THAT((uint32_t)link, ==, (uint32_t)&pager.idle,
               "what follows the last slot on pager->idle: the list's head, with %u slots", slots);
    CHECK_THAT(list_is_empty(&pager.open), ==, true, "whether pager->open of a new pager is empty");
    CHECK_THAT((uint32_t)pager.open.previous, ==, (uint32_t)&pager.open, "pager->open.previous");
    CHECK_THAT((uint32_t)pager.next_request, ==, (uint32_t)&pager.open,
               "pager->next_request of a new pager: &pager->open");
    CHECK_THAT(memcmp(&pager.slots[slots], &before.slots[slots],
                      (PAGER_SLOTS_MOST - slots) * sizeof pager.slots[0]),
               ==, 0, "whether slots behind the last one, %u, were written to", slots - 1);
    CHECK_THAT(memcmp(&pager, &before, offsetof(struct pager, idle)), ==, 0,
               "whether what given code keeps before `idle` was written to");
    CHECK_THAT(memcmp(&pager.all, &before.all,
                      offsetof(struct pager, lab_4) - offsetof(struct pager, all)),
               ==, 0, "whether what given code keeps from `all` to `end_progress` was written to");
    CHECK_THAT(memcmp(&pager.lent, &before.lent, sizeof pager.lent + sizeof pager.lent_entries), ==,
               0, "whether the window's object was written to");
}

TEST(slots_new, 0)
{
    for (uint32_t slots = PAGER_SLOTS_LEAST; slots <= PAGER_SLOTS_MOST; slots++) {
        make_new(slots);
        pager_init_slots(&pager);
        check_new(slots);
    }
    record_send("value", "done=1");
}

// Whether a request of either kind can have a slot, for all numbers of those in use.
static void check_has_slot(uint32_t fetches, uint32_t stores, uint32_t most, bool is_idle)
{
    pager.fetches = fetches;
    pager.stores = stores;
    pager.most_of_one_kind = most;
    before = pager;
    CHECK_THAT(pager_has_slot(&pager, SLOT_FETCH), ==, is_idle && fetches < most,
               "whether there is a slot for a FETCH: %u fetches, %u stores, %u of one kind, %s",
               fetches, stores, most, is_idle ? "one is idle" : "none is idle");
    CHECK_THAT(pager_has_slot(&pager, SLOT_STORE), ==, is_idle && stores < most,
               "whether there is a slot for a STORE: %u fetches, %u stores, %u of one kind, %s",
               fetches, stores, most, is_idle ? "one is idle" : "none is idle");
    CHECK_THAT(memcmp(&pager, &before, sizeof pager), ==, 0,
               "whether pager_has_slot wrote to the pager");
}

TEST(slots_kinds, 0)
{
    for (uint32_t most = 1; most < PAGER_SLOTS_MOST; most += 1 + most / 8) {
        make_new(PAGER_SLOTS_MOST);
        pager_init_slots(&pager);
        for (uint32_t fetches = 0; fetches <= most; fetches++) {
            check_has_slot(fetches, 0, most, true);
            check_has_slot(0, fetches, most, true);
            check_has_slot(fetches, most - fetches, most, true);
        }
        list_init(&pager.idle); // all of them drain
        check_has_slot(0, 0, most, false);
        check_has_slot(most, 0, most, false);
    }
    record_send("value", "done=1");
}
