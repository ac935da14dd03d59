// SPDX-License-Identifier: MIT
#include "mm/pagers/crowd.h"

#include <stddef.h>

#include "kernel/process/process.h"
#include "mm/pager.h"
#include "mm/pagers/lab_page_result.h"
#include "mm/pagers/shortage.h"
#include "mm/stealer.h"

// The job that is under way. The regions that were looked at go to the end of their object's list.
static struct {
    struct work work;
    uint32_t next_frame, frames_left; // by the hand's visits
    struct frame *frame;              // the page at hand; NULL: the next one is to be found
    uint32_t regions_left;            // of its object, to be looked at
} job;

static struct object *object_of(const struct frame *frame)
{
    return frame->owner.object;
}

// The next region of the page's object. Requires: regions_left is not 0.
static const struct region *next_region(void)
{
    struct object *object = object_of(job.frame);

    job.regions_left--;
    work_spend(WORK_COST_ENTRY);
    struct region *region = LIST_ITEM(object->regions.next, struct region, in_object);
    list_remove(&region->in_object);
    list_append(&object->regions, &region->in_object);
    return region;
}

static void begin_page(struct frame *frame)
{
    job.frame = frame;
    job.regions_left = object_of(frame)->region_count;
}

// --- storing

static bool is_dirty_somewhere(void)
{
    while (!(job.frame->marks & FRAME_DIRTY) && !work_is_spent() && job.regions_left != 0) {
        const uint32_t *entry = region_find_mapping(next_region(), job.frame->owner.page);
        if (entry != NULL && (*entry & PAGE_DIRTY))
            job.frame->marks |= FRAME_DIRTY;
    }
    return job.frame->marks & FRAME_DIRTY;
}

static bool store_some(struct work *work)
{
    struct object *object = object_of(job.frame);
    uint32_t page = job.frame->owner.page;

    (void)work;
    if (!is_dirty_somewhere())
        return job.regions_left == 0; // the page is clean, and stays
    if (!object_unmap_some(object, page, job.frame))
        return false;
    (void)pager_evict(object, page, true);
    return true;
}

void crowd_begin_store(struct object *object, uint32_t page)
{
    begin_page(object_frame(object_find_entry(object, page)));
    work_add_urgent(&job.work, store_some);
}

// --- visits

// Visits one mapping, as mm/stealer.h says.
static void visit_mapping(const struct region *region)
{
    struct frame *frame = job.frame;
    struct address_space *space = region_space(region);
    user_address address = region_address_of(region, frame->owner.page);

    if (paging_take_marks(space, address, PAGE_ACCESSED) != 0) {
        frame->marks &= (uint8_t)~FRAME_FRESH;
        if (!stealer.is_forced)
            return;
    }
    if (stealer_keeps(frame, region))
        return;
    region_note_unmapped(paging_unmap(space, address));
}

static void take_page(void)
{
    struct object *object = object_of(job.frame);
    enum pager_evict result = EVICT_NO_SLOT;

    if (!(job.frame->marks & FRAME_DIRTY) || object->pager->level > 0 || stealer_may_lend())
        result = pager_evict(object, job.frame->owner.page, false);
    stealer.freed += result == EVICT_FREED;
    stealer.stored += result == EVICT_STORING;
    stealer.refused += result == EVICT_NO_SLOT;
    if (result != EVICT_NO_SLOT)
        shortage_note_taken();
    work_spend(WORK_COST_PAGE);
}

static void visit_page(void)
{
    while (!work_is_spent() && job.regions_left != 0) {
        const struct region *region = next_region();
        if (region_find_mapping(region, job.frame->owner.page) == NULL)
            continue;
        visit_mapping(region);
        work_spend(WORK_COST_MAPPING);
    }
    if (job.regions_left != 0)
        return;
    if (job.frame->mappings == 0)
        take_page();
    job.frame = NULL;
}

static void find_page(void)
{
    struct frame *frame = &frame_table[job.next_frame];

    job.frames_left--;
    job.next_frame = job.next_frame + 1 == frame_table_entries ? 0 : job.next_frame + 1;
    work_spend(WORK_COST_LOOK);
    if (frame->state == FRAME_PAGED && object_is_crowded(object_of(frame)) &&
        object_is_served(object_of(frame)))
        begin_page(frame);
}

static bool visit_some(struct work *work)
{
    (void)work;
    while (!work_is_spent() && (job.frame != NULL || job.frames_left != 0)) {
        if (job.frame != NULL)
            visit_page();
        else
            find_page();
    }
    return job.frame == NULL && job.frames_left == 0;
}

void crowd_begin_visits(uint32_t first, uint32_t frames)
{
    job.frame = NULL;
    job.next_frame = first;
    job.frames_left = frames;
    work_add_urgent(&job.work, visit_some);
}
