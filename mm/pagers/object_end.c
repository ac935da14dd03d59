// SPDX-License-Identifier: MIT
#include "mm/pagers/object_end.h"

#include "kernel/capability/port.h"
#include "kernel/process/process.h"
#include "mm/objects/object_life.h"
#include "mm/objects/wired.h"
#include "mm/pager.h"

void (*object_release_channel)(struct object *object);

// Gives up a page. Returns whether that is done, since there may be too many mappings for a slice.
static bool drop_page(struct object *object, uint32_t page, struct page_entry *entry)
{
    switch ((enum page_state)entry->state) {
    case PAGE_RESIDENT: {
        struct frame *frame = object_frame(entry);
        if (!object_unmap_some(object, page, frame))
            return false;
        object_set_entry(object, page, entry, PAGE_ABSENT, 0);
        reserve_free(frame);
        if (object->kind == OBJECT_WIRED)
            account_refund(object->maker, 1);
        return true;
    }
    case PAGE_FETCHING:
    case PAGE_STORING:
        entry->discard = 1;
        return true;
    case PAGE_FAILED:
        object_set_entry(object, page, entry, PAGE_ABSENT, 0);
        return true;
    case PAGE_ABSENT:
        break;
    }
    return true;
}

bool object_drop_some(struct object *object, uint32_t *page)
{
    do {
        *page = object_find_page(object, *page);
        if (*page >= object->pages)
            return true;
        struct page_entry *entry = object_find_entry(object, *page);
        if (entry != NULL && !drop_page(object, *page, entry))
            return false;
        ++*page;
        work_spend(WORK_COST_PAGE);
    } while (!work_is_spent());
    return *page >= object->pages;
}

// Device memory has no entries that its mappings could be found by, so they go region by region.
static bool unmap_device_some(struct object *object)
{
    if (object->region_count == 0)
        return true;
    struct region *region = LIST_ITEM(object->regions.next, struct region, in_object);
    if (!region_unmap_some(region))
        return false;
    list_remove(&region->in_object);
    object->region_count--;
    region->object = &object_gone_revoked;
    list_append(&object_gone_revoked.regions, &region->in_object);
    object_gone_revoked.region_count++;
    return object->region_count == 0;
}

static void move_regions(struct object *object, struct object *to)
{
    for (struct list *at = object->regions.next; at != &object->regions; at = at->next)
        LIST_ITEM(at, struct region, in_object)->object = to;
    to->region_count += object->region_count;
    object->region_count = 0;
    list_move_all(&to->regions, &object->regions);
}

void object_revoke(struct object *object)
{
    if (object->has_channel)
        object_release_channel(object); // before a frame of it can be anybody else's
    if (object->is_revoked)
        return;
    object->is_revoked = true;
    object->release_page = 0; // what a release left behind goes too
}

bool object_end_some(struct object *object)
{
    struct process *maker = object->maker;

    if (object->kind == OBJECT_DEVICE ? !unmap_device_some(object)
                                      : !object_drop_some(object, &object->release_page))
        return false;
    move_regions(object, object->pager != NULL ? &object_gone_pager : &object_gone_revoked);
    if (object->backs != NULL)
        object->backs->window = NULL;
    if (object->is_noticed || object->is_stalled)
        list_remove(&object->in_notices);
    if (object->has_core_owner)
        list_remove(&object->in_core);
    work_cancel(&object->work);
    list_remove(&object->in_maker);
    account_refund(maker, object_free(object));
    return true;
}

static bool end_step(struct work *work)
{
    return object_end_some(LIST_ITEM(work, struct object, work));
}

void object_go_on_ending(struct object *object)
{
    work_cancel(&object->work); // its release, if that had begun
    work_add(&object->work, end_step);
}

// --- release

static bool is_used(const struct object *object)
{
    return object->region_count != 0 || object->capability_count != 0 ||
           object->open_requests != 0 || object->backs != NULL || process_is_over(object->maker);
}

static void queue_notice(struct object *object)
{
    work_cancel(&object->work); // the last answer may be faster than the work that waits for it
    object->is_noticed = true;
    list_append(&object->pager->notices, &object->in_notices);
    port_notify(object->pager->port);
}

// Has the next page of a file stored, or frees it. False: there is no slot for it.
static bool put_away(struct object *object, uint32_t page)
{
    struct page_entry *entry = object_find_entry(object, page);

    if (entry == NULL || entry->state != PAGE_RESIDENT)
        return true;
    return pager_evict(object, page, false) != EVICT_NO_SLOT;
}

static bool put_away_some(struct object *object)
{
    do {
        object->release_page = object_find_page(object, object->release_page);
        if (object->release_page >= object->pages)
            return true;
        if (!put_away(object, object->release_page)) {
            object->is_stalled = true;
            list_append(&object->pager->stalled, &object->in_notices);
            return false;
        }
        object->release_page++;
        work_spend(WORK_COST_PAGE);
    } while (!work_is_spent());
    return false;
}

static bool release_some(struct object *object)
{
    bool in_use = object->region_count != 0 || object->capability_count != 0;

    if (in_use || object->is_revoked || process_is_over(object->maker))
        return true;
    if (object->keeps ? !put_away_some(object) : !object_drop_some(object, &object->release_page))
        return object->is_stalled;
    if (!is_used(object))
        queue_notice(object);
    return true; // or the last answer begins the release again
}

// A slice of a release. When this release needs no more slots, the next one may have them.
static bool release_step(struct work *work)
{
    struct object *object = LIST_ITEM(work, struct object, work);
    struct pager *pager = object->pager;
    bool is_over = release_some(object);

    if (is_over && !object->is_stalled)
        object_go_on_releasing(pager);
    return is_over;
}

void object_release_if_unused(struct object *object)
{
    if (object->is_noticed) { // not received yet, and out of date if it is in use again
        list_remove(&object->in_notices);
        object->is_noticed = false;
    }
    if (object->kind != OBJECT_PAGED || is_used(object) || object->is_stalled)
        return;
    object->release_page = 0;
    if (object->not_absent == 0)
        queue_notice(object);
    else
        work_add(&object->work, release_step);
}

void object_go_on_releasing(struct pager *pager)
{
    if (list_is_empty(&pager->stalled) || !pager_has_slot(pager, SLOT_STORE))
        return;
    struct object *object = LIST_ITEM(pager->stalled.next, struct object, in_notices);
    list_remove(&object->in_notices);
    object->is_stalled = false;
    work_add(&object->work, release_step);
}

bool object_take_notice(struct pager *pager, struct trap_frame *registers)
{
    if (list_is_empty(&pager->notices))
        return false;
    struct object *object = LIST_ITEM(pager->notices.next, struct object, in_notices);
    list_remove(&object->in_notices);
    object->is_noticed = false;
    registers->ebx = TAG_RELEASE;
    registers->ecx = object->badge;
    registers->edx = registers->esi = registers->edi = registers->ebp = 0;
    return true;
}
