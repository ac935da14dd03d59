// SPDX-License-Identifier: MIT
// Lab 5, the reference: one hand round the frame table.
#include "mm/stealer.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/paging.h"

bool stealer_is_needed(void)
{
    struct reserve_counts counts;

    reserve_read_counts(&counts);
    if (counts.free < reserve_steal_low())
        stealer.is_running = true;
    else if (counts.free >= reserve_steal_high())
        stealer.is_running = false;
    return stealer.is_running;
}

// One mapping: left alone if it was used, or must stay for another reason; else taken.
static inline void visit_mapping(struct frame *frame, const struct region *region,
                                 bool counts_as_unused)
{
    user_address address = region_address_of(region, frame->owner.page);
    struct address_space *space = &region_process(region)->space;

    if (paging_take_marks(space, address, PAGE_ACCESSED) != 0) {
        frame->marks &= (uint8_t)~FRAME_FRESH;
        if (!counts_as_unused)
            return;
    }
    if (stealer_keeps(frame, region))
        return;
    uint32_t entry = paging_unmap(space, address);
    if (entry == 0)
        return;
    frame->mappings--;
    if (entry & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
}

// The regions that map other pages, or have not been touched here, are passed over.
static inline void visit_mappings(struct frame *frame, const struct object *object,
                                  bool counts_as_unused)
{
    uint32_t page = frame->owner.page;

    for (const struct list *at = object->regions.next; at != &object->regions; at = at->next) {
        const struct region *region = LIST_ITEM(at, const struct region, in_object);
        if (page - region->first_page < region->pages)
            visit_mapping(frame, region, counts_as_unused);
    }
}

static inline enum steal take(struct frame *frame, struct object *object)
{
    enum pager_evict result = EVICT_NO_SLOT;
    if (!(frame->marks & FRAME_DIRTY) || object->pager->level > 0 || stealer_may_lend())
        result = pager_evict(object, frame->owner.page, false);
    if (result == EVICT_FREED) {
        stealer.freed++;
        return STEAL_FREED;
    }
    if (result == EVICT_STORING) {
        stealer.stored++;
        return STEAL_STORING;
    }
    stealer.refused++;
    return STEAL_REFUSED;
}

static inline enum steal visit(struct frame *frame, struct object *object)
{
    bool counts_as_unused = stealer.is_forced;

    stealer.visited++;
    if (!stealer_may_take(object))
        return STEAL_KEPT;
    if (object->backs != NULL) {
        if (!(frame->marks & FRAME_GRACE)) {
            frame->marks |= FRAME_GRACE;
            return STEAL_KEPT;
        }
        counts_as_unused = true; // it has had its lap
    }
    visit_mappings(frame, object, counts_as_unused);
    return frame->mappings != 0 ? STEAL_KEPT : take(frame, object);
}

enum steal stealer_visit(struct frame *frame)
{
    return visit(frame, frame->owner.object);
}

// Goes on from `frame` to the end of the table at most. `*cost` is what the slice has cost so far.
static struct frame *pass(struct frame *frame, const struct frame *end, uint32_t *cost)
{
    uint32_t so_far = *cost;

    for (; frame != end && so_far < STEALER_SLICE; frame++) {
        if (frame->state != FRAME_PAGED) {
            so_far++;
            continue;
        }
        struct object *object = frame->owner.object;
        enum steal result = visit(frame, object);
        so_far += stealer_visit_cost(object->region_count, result);
        if (result == STEAL_FREED && !stealer_is_needed())
            so_far = STEALER_SLICE;
    }
    *cost = so_far;
    return frame;
}

void stealer_step(void)
{
    struct frame *first = frame_table, *end = first + frame_table_entries;
    uint32_t cost = 0;

    if (!stealer_is_needed())
        return;
    while (cost < STEALER_SLICE) {
        struct frame *start = first + stealer.hand, *stop = pass(start, end, &cost);
        stealer.passed += (uint32_t)(stop - start);
        stealer.hand = stop == end ? 0 : (uint32_t)(stop - first);
    }
}
