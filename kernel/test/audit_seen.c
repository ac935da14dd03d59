// SPDX-License-Identifier: MIT
// What the audit has seen: how often it has met each state that a book can be in. What random calls
// never lead to, they do not test.
#include "kernel/capability/interrupt_line.h"
#include "kernel/machine/io_port.h"
#include "kernel/test/audit.h"
#include "kernel/test/audit_parts.h"
#include "mm/pagers/turn.h"

#define LEVELS_TOLD 4

// clang-format off
// SEEN(name): a name here is one in the records, which count how many things in that state were
// met.
#define SEEN_LIST(SEEN)                                                                            \
    SEEN(new) SEEN(ready) SEEN(ending) SEEN(ended) SEEN(ticket) SEEN(grant) SEEN(long_call)        \
    SEEN(timeout) SEEN(child_of_child) SEEN(level_0) SEEN(level_1) SEEN(level_2) SEEN(level_3)     \
    SEEN(slot_fetch) SEEN(slot_store) SEEN(slot_draining) SEEN(slot_waiter) SEEN(turn_held)        \
    SEEN(turn_queued) SEEN(notice) SEEN(stalled) SEEN(paged) SEEN(wired) SEEN(device)              \
    SEEN(channel) SEEN(core_owner) SEEN(revoked) SEEN(leaves) SEEN(fetching) SEEN(resident)        \
    SEEN(storing) SEEN(failed) SEEN(discard) SEEN(keep) SEEN(gone_pager) SEEN(gone_revoked)        \
    SEEN(going) SEEN(line) SEEN(io_range)
// clang-format on

enum {
#define SEEN_VALUE(name) SEEN_##name,
    SEEN_LIST(SEEN_VALUE)
};

static const char *const names[] = {
#define SEEN_NAME(name) #name,
    SEEN_LIST(SEEN_NAME)};

#define SEEN_COUNT (sizeof names / sizeof names[0])

static uint32_t seen[SEEN_COUNT], waits[PROCESS_WAITS];

static const char *const wait_names[PROCESS_WAITS] = {
#define WAIT_NAME(name, text) #name,
    PROCESS_WAIT_LIST(WAIT_NAME)};

static uint32_t count(struct list *list)
{
    uint32_t items = 0;
    for (const struct list *at = list->next; at != list; at = at->next)
        items++;
    return items;
}

static void note_process(const struct process *process)
{
    waits[process->wait]++;
    seen[SEEN_new] += process->state == PROCESS_NEW;
    seen[SEEN_ready] += process->state == PROCESS_READY;
    seen[SEEN_ending] += process->state == PROCESS_ENDING;
    seen[SEEN_ended] += process->state == PROCESS_ENDED;
    seen[SEEN_ticket] += process->fault.slot_ticket != NULL;
    seen[SEEN_grant] += (process->fault_flags & FAULT_HAS_GRANT) != 0;
    seen[SEEN_long_call] += process->long_call.progress != 0;
    seen[SEEN_timeout] += process->is_timed;
    seen[SEEN_child_of_child] += process->creator != NULL && process->creator->creator != NULL;
    for (uint32_t i = 0; i < process->region_count; i++) {
        const struct region *region = &process->regions[process->region_order[i]];
        seen[SEEN_going] += region->is_going;
        seen[SEEN_gone_pager] += region->object == &object_gone_pager;
        seen[SEEN_gone_revoked] += region->object == &object_gone_revoked;
    }
}

static void note_pager(struct pager *pager)
{
    if (pager->level < LEVELS_TOLD)
        seen[SEEN_level_0 + pager->level]++;
    seen[SEEN_slot_waiter] += count(&pager->slot_waiters);
    seen[SEEN_notice] += count(&pager->notices);
    seen[SEEN_stalled] += count(&pager->stalled);
    seen[SEEN_turn_held] += pager->turn == TURN_HELD;
    seen[SEEN_turn_queued] += pager->turn == TURN_QUEUED;
    for (uint32_t i = 0; i < pager->slot_count; i++) {
        seen[SEEN_slot_fetch] += pager->slots[i].state == SLOT_FETCH;
        seen[SEEN_slot_store] += pager->slots[i].state == SLOT_STORE;
        seen[SEEN_slot_draining] += pager->slots[i].state == SLOT_DRAINING;
    }
}

static void note_object(const struct object *object)
{
    seen[SEEN_paged] += object->kind == OBJECT_PAGED;
    seen[SEEN_wired] += object->kind == OBJECT_WIRED;
    seen[SEEN_device] += object->kind == OBJECT_DEVICE;
    seen[SEEN_channel] += object->has_channel;
    seen[SEEN_core_owner] += object->has_core_owner;
    seen[SEEN_revoked] += object->is_revoked;
    seen[SEEN_leaves] += object->directory != NULL;
    if (object->kind == OBJECT_DEVICE)
        return;
    for (uint32_t page = 0; (page = audit_next_page(object, page)) < object->pages; page++) {
        const struct page_entry *entry = object_find_entry(object, page);
        seen[SEEN_fetching] += entry->state == PAGE_FETCHING;
        seen[SEEN_resident] += entry->state == PAGE_RESIDENT;
        seen[SEEN_storing] += entry->state == PAGE_STORING;
        seen[SEEN_failed] += entry->state == PAGE_FAILED;
        seen[SEEN_discard] += entry->discard;
        seen[SEEN_keep] += entry->keep;
    }
}

void audit_note_seen(void)
{
    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        note_process(process);
        if (process->pager != NULL)
            note_pager(process->pager);
        for (struct list *at = process->objects.next; at != &process->objects; at = at->next)
            note_object(LIST_ITEM(at, struct object, in_maker));
    }
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++)
        seen[SEEN_line] += interrupt_lines[i].port != NULL;
    for (uint32_t i = 0; i < IO_RANGES_MOST; i++)
        seen[SEEN_io_range] += io_ranges[i].generation != 0;
}

void audit_report_seen(void)
{
    for (uint32_t i = 0; i < SEEN_COUNT; i++)
        record_send("seen", "what=%s count=%u", names[i], seen[i]);
    for (uint32_t i = 0; i < PROCESS_WAITS; i++)
        record_send("seen", "what=%s count=%u", wait_names[i], waits[i]);
}
