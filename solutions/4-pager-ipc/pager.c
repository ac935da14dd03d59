// SPDX-License-Identifier: MIT
// Lab 4, the reference: pages on their way between a pager's window and its objects.
//
// A slot is on its pager's list of idle or of open ones; while it drains, on none. The slot's
// window page is the page of the same number in pager->window, which is RESIDENT exactly as long as
// a frame lies there.
#include "mm/pager.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/frames/frame_memory.h"
#include "mm/paging.h"

#define NEXT_GENERATION (1u << SLOT_WORD_SHIFT)

void pager_init_slots(struct pager *pager)
{
    list_init(&pager->idle);
    list_init(&pager->open);
    pager->next_request = &pager->open;
    for (uint32_t i = 0; i < pager->slot_count; i++) {
        struct slot *slot = &pager->slots[i];
        list_init(&slot->waiters);
        slot->state = SLOT_IDLE;
        slot->word = i;
        list_append(&pager->idle, &slot->link);
    }
}

static inline uint32_t number_of(const struct slot *slot)
{
    return slot->word & SLOT_WORD_SLOT;
}

static inline struct page_entry *window_entry(const struct pager *pager, const struct slot *slot)
{
    return pager->window->entries + number_of(slot); // a window has no directory
}

static inline user_address window_address(const struct pager *pager, const struct slot *slot)
{
    return (user_address){pager->window_start.value + (number_of(slot) << FRAME_SHIFT)};
}

bool pager_has_slot(const struct pager *pager, enum slot_state kind)
{
    uint32_t used = kind == SLOT_FETCH ? pager->fetches : pager->stores;
    return !list_is_empty(&pager->idle) && used < pager->most_of_one_kind;
}

static inline void set_owner(struct frame *frame, struct object *object, uint32_t page,
                             uint8_t marks)
{
    frame->owner.object = object;
    frame->owner.page = page;
    frame->marks = marks;
}

// Puts a frame that is mapped nowhere into the slot's window page.
static inline void put_into_window(struct pager *pager, struct slot *slot, struct frame *frame)
{
    struct page_entry *entry = window_entry(pager, slot);
    user_address address = window_address(pager, slot);
    uint32_t frame_value = frame_number_of(frame).value;

    set_owner(frame, pager->window, number_of(slot), FRAME_DIRTY);
    object_set_entry(pager->window, number_of(slot), entry, PAGE_RESIDENT, frame_value);
    // The window's page tables are held: this needs no claim.
    (void)paging_map(&pager->process->space, address, frame_value << FRAME_SHIFT | PAGE_WRITABLE,
                     NULL);
    frame->mappings = 1;
}

// Takes the frame out of the slot's window page, which is RESIDENT. Only the pager maps it.
static inline struct frame *take_from_window(struct pager *pager, struct slot *slot)
{
    struct page_entry *entry = window_entry(pager, slot);
    struct frame *frame = object_frame(entry);

    if (frame->mappings != 0)
        paging_unmap(&pager->process->space, window_address(pager, slot));
    frame->mappings = 0;
    object_set_entry(pager->window, number_of(slot), entry, PAGE_ABSENT, 0);
    return frame;
}

// Opens a request for a page in the next idle slot, with `frame` in its window page.
static inline struct slot *open_slot(struct object *object, uint32_t page, enum slot_state kind,
                                     struct frame *frame)
{
    struct pager *pager = object->pager;
    struct slot *slot = LIST_ITEM(pager->idle.next, struct slot, link);

    list_remove(&slot->link);
    list_append(&pager->open, &slot->link);
    if (pager->next_request == &pager->open)
        pager->next_request = &slot->link;
    slot->state = (uint8_t)kind;
    slot->object = object;
    slot->page = page;
    slot->word += NEXT_GENERATION;
    slot->opened_clock = pager->clock;
    slot->is_delivered = false;
    object->open_requests++;
    put_into_window(pager, slot, frame);
    return slot;
}

struct slot *pager_start_fetch(struct object *object, uint32_t page, struct frame *frame)
{
    struct pager *pager = object->pager;

    frame_clear(frame);
    struct slot *slot = open_slot(object, page, SLOT_FETCH, frame);
    pager->fetches++;
    object_set_entry(object, page, object_find_entry(object, page), PAGE_FETCHING, number_of(slot));
    pager_notify(pager);
    return slot;
}

enum pager_evict pager_evict(struct object *object, uint32_t page, bool keep)
{
    struct pager *pager = object->pager;
    struct page_entry *entry = object_find_entry(object, page);
    struct frame *frame = object_frame(entry);

    object_unmap_page(object, page, frame);
    if (!(frame->marks & FRAME_DIRTY)) {
        if (keep)
            return EVICT_CLEAN;
        object_set_entry(object, page, entry, PAGE_ABSENT, 0);
        reserve_free(frame);
        return EVICT_FREED;
    }
    if (!pager_has_slot(pager, SLOT_STORE))
        return EVICT_NO_SLOT;
    if (pager->level == 0)
        reserve_change_state(frame, FRAME_LENT);
    struct slot *slot = open_slot(object, page, SLOT_STORE, frame);
    pager->stores++;
    object_change_entry(entry, PAGE_STORING, number_of(slot));
    entry->keep = keep;
    pager_notify(pager);
    return EVICT_STORING;
}

bool pager_take_request(struct pager *pager, struct trap_frame *registers)
{
    if (pager->next_request == &pager->open)
        return false;
    struct slot *slot = LIST_ITEM(pager->next_request, struct slot, link);
    pager->next_request = slot->link.next;
    slot->is_delivered = true;
    registers->ebx = slot->state == SLOT_FETCH ? TAG_FETCH : TAG_STORE;
    registers->ecx = slot->object->badge;
    registers->edx = slot->page;
    registers->esi = slot->word;
    registers->edi = registers->ebp = 0;
    return true;
}

// --- answers

static inline void make_idle(struct pager *pager, struct slot *slot)
{
    slot->state = SLOT_IDLE;
    list_append(&pager->idle, &slot->link);
    pager_slot_freed(pager);
}

// A page that was to be discarded is ABSENT: the slot above whose window page it was is idle.
static void finish_draining(struct object *object, uint32_t page)
{
    struct pager *above = object->backs;
    if (above != NULL && page < above->slot_count && above->slots[page].state == SLOT_DRAINING)
        make_idle(above, &above->slots[page]);
}

// Nobody wants what is in the slot's window page any more. Returns whether that page is ABSENT.
static bool empty_window_page(struct pager *pager, struct slot *slot)
{
    struct page_entry *entry = window_entry(pager, slot);

    if (entry->state == PAGE_FETCHING || entry->state == PAGE_STORING) {
        entry->discard = 1;
        return false;
    }
    if (entry->state == PAGE_RESIDENT)
        reserve_free(take_from_window(pager, slot));
    return true;
}

// The slot's frame becomes the object's page, and whoever waits for it goes on.
static inline void supply(struct pager *pager, struct slot *slot, struct page_entry *entry)
{
    struct object *object = slot->object;
    struct frame *frame = take_from_window(pager, slot);

    if (pager->level == 0)
        reserve_change_state(frame, FRAME_PAGED);
    set_owner(frame, object, slot->page, 0);
    object_change_entry(entry, PAGE_RESIDENT, frame_number_of(frame).value);
    page_supply(&slot->waiters, frame);
}

// The frame is not wanted in the object: the page is `state` now. Returns whether the slot's window
// page is ABSENT.
static bool settle(struct pager *pager, struct slot *slot, struct page_entry *entry,
                   enum page_state state, uint32_t reason)
{
    bool empty = empty_window_page(pager, slot), discard = entry->discard;

    object_set_entry(slot->object, slot->page, entry, discard ? PAGE_ABSENT : state, 0);
    if (discard)
        finish_draining(slot->object, slot->page);
    if (reason == 0)
        page_wake(&slot->waiters);
    else
        page_fail(&slot->waiters, reason);
    return empty;
}

static inline bool finish_fetch(struct pager *pager, struct slot *slot, struct page_entry *entry,
                                int32_t status)
{
    if (status != 0)
        return settle(pager, slot, entry, PAGE_ABSENT, END_FETCH_FAILED);
    if (entry->discard)
        return settle(pager, slot, entry, PAGE_ABSENT, 0);
    supply(pager, slot, entry);
    return true;
}

static bool finish_store(struct pager *pager, struct slot *slot, struct page_entry *entry,
                         int32_t status)
{
    if (status != 0)
        return settle(pager, slot, entry, PAGE_FAILED, END_STORE_FAILED);
    if (!entry->keep || entry->discard || window_entry(pager, slot)->state != PAGE_RESIDENT)
        return settle(pager, slot, entry, PAGE_ABSENT, 0);
    supply(pager, slot, entry);
    return true;
}

// The open request that a slot word names, if the pager has received it.
static inline struct slot *find_open(struct pager *pager, uint32_t slot_word)
{
    struct slot *slot = &pager->slots[slot_word & SLOT_WORD_SLOT];
    bool is_open = slot->state == SLOT_FETCH || slot->state == SLOT_STORE;
    return slot->word == slot_word && is_open && slot->is_delivered ? slot : NULL;
}

int32_t pager_answer(struct pager *pager, uint32_t slot_word, int32_t status)
{
    struct slot *slot = find_open(pager, slot_word);
    if (slot == NULL)
        return E_STALE;
    struct object *object = slot->object;
    struct page_entry *entry = object_find_entry(object, slot->page);
    bool is_fetch = slot->state == SLOT_FETCH, is_empty;
    if (is_fetch && status == 0 && !entry->discard &&
        window_entry(pager, slot)->state != PAGE_RESIDENT)
        return page_fault_in(pager->process, window_address(pager, slot));

    list_remove(&slot->link);
    object->open_requests--;
    if (is_fetch) {
        pager->fetches--;
        is_empty = finish_fetch(pager, slot, entry, status);
    } else {
        pager->stores--;
        is_empty = finish_store(pager, slot, entry, status);
    }
    if (is_empty)
        make_idle(pager, slot);
    else
        slot->state = SLOT_DRAINING;
    if (object->open_requests == 0)
        object_check_release(object);
    return 0;
}
