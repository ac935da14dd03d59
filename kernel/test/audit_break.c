// SPDX-License-Identifier: MIT
// Wrong books, one of each kind, for the test of the audit. Each function makes one entry wrong,
// of the first thing that it finds for it, and returns whether there was one.
#include "common/string.h"
#include "kernel/capability/interrupt_line.h"
#include "kernel/test/audit.h"
#include "kernel/test/audit_parts.h"
#include "kernel/thread/schedule_queues.h"
#include "mm/pagers/turn.h"

// --- what there is

static struct process *find_process(bool (*fits)(const struct process *process))
{
    for (struct list *at = process_list.next; at != &process_list; at = at->next) {
        struct process *process = LIST_ITEM(at, struct process, all);
        if (!process_is_over(process) && fits(process))
            return process;
    }
    return NULL;
}

static struct object *find_object(bool (*fits)(const struct object *object))
{
    for (struct list *at = process_list.next; at != &process_list; at = at->next) {
        struct process *process = LIST_ITEM(at, struct process, all);
        if (process_is_over(process))
            continue;
        for (struct list *in = process->objects.next; in != &process->objects; in = in->next) {
            struct object *object = LIST_ITEM(in, struct object, in_maker);
            if (fits(object))
                return object;
        }
    }
    return NULL;
}

static struct frame *find_frame(enum frame_state state)
{
    for (uint32_t i = frame_table_entries; i-- > 0;) {
        if (frame_table[i].state == state)
            return &frame_table[i];
    }
    return NULL;
}

static struct slot *find_slot(enum slot_state state, struct process **of)
{
    for (struct list *at = process_list.next; at != &process_list; at = at->next) {
        struct process *process = LIST_ITEM(at, struct process, all);
        if (process->pager == NULL || process_is_over(process))
            continue;
        for (uint32_t i = 0; i < process->pager->slot_count; i++) {
            *of = process;
            if (process->pager->slots[i].state == state)
                return &process->pager->slots[i];
        }
    }
    return NULL;
}

static bool is_any(const struct process *process)
{
    return process != NULL;
}

static bool is_ordinary(const struct process *process)
{
    return !process->is_core;
}

static bool is_pager(const struct process *process)
{
    return process->pager != NULL;
}

static bool has_regions(const struct process *process)
{
    return process->region_count >= 2;
}

static bool has_child(const struct process *process)
{
    return process->creator != NULL;
}

static bool sleeps(const struct process *process)
{
    return process->wait == WAIT_SLEEP && process->is_timed;
}

static bool receives(const struct process *process)
{
    return process->wait == WAIT_RECEIVE;
}

static bool is_ready(const struct process *process)
{
    return process->state == PROCESS_READY && schedule_mask != SCHEDULE_MASK_ONLY;
}

static bool is_ready_ordinary(const struct process *process)
{
    return is_ready(process) && process->priority == PRIORITY_ORDINARY;
}

static bool waits_on_list(const struct process *process)
{
    return process->wait == WAIT_SEND || process->wait == WAIT_CALL ||
           process->wait == WAIT_REPLY || process->wait == WAIT_END;
}

static bool is_paged(const struct object *object)
{
    return object->kind == OBJECT_PAGED && object->directory == NULL;
}

static bool has_leaf(const struct object *object)
{
    return object->directory != NULL && object->directory[0] != NULL;
}

static bool backs_window(const struct object *object)
{
    return object->backs != NULL;
}

// --- what is made wrong

#define BREAK(name, type, thing, change)                                                           \
    static bool break_##name(void)                                                                 \
    {                                                                                              \
        type *it = thing;                                                                          \
        if (it == NULL)                                                                            \
            return false;                                                                          \
        change;                                                                                    \
        return true;                                                                               \
    }

BREAK(lost_frame, struct frame, find_frame(FRAME_FREE), it->state = FRAME_KERNEL)
BREAK(mappings, struct frame, find_frame(FRAME_PAGED), it->mappings++)
BREAK(owner_page, struct frame, find_frame(FRAME_PAGED), it->owner.page ^= 1)
BREAK(owner_object, struct frame, find_frame(FRAME_PAGED), it->owner.object = NULL)
BREAK(paged_as_lent, struct frame, find_frame(FRAME_PAGED), it->state = FRAME_LENT)
BREAK(table_count, struct process, find_process(is_ordinary), it->space.table_count++)
BREAK(kernel_half, struct process, find_process(is_ordinary),
      it->space.directory[PAGE_TABLE_ENTRIES - 1] ^= PAGE_PRESENT)
BREAK(region_order, struct process, find_process(has_regions),
      it->region_order[0] = it->region_order[1])
BREAK(region_place, struct process, find_process(has_regions),
      it->regions[it->region_order[0]].first_page++)
BREAK(region_rights, struct process, find_process(has_regions),
      it->regions[it->region_order[1]].most_rights = 0)
BREAK(region_count, struct object, find_object(is_paged), it->region_count++)
BREAK(not_absent, struct object, find_object(is_paged), it->not_absent++)
BREAK(open_requests, struct object, find_object(is_paged), it->open_requests++)
BREAK(object_capabilities, struct object, find_object(is_paged), it->capability_count++)
BREAK(object_pager, struct object, find_object(is_paged), it->pager = NULL)
BREAK(window_backs, struct object, find_object(backs_window), it->backs = NULL)
BREAK(notice, struct object, find_object(is_paged), it->is_noticed = !it->is_noticed)
BREAK(leaf_count, struct object, find_object(has_leaf),
      frame_of_memory(it->directory[0])->mappings++)
BREAK(process_capabilities, struct process, find_process(is_ordinary), it->capability_count++)
BREAK(creator, struct process, find_process(has_child), it->creator = NULL)
BREAK(charged, struct process, find_process(is_ordinary), it->account.charged_frames++)
BREAK(quota, struct process, find_process(is_ordinary), it->account.quota_frames++)
BREAK(ordinary_quotas, uint32_t, &account_ordinary_frames, --*it)
BREAK(claim, struct process, find_process(is_any), it->claim.frames++)
BREAK(wait, struct process, find_process(waits_on_list), it->wait = WAIT_SLEEP)
BREAK(wait_list, struct process, find_process(waits_on_list), list_remove(&it->link))
BREAK(received, struct process, find_process(receives), it->ipc.port->interrupts = 1)
BREAK(owned_port, struct process, find_process(receives), it->ipc.port->generation++)
BREAK(running, struct process, find_process(receives), it->state = PROCESS_RUNNING)
BREAK(queue, struct process, find_process(is_ready), list_remove(&it->link))
BREAK(queue_bit, struct process, find_process(is_ready), schedule_mask ^= 1u << it->priority)
BREAK(branch, struct process, find_process(is_ready_ordinary), it->branch ^= 1)
BREAK(priority, struct process, find_process(is_ordinary), it->priority = PRIORITY_CORE)
BREAK(timeout, struct process, find_process(sleeps), it->deadline_tick++)
BREAK(timeout_lost, struct process, find_process(sleeps), list_remove(&it->timer))
BREAK(list_links, struct process, find_process(is_ordinary), it->all.previous = &it->all)
BREAK(fetches, struct process, find_process(is_pager), it->pager->fetches++)
BREAK(slot_word, struct process, find_process(is_pager), it->pager->slots[0].word ^= 1)
BREAK(idle_slots, struct process, find_process(is_pager), list_remove(it->pager->idle.next))
BREAK(level, struct process, find_process(is_pager), it->pager->level++)
BREAK(turn, struct process, find_process(is_pager), it->pager->turn = TURN_QUEUED)
BREAK(line_port, struct process, find_process(is_ordinary),
      interrupt_lines[INTERRUPT_LINES - 1].port = it->ports + PORTS_MOST - 1)

static bool break_slot(void)
{
    struct process *process;
    struct slot *slot = find_slot(SLOT_FETCH, &process);

    if (slot == NULL)
        slot = find_slot(SLOT_STORE, &process);
    if (slot != NULL)
        slot->page ^= 1;
    return slot != NULL;
}

static bool break_next_request(void)
{
    struct process *process;
    struct slot *slot = find_slot(SLOT_FETCH, &process);

    if (slot == NULL)
        slot = find_slot(SLOT_STORE, &process);
    if (slot != NULL)
        slot->is_delivered = !slot->is_delivered;
    return slot != NULL;
}

static bool break_dirty(void)
{
    struct frame *frame = find_frame(FRAME_LENT);

    if (frame != NULL)
        frame->marks &= (uint8_t)~FRAME_DIRTY;
    return frame != NULL;
}

// The first page that the process maps, by its tables.
static uint32_t *find_mapped(struct process *process)
{
    for (uint32_t slot = 0; slot < KERNEL_BASE >> LARGE_PAGE_SHIFT; slot++) {
        uint32_t entry = process->space.directory[slot];
        if (!(entry & PAGE_PRESENT))
            continue;
        uint32_t *table = virtual_from_physical((physical_address){entry & PAGE_FRAME});
        for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++) {
            if (table[i] & PAGE_PRESENT)
                return &table[i];
        }
    }
    return NULL;
}

static bool break_mapping(void)
{
    struct process *process = find_process(is_ordinary);
    uint32_t *entry = process == NULL ? NULL : find_mapped(process);

    if (entry != NULL)
        *entry ^= 1u << FRAME_SHIFT;
    return entry != NULL;
}

static bool break_unmapped(void)
{
    struct process *process = find_process(is_ordinary);
    uint32_t *entry = process == NULL ? NULL : find_mapped(process);

    if (entry != NULL)
        *entry = 0;
    return entry != NULL;
}

static const struct {
    const char *name;
    bool (*run)(void);
} books[] = {
    {"lost-frame", break_lost_frame},
    {"mappings", break_mappings},
    {"owner-page", break_owner_page},
    {"owner-object", break_owner_object},
    {"paged-as-lent", break_paged_as_lent},
    {"mapping", break_mapping},
    {"unmapped", break_unmapped},
    {"table-count", break_table_count},
    {"kernel-half", break_kernel_half},
    {"region-order", break_region_order},
    {"region-place", break_region_place},
    {"region-rights", break_region_rights},
    {"region-count", break_region_count},
    {"not-absent", break_not_absent},
    {"open-requests", break_open_requests},
    {"object-capabilities", break_object_capabilities},
    {"object-pager", break_object_pager},
    {"window-backs", break_window_backs},
    {"notice", break_notice},
    {"leaf-count", break_leaf_count},
    {"process-capabilities", break_process_capabilities},
    {"creator", break_creator},
    {"charged", break_charged},
    {"quota", break_quota},
    {"ordinary-quotas", break_ordinary_quotas},
    {"claim", break_claim},
    {"wait", break_wait},
    {"wait-list", break_wait_list},
    {"received", break_received},
    {"owned-port", break_owned_port},
    {"running", break_running},
    {"queue", break_queue},
    {"queue-bit", break_queue_bit},
    {"branch", break_branch},
    {"priority", break_priority},
    {"timeout", break_timeout},
    {"timeout-lost", break_timeout_lost},
    {"list-links", break_list_links},
    {"slot", break_slot},
    {"slot-word", break_slot_word},
    {"next-request", break_next_request},
    {"idle-slots", break_idle_slots},
    {"fetches", break_fetches},
    {"dirty", break_dirty},
    {"level", break_level},
    {"turn", break_turn},
    {"line-port", break_line_port},
};

bool audit_break(const char *book)
{
    for (uint32_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        if (strcmp(books[i].name, book) == 0)
            return books[i].run();
    }
    record_send("unknown", "text=no book '%s'", book);
    CHECK_THAT(0u, ==, 1u, "books with the name '%s'", book);
    return false;
}
