// SPDX-License-Identifier: MIT
#include "mm/objects/object_life.h"

#include "common/string.h"
#include "kernel/capability/capability.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "mm/frames/lab_result.h"
#include "mm/objects/region.h"
#include "mm/paging.h"

struct object object_gone_pager = {.kind = OBJECT_GONE};
struct object object_gone_revoked = {.kind = OBJECT_GONE};

void object_init(void)
{
    list_init(&object_gone_pager.regions);
    list_init(&object_gone_revoked.regions);
}

static void *take_zeroed(struct claim *claim)
{
    void *memory =
        frame_address(lab_result_frame("reserve_take", reserve_take(claim, FRAME_KERNEL)));
    work_spend(WORK_COST_CLEAR);
    memset(memory, 0, FRAME_BYTES);
    return memory;
}

uint32_t object_count_frames(uint32_t pages)
{
    return pages <= OBJECT_INLINE_PAGES ? 1 : 2;
}

struct object *object_make(enum object_kind kind, uint32_t pages, struct claim *claim)
{
    struct object *object = take_zeroed(claim);

    list_init(&object->regions);
    list_init(&object->in_maker);
    object->kind = (uint8_t)kind;
    object->pages = pages;
    object->entries = (struct page_entry *)(object + 1); // the rest of its frame
    if (pages > OBJECT_INLINE_PAGES)
        object->directory = take_zeroed(claim);
    return object;
}

void object_name(struct object *object, struct process *maker, uint32_t generation)
{
    struct frame *frame = frame_of_memory(object);

    frame->marks = KERNEL_FRAME_OBJECT;
    frame->generation = capability_whole_generation(generation);
    object->maker = maker;
    list_append(&maker->objects, &object->in_maker);
}

void object_rename(struct object *object, uint32_t generation)
{
    frame_of_memory(object)->generation = capability_whole_generation(generation);
}

uint32_t object_free(struct object *object)
{
    uint32_t frames = object->directory == NULL ? 1 : 2;

    ASSERT(object->not_absent, ==, 0u);
    ASSERT(object->region_count, ==, 0u);
    if (object->directory != NULL)
        reserve_free(frame_of_memory(object->directory));
    reserve_free(frame_of_memory(object));
    return frames;
}

struct page_entry *object_make_entry(struct object *object, uint32_t page, struct claim *claim)
{
    if (object->directory == NULL)
        return object->entries + page;
    struct page_entry **place = &object->directory[page >> LEAF_SHIFT];
    if (*place == NULL)
        *place = take_zeroed(claim);
    return *place + (page & LEAF_MASK);
}

void object_count_out_of_leaf(struct object *object, uint32_t page)
{
    struct page_entry **place = &object->directory[page >> LEAF_SHIFT];
    struct frame *frame = frame_of_memory(*place);

    frame->mappings--;
    if (frame->mappings != 0)
        return;
    *place = NULL;
    reserve_free(frame);
    account_refund(object->maker, 1);
}

void object_unmap_page(struct object *object, uint32_t page, struct frame *frame)
{
    uint32_t found = 0;

    if (frame->mappings == 0)
        return;
    for (struct list *at = object->regions.next; frame->mappings != 0; at = at->next) {
        if (at == &object->regions)
            lab_result_mappings_are_wrong(frame);
        struct region *region = LIST_ITEM(at, struct region, in_object);
        if (!region_has_page(region, page))
            continue;
        uint32_t entry = paging_unmap(region_space(region), region_address_of(region, page));
        if (entry != 0) {
            found |= entry;
            frame->mappings--;
        }
    }
    if (found & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
}

bool object_unmap_some(struct object *object, uint32_t page, struct frame *frame)
{
    for (uint32_t looked_at = 0; frame->mappings != 0; looked_at++) {
        if (looked_at > object->region_count)
            lab_result_mappings_are_wrong(frame);
        if (looked_at != 0 && work_is_spent())
            return false;
        struct region *region = LIST_ITEM(object->regions.next, struct region, in_object);
        list_remove(&region->in_object);
        list_append(&object->regions, &region->in_object);
        work_spend(WORK_COST_LOOK / 2);
        if (!region_has_page(region, page))
            continue;
        uint32_t entry = paging_unmap(region_space(region), region_address_of(region, page));
        if (entry != 0)
            region_note_unmapped(entry);
        work_spend(WORK_COST_MAPPING);
    }
    return true;
}

bool object_page_is_dirty(const struct object *object, uint32_t page)
{
    if (object_frame(object_find_entry(object, page))->marks & FRAME_DIRTY)
        return true;
    for (struct list *at = object->regions.next; at != &object->regions; at = at->next) {
        const uint32_t *entry = region_find_mapping(LIST_ITEM(at, struct region, in_object), page);
        if (entry != NULL && (*entry & PAGE_DIRTY))
            return true;
    }
    return false;
}

#define LOOK_MASK 63 // one less than the entries that a call looks at

uint32_t object_find_page(const struct object *object, uint32_t page)
{
    if (object->directory == NULL) {
        while (page < object->pages && object->entries[page].state == PAGE_ABSENT)
            page++;
        return page;
    }
    for (uint32_t i = 0; page < object->pages && object->directory[page >> LEAF_SHIFT] == NULL;
         i++) {
        if (i > LOOK_MASK)
            return page;
        page = (page | LEAF_MASK) + 1;
    }
    if (page >= object->pages)
        return object->pages;
    const struct page_entry *leaf = object->directory[page >> LEAF_SHIFT];
    for (;; page++) {
        if (page == object->pages || leaf[page & LEAF_MASK].state != PAGE_ABSENT)
            return page;
        if ((page & LOOK_MASK) == LOOK_MASK)
            return page + 1 < object->pages ? page + 1 : object->pages;
    }
}

int object_find(struct process *process, uint32_t handle, uint32_t rights, struct object **object)
{
    struct capability *capability;

    int error = capability_find(process, handle, CAPABILITY_OBJECT, rights, &capability);
    if (error != 0)
        return error;
    *object = capability->target;
    return process_is_over((*object)->maker) ? E_STALE : 0;
}
