// SPDX-License-Identifier: MIT
// Lab 5, otherwise: without the marks of lab 3 where that goes. The notes of a page that is about
// to be destroyed are cleared, and a mapping that counts as unused keeps its note. Objects are
// known by what is wrong with them, in one place.
#include "mm/stealer.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/paging.h"

bool stealer_is_needed(void)
{
    struct reserve_counts counts;

    reserve_read_counts(&counts);
    bool is_low = counts.free < reserve_steal_low(), is_high = counts.free >= reserve_steal_high();
    stealer.is_running = is_low || (stealer.is_running && !is_high);
    return stealer.is_running;
}

// What becomes of the mappings of a page.
enum rule {
    RULE_CLEAR,  // its object ends
    RULE_SPARE,  // its first lap in a window
    RULE_UNUSED, // who uses it keeps it
    RULE_ALL,    // and nobody does
};

static enum rule rule_for(const struct frame *frame, const struct object *object)
{
    if (!stealer_may_take(object))
        return RULE_CLEAR;
    if (object->backs != NULL)
        return frame->marks & FRAME_GRACE ? RULE_ALL : RULE_SPARE;
    return stealer.is_forced ? RULE_ALL : RULE_UNUSED;
}

static void apply(enum rule rule, struct frame *frame, const struct region *region)
{
    struct address_space *space = &region_process(region)->space;
    user_address at = region_address_of(region, frame->owner.page);
    const uint32_t *place = paging_find_entry(space, at);

    if (place == NULL || !(*place & PAGE_PRESENT))
        return;
    if (*place & PAGE_ACCESSED) {
        frame->marks &= (uint8_t)~FRAME_FRESH;
        if (rule == RULE_CLEAR || rule == RULE_UNUSED) {
            paging_take_marks(space, at, PAGE_ACCESSED);
            return;
        }
    }
    if (rule == RULE_CLEAR || stealer_keeps(frame, region))
        return;
    if (paging_unmap(space, at) & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
    frame->mappings--;
}

static enum steal evict(const struct frame *frame, struct object *object)
{
    if (frame->marks & FRAME_DIRTY && object->pager->level == 0 && !stealer_may_lend())
        return STEAL_REFUSED;
    enum pager_evict result = pager_evict(object, frame->owner.page, false);
    return result == EVICT_FREED     ? STEAL_FREED
           : result == EVICT_STORING ? STEAL_STORING
                                     : STEAL_REFUSED;
}

static enum steal note(enum steal result)
{
    uint32_t *const counters[] = {NULL, &stealer.freed, &stealer.stored, &stealer.refused};

    stealer.visited++;
    if (counters[result] != NULL)
        ++*counters[result];
    return result;
}

enum steal stealer_visit(struct frame *frame)
{
    struct object *object = frame->owner.object;
    enum rule rule = rule_for(frame, object);
    uint32_t page = frame->owner.page;

    if (rule == RULE_SPARE) {
        frame->marks |= FRAME_GRACE;
        return note(STEAL_KEPT);
    }
    for (struct list *at = object->regions.previous; at != &object->regions; at = at->previous) {
        const struct region *region = LIST_ITEM(at, const struct region, in_object);
        if (region->first_page <= page && page - region->first_page < region->pages)
            apply(rule, frame, region);
    }
    if (rule == RULE_CLEAR || frame->mappings != 0)
        return note(STEAL_KEPT);
    return note(evict(frame, object));
}

void stealer_step(void)
{
    if (!stealer_is_needed())
        return;
    for (uint32_t cost = 0; cost < STEALER_SLICE;) {
        struct frame *frame = &frame_table[stealer.hand++];
        stealer.hand = stealer.hand == frame_table_entries ? 0 : stealer.hand;
        stealer.passed++;
        if (frame->state != FRAME_PAGED) {
            cost++;
            continue;
        }
        const struct object *object = frame->owner.object;
        uint32_t regions = object->region_count;
        enum steal result = stealer_visit(frame);
        cost += stealer_visit_cost(regions, result);
        if (result == STEAL_FREED && !stealer_is_needed())
            return;
    }
}
