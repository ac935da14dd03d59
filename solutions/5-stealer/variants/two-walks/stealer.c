// SPDX-License-Identifier: MIT
// Lab 5, otherwise: two walks over the regions, the first of which looks who uses the page, and the
// second takes it from the others, from the last region on. Notes of use are cleared wherever that
// is allowed, and a page is called dirty as soon as anybody's note says so. The hand is a number.
#include "mm/stealer.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/paging.h"

static uint32_t count_free(void)
{
    struct reserve_counts counts;

    reserve_read_counts(&counts);
    return counts.free;
}

bool stealer_is_needed(void)
{
    uint32_t limit = stealer.is_running ? reserve_steal_high() : reserve_steal_low();

    stealer.is_running = count_free() < limit;
    return stealer.is_running;
}

static struct region *region_at(struct list *at)
{
    return LIST_ITEM(at, struct region, in_object);
}

static bool covers(const struct region *region, uint32_t page)
{
    return page >= region->first_page && page < region->first_page + region->pages;
}

// Which of the regions the page was used in: a bit for each of the first ones, in order; the others
// are asked again.
struct uses {
    uint64_t bits;
    bool any;
};

#define BITS 64

static uint32_t take_notes(struct frame *frame, const struct region *region)
{
    uint32_t noted =
        paging_take_marks(region_space(region), region_address_of(region, frame->owner.page),
                          PAGE_ACCESSED | PAGE_DIRTY);
    if (noted & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
    if (noted & PAGE_ACCESSED)
        frame->marks &= (uint8_t)~FRAME_FRESH;
    return noted & PAGE_ACCESSED;
}

static struct uses find_uses(struct frame *frame, struct object *object)
{
    struct uses uses = {0, false};
    uint32_t number = 0;

    for (struct list *at = object->regions.next; at != &object->regions; at = at->next, number++) {
        if (number >= BITS || !covers(region_at(at), frame->owner.page) ||
            take_notes(frame, region_at(at)) == 0)
            continue;
        uses.bits |= 1ull << number;
        uses.any = true;
    }
    return uses;
}

static void take_mapping(struct frame *frame, const struct region *region)
{
    uint32_t entry =
        paging_unmap(region_space(region), region_address_of(region, frame->owner.page));
    if (entry == 0)
        return;
    frame->mappings--;
    if (entry & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
}

static void take_mappings(struct frame *frame, struct object *object, struct uses uses,
                          bool ignore_uses)
{
    uint32_t number = object->region_count;

    for (struct list *at = object->regions.previous; at != &object->regions; at = at->previous) {
        const struct region *region = region_at(at);
        number--;
        if (!covers(region, frame->owner.page))
            continue;
        bool is_used = number < BITS ? uses.bits >> number & 1 : take_notes(frame, region) != 0;
        if ((is_used && !ignore_uses) || stealer_keeps(frame, region))
            continue;
        take_mapping(frame, region);
    }
}

static enum steal leave(struct frame *frame, struct object *object)
{
    if (frame->marks & FRAME_DIRTY && object->pager->level == 0 && !stealer_may_lend())
        return STEAL_REFUSED;
    switch (pager_evict(object, frame->owner.page, false)) {
    case EVICT_FREED:
        return STEAL_FREED;
    case EVICT_STORING:
        return STEAL_STORING;
    case EVICT_NO_SLOT:
    case EVICT_CLEAN:
        break;
    }
    return STEAL_REFUSED;
}

static enum steal visit(struct frame *frame)
{
    struct object *object = frame->owner.object;
    bool is_window = object->backs != NULL;

    if (is_window && stealer_may_take(object) && !(frame->marks & FRAME_GRACE)) {
        frame->marks |= FRAME_GRACE;
        return STEAL_KEPT;
    }
    if (!stealer_may_take(object))
        return STEAL_KEPT;
    struct uses uses = find_uses(frame, object);
    take_mappings(frame, object, uses, is_window || stealer.is_forced);
    return frame->mappings > 0 ? STEAL_KEPT : leave(frame, object);
}

enum steal stealer_visit(struct frame *frame)
{
    enum steal result = visit(frame);

    stealer.visited++;
    stealer.freed += result == STEAL_FREED;
    stealer.stored += result == STEAL_STORING;
    stealer.refused += result == STEAL_REFUSED;
    return result;
}

// What the frame under the hand has cost. The hand goes on first: it is the stealer's only memory.
static uint32_t go_on(enum steal *result)
{
    struct frame *frame = &frame_table[stealer.hand];

    stealer.hand = (stealer.hand + 1) % frame_table_entries;
    stealer.passed++;
    *result = STEAL_KEPT;
    if (frame->state != FRAME_PAGED)
        return 1;
    uint32_t regions = ((const struct object *)frame->owner.object)->region_count;
    *result = stealer_visit(frame);
    return stealer_visit_cost(regions, *result);
}

void stealer_step(void)
{
    uint32_t left = STEALER_SLICE;
    enum steal result = STEAL_FREED;

    while (left > 0 && (result != STEAL_FREED || stealer_is_needed())) {
        uint32_t cost = go_on(&result);
        left -= cost < left ? cost : left;
    }
}
