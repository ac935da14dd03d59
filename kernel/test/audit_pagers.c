// SPDX-License-Identifier: MIT
// The audit of pagers: slots against pages, lists of slots, notices, and the turn.
#include "kernel/test/audit_parts.h"
#include "mm/pagers/turn.h"

static bool is_open(const struct slot *slot)
{
    return slot->state == SLOT_FETCH || slot->state == SLOT_STORE;
}

// --- slots

static void check_open_slot(const struct pager *pager, uint32_t number)
{
    const struct slot *slot = &pager->slots[number];
    const struct object *object = slot->object;

    CHECK_THAT(slot->page, <, object->pages, "page that slot %u of process %u (%s) is for", number,
               AUDIT_NAME(pager->process));
    const struct page_entry *entry = object_find_entry(object, slot->page);
    AUDIT(entry != NULL, true, "leaves for page %u, which slot %u of process %u (%s) is for",
          slot->page, number, AUDIT_NAME(pager->process));
    AUDIT(entry->state, (slot->state == SLOT_FETCH ? PAGE_FETCHING : PAGE_STORING),
          "state of page %u, which slot %u of process %u (%s) has a request for", slot->page,
          number, AUDIT_NAME(pager->process));
    AUDIT(entry->number, number, "slot of page %u, which slot %u of process %u (%s) is for",
          slot->page, number, AUDIT_NAME(pager->process));
    audit_frame_of(object)->requests++;
}

static void check_window_page(const struct pager *pager, uint32_t number)
{
    const struct slot *slot = &pager->slots[number];

    if (pager->window == NULL)
        return;
    const struct page_entry *entry = &pager->window->entries[number];
    bool is_in_transit = entry->state == PAGE_FETCHING || entry->state == PAGE_STORING;
    if (slot->state == SLOT_IDLE && entry->state != PAGE_FAILED)
        AUDIT(entry->state, PAGE_ABSENT,
              "state of the window page of slot %u of process %u (%s), which is idle", number,
              AUDIT_NAME(pager->process));
    if (slot->state == SLOT_DRAINING)
        AUDIT(is_in_transit && entry->discard, true,
              "pages to be discarded in slot %u of process %u (%s), which drains", number,
              AUDIT_NAME(pager->process));
    if (is_open(slot) && pager->level == 0)
        AUDIT(entry->state, PAGE_RESIDENT,
              "state of the window page of slot %u of process %u (%s), on level 0", number,
              AUDIT_NAME(pager->process));
}

static void check_waiters(const struct pager *pager, uint32_t number)
{
    const struct slot *slot = &pager->slots[number];

    AUDIT(is_open(slot) || list_is_empty(&slot->waiters), true,
          "slot %u of process %u (%s), which nobody may wait for, has no waiters", number,
          AUDIT_NAME(pager->process));
}

static void check_slots(const struct pager *pager)
{
    uint32_t fetches = 0, stores = 0;

    for (uint32_t i = 0; i < pager->slot_count; i++) {
        const struct slot *slot = &pager->slots[i];
        CHECK_THAT(slot->state, <=, (uint32_t)SLOT_DRAINING, "state of slot %u of process %u (%s)",
                   i, AUDIT_NAME(pager->process));
        AUDIT(slot->word & SLOT_WORD_SLOT, i, "slot in the word of slot %u of process %u (%s)", i,
              AUDIT_NAME(pager->process));
        fetches += slot->state == SLOT_FETCH;
        stores += slot->state == SLOT_STORE;
        if (is_open(slot))
            check_open_slot(pager, i);
        check_window_page(pager, i);
        check_waiters(pager, i);
    }
    AUDIT(pager->fetches, fetches, "fetches of process %u (%s), of its slots",
          AUDIT_NAME(pager->process));
    AUDIT(pager->stores, stores, "stores of process %u (%s), of its slots",
          AUDIT_NAME(pager->process));
}

// Requests that were received come first; those that were not begin with next_request.
static void check_lists(struct pager *pager)
{
    uint32_t idle = 0, open = 0, draining = 0, number = pager->process->number;
    const struct list *next_request = &pager->open;

    for (struct list *at = NULL; (at = audit_next(&pager->idle, at, "idle slots", number)) != NULL;
         idle++)
        AUDIT(LIST_ITEM(at, struct slot, link)->state, SLOT_IDLE,
              "state of a slot on the idle list of process %u (%s)", AUDIT_NAME(pager->process));
    for (struct list *at = NULL; (at = audit_next(&pager->open, at, "open slots", number)) != NULL;
         open++) {
        const struct slot *slot = LIST_ITEM(at, struct slot, link);
        AUDIT(is_open(slot), true, "requests in a slot on the open list of process %u (%s)",
              AUDIT_NAME(pager->process));
        if (next_request == &pager->open && !slot->is_delivered)
            next_request = at;
        AUDIT(next_request == &pager->open, slot->is_delivered,
              "requests of process %u (%s) were received in their order",
              AUDIT_NAME(pager->process));
    }
    for (uint32_t i = 0; i < pager->slot_count; i++)
        draining += pager->slots[i].state == SLOT_DRAINING;
    AUDIT(pager->next_request, next_request, "the request that process %u (%s) gets next",
          AUDIT_NAME(pager->process));
    AUDIT(idle + open + draining, pager->slot_count,
          "idle, open and draining slots of process %u (%s)", AUDIT_NAME(pager->process));
}

// A pager that waits for requests has been given all that there were.
static void check_delivery(const struct pager *pager)
{
    if (port_receiver(pager->port) == NULL)
        return;
    AUDIT(pager->next_request, &pager->open,
          "the request that process %u (%s) gets next, while it waits for one",
          AUDIT_NAME(pager->process));
    AUDIT(list_is_empty(&pager->notices), true,
          "no notices for process %u (%s), while it waits for one", AUDIT_NAME(pager->process));
}

// --- notices

static void check_notices(struct pager *pager, struct list *list, const char *what, bool stalled)
{
    uint32_t listed = 0, marked = 0;
    struct process *process = pager->process;

    for (struct list *at = NULL; (at = audit_next(list, at, what, process->number)) != NULL;) {
        const struct object *object = LIST_ITEM(at, struct object, in_notices);
        AUDIT(stalled ? object->is_stalled : object->is_noticed, true,
              "mark of an object in the list of %s of process %u (%s)", what, AUDIT_NAME(process));
        listed++;
    }
    for (struct list *at = process->objects.next; at != &process->objects; at = at->next) {
        const struct object *object = LIST_ITEM(at, struct object, in_maker);
        marked += stalled ? object->is_stalled : object->is_noticed;
    }
    AUDIT(listed, marked, "objects in the list of %s of process %u (%s)", what,
          AUDIT_NAME(process));
}

// --- the turn

static void check_turn(const struct pager *pager)
{
    const struct process *process = pager->process;
    bool is_held = turns[pager->level].holder == pager;
    uint32_t class = is_held ? (uint32_t)CLASS_TURN(pager->level) : (uint32_t)CLASS_PAGED;

    AUDIT(pager->turn == TURN_HELD, is_held, "process %u (%s) has the turn of level %u",
          AUDIT_NAME(process), (uint32_t)pager->level);
    AUDIT(process->fault_class, class, "class of the frames of process %u (%s)",
          AUDIT_NAME(process));
}

static void check_queues(void)
{
    uint32_t queued = 0, marked = 0;

    for (uint32_t level = 1; level <= LEVEL_HIGHEST; level++) {
        struct turn *turn = &turns[level];
        CHECK_THAT(turn->page_count, <=, (uint32_t)TURN_FRAMES,
                   "pages kept in the turn of level %u", level);
        for (struct list *at = NULL;
             (at = audit_next(&turn->queue, at, "pagers that want the turn", level)) != NULL;
             queued++)
            AUDIT(LIST_ITEM(at, struct pager, in_turn)->turn, TURN_QUEUED,
                  "state of a pager that is queued for the turn of level %u", level);
    }
    for (uint32_t i = 0; i < audit.process_count; i++) {
        const struct pager *pager = audit.processes[i]->pager;
        marked += pager != NULL && pager->turn == TURN_QUEUED;
    }
    AUDIT(queued, marked, "pagers queued for a turn, of those that say so");
}

// --- all

static void check_role(struct process *process)
{
    struct pager *pager = process->pager;

    audit_use(frame_number_of(frame_of_memory(pager)).value, USE_PAGER);
    AUDIT(pager->process, process, "process of the pager of %u (%s)", AUDIT_NAME(process));
    AUDIT(process->level, (int8_t)pager->level, "level of process %u (%s)", AUDIT_NAME(process));
    if (pager->window != NULL)
        AUDIT(pager->window->backs, pager, "pager whose window the window of process %u (%s) is",
              AUDIT_NAME(process));
}

void audit_pagers(void)
{
    uint32_t in_ring = 0, pagers = 0;

    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        if (process->pager == NULL)
            continue;
        struct pager *pager = process->pager;
        check_role(process);
        if (pagers++ == 0)
            for (const struct list *at = pager->all.next; at != &pager->all; at = at->next)
                CHECK_THAT(++in_ring, <=, audit.process_count, "pagers on the list of all");
        if (process_is_over(process))
            continue; // slots and notices go one by one
        check_slots(pager);
        check_lists(pager);
        check_delivery(pager);
        check_notices(pager, &pager->notices, "notices", false);
        check_notices(pager, &pager->stalled, "stalled releases", true);
        check_turn(pager);
    }
    // The walk round the ring has counted the head of the list, and not the first pager.
    AUDIT(in_ring, pagers, "pagers on the list of all, of the processes that are pagers");
    check_queues();
}
