// SPDX-License-Identifier: MIT
// Another design, and what the contract leaves open done the other way: slots are known by where
// they lie, words of new slots are 0, the pager is told before the object's page is changed, an
// answer goes by a table, a page that nobody wants is waited for, and a window page that was lost
// is ABSENT afterwards.
#include "mm/pager.h"

#include <stddef.h>

#include "mm/frames/frame_memory.h"
#include "mm/paging.h"

void pager_init_slots(struct pager *pager)
{
    list_init(&pager->open);
    list_init(&pager->idle);
    for (uint32_t i = pager->slot_count; i-- > 0;) {
        list_init(&pager->slots[i].waiters);
        pager->slots[i].state = SLOT_IDLE;
        list_insert(pager->idle.next, &pager->slots[i].link);
    }
    pager->next_request = &pager->open;
}

bool pager_has_slot(const struct pager *pager, enum slot_state kind)
{
    if (list_is_empty(&pager->idle))
        return false;
    if (kind == SLOT_STORE)
        return pager->stores < pager->most_of_one_kind;
    return pager->fetches < pager->most_of_one_kind;
}

static uint32_t index_of(const struct pager *pager, const struct slot *slot)
{
    return (uint32_t)(slot - pager->slots);
}

static struct page_entry *window_of(const struct pager *pager, const struct slot *slot)
{
    return object_find_entry(pager->window, index_of(pager, slot));
}

static user_address place_of(const struct pager *pager, const struct slot *slot)
{
    return (user_address){pager->window_start.value + index_of(pager, slot) * FRAME_BYTES};
}

static void lend(struct pager *pager, struct slot *slot, struct frame *frame)
{
    uint32_t number = frame_number_of(frame).value;

    paging_map(&pager->process->space, place_of(pager, slot), number << FRAME_SHIFT | PAGE_WRITABLE,
               NULL);
    object_set_entry(pager->window, index_of(pager, slot), window_of(pager, slot), PAGE_RESIDENT,
                     number);
    frame->mappings = 1;
    frame->marks = FRAME_DIRTY;
    frame->owner.page = index_of(pager, slot);
    frame->owner.object = pager->window;
}

// Takes the frame out of the window again; NULL if there is none.
static struct frame *take_back(struct pager *pager, struct slot *slot)
{
    struct page_entry *entry = window_of(pager, slot);
    struct frame *frame = NULL;

    if (entry->state == PAGE_RESIDENT) {
        frame = object_frame(entry);
        paging_unmap(&pager->process->space, place_of(pager, slot));
        frame->mappings = 0;
        frame->marks = 0;
    }
    object_set_entry(pager->window, index_of(pager, slot), entry, PAGE_ABSENT, 0);
    return frame;
}

static struct slot *ask(struct object *object, uint32_t page, enum slot_state kind,
                        struct frame *frame)
{
    struct pager *pager = object->pager;
    struct slot *slot = LIST_ITEM(pager->idle.next, struct slot, link);
    uint32_t generation = slot->word >> SLOT_WORD_SHIFT;

    list_remove(&slot->link);
    slot->object = object;
    slot->page = page;
    slot->word = (generation + 1) << SLOT_WORD_SHIFT | index_of(pager, slot);
    slot->opened_clock = pager->clock;
    slot->is_delivered = false;
    slot->state = (uint8_t)kind;
    if (kind == SLOT_FETCH)
        pager->fetches++;
    else
        pager->stores++;
    object->open_requests++;
    lend(pager, slot, frame);
    bool is_first = pager->next_request == &pager->open;
    list_append(&pager->open, &slot->link);
    if (is_first)
        pager->next_request = &slot->link;
    pager_notify(pager);
    return slot;
}

struct slot *pager_start_fetch(struct object *object, uint32_t page, struct frame *frame)
{
    frame_clear(frame);
    struct slot *slot = ask(object, page, SLOT_FETCH, frame);
    object_set_entry(object, page, object_find_entry(object, page), PAGE_FETCHING,
                     index_of(object->pager, slot));
    return slot;
}

enum pager_evict pager_evict(struct object *object, uint32_t page, bool keep)
{
    struct page_entry *entry = object_find_entry(object, page);
    struct frame *frame = object_frame(entry);

    object_unmap_page(object, page, frame);
    if (frame->marks & FRAME_DIRTY) {
        if (!pager_has_slot(object->pager, SLOT_STORE))
            return EVICT_NO_SLOT;
        if (object->pager->level == 0)
            reserve_change_state(frame, FRAME_LENT);
        struct slot *slot = ask(object, page, SLOT_STORE, frame);
        object_set_entry(object, page, entry, PAGE_STORING, index_of(object->pager, slot));
        entry->keep = keep;
        return EVICT_STORING;
    }
    if (keep)
        return EVICT_CLEAN;
    reserve_free(frame);
    object_set_entry(object, page, entry, PAGE_ABSENT, 0);
    return EVICT_FREED;
}

bool pager_take_request(struct pager *pager, struct trap_frame *registers)
{
    struct list *next = pager->next_request;

    if (next == &pager->open)
        return false;
    struct slot *slot = LIST_ITEM(next, struct slot, link);
    pager->next_request = next->next;
    slot->is_delivered = true;
    registers->ebx = slot->state == SLOT_STORE ? TAG_STORE : TAG_FETCH;
    registers->ecx = slot->object->badge;
    registers->edx = slot->page;
    registers->esi = slot->word;
    registers->edi = 0;
    registers->ebp = 0;
    return true;
}

static void become_idle(struct pager *pager, struct slot *slot)
{
    slot->state = SLOT_IDLE;
    list_append(&pager->idle, &slot->link);
    pager_slot_freed(pager);
}

// The object's page has its frame back.
static void give(struct slot *slot, struct page_entry *entry, struct frame *frame)
{
    struct object *object = slot->object;

    if (object->pager->level == 0)
        reserve_change_state(frame, FRAME_PAGED);
    frame->owner.object = object;
    frame->owner.page = slot->page;
    object_set_entry(object, slot->page, entry, PAGE_RESIDENT, frame_number_of(frame).value);
    page_supply(&slot->waiters, frame);
}

// The object's page has lost it.
static void lose(struct slot *slot, struct page_entry *entry, bool is_fetch, int32_t status)
{
    struct object *object = slot->object;
    struct pager *above = object->backs;
    bool fails = status != 0 && !is_fetch && !entry->discard, was_wanted = !entry->discard;

    object_set_entry(object, slot->page, entry, fails ? PAGE_FAILED : PAGE_ABSENT, 0);
    if (status == 0)
        page_wake(&slot->waiters);
    else
        page_fail(&slot->waiters, is_fetch ? END_FETCH_FAILED : END_STORE_FAILED);
    if (!was_wanted && above != NULL && slot->page < above->slot_count &&
        above->slots[slot->page].state == SLOT_DRAINING)
        become_idle(above, &above->slots[slot->page]);
}

int32_t pager_answer(struct pager *pager, uint32_t slot_word, int32_t status)
{
    struct slot *slot = &pager->slots[slot_word & SLOT_WORD_SLOT];

    if (slot->word != slot_word || !slot->is_delivered ||
        (slot->state != SLOT_FETCH && slot->state != SLOT_STORE))
        return E_STALE;
    struct object *object = slot->object;
    struct page_entry *entry = object_find_entry(object, slot->page);
    enum page_state window = (enum page_state)window_of(pager, slot)->state;
    bool is_fetch = slot->state == SLOT_FETCH, on_its_way = false;
    bool comes = status == 0 && (is_fetch || entry->keep) && !entry->discard;

    if (status == 0 && is_fetch && window != PAGE_RESIDENT && (comes || window != PAGE_FAILED))
        return page_fault_in(pager->process, place_of(pager, slot));
    list_remove(&slot->link);
    slot->is_delivered = false;
    object->open_requests--;
    if (is_fetch)
        pager->fetches--;
    else
        pager->stores--;
    if (window == PAGE_FETCHING || window == PAGE_STORING) {
        window_of(pager, slot)->discard = 1;
        on_its_way = true;
    }
    struct frame *frame = on_its_way ? NULL : take_back(pager, slot);
    if (comes && frame != NULL) {
        give(slot, entry, frame);
    } else {
        if (frame != NULL)
            reserve_free(frame);
        lose(slot, entry, is_fetch, status);
    }
    if (on_its_way)
        slot->state = SLOT_DRAINING;
    else
        become_idle(pager, slot);
    object_check_release(object);
    return 0;
}
