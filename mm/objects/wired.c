// SPDX-License-Identifier: MIT
#include "mm/objects/wired.h"

#include "common/string.h"
#include "kernel/machine/boot_info.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "mm/frames/lab_result.h"
#include "mm/objects/object_life.h"

uint32_t wired_count_frames(uint32_t pages)
{
    uint32_t leaves = pages <= OBJECT_INLINE_PAGES ? 0 : (pages + LEAF_ENTRIES - 1) >> LEAF_SHIFT;
    return object_count_frames(pages) + leaves + pages;
}

bool wired_is_ram(physical_address start, uint32_t pages)
{
    uint64_t end = (uint64_t)start.value + ((uint64_t)pages << FRAME_SHIFT);

    for (uint32_t i = 0; i < boot_info.entry_count; i++) {
        const struct memory_entry *entry = &boot_info.entries[i];
        if (entry->usable && entry->start < end && entry->end > start.value)
            return true;
    }
    return false;
}

void wired_add_page(struct object *object, uint32_t page, struct frame *frame, struct claim *claim)
{
    bool has_leaf = object_find_entry(object, page) != NULL;
    struct page_entry *entry = object_make_entry(object, page, claim);

    object_set_entry(object, page, entry, PAGE_RESIDENT, frame_number_of(frame).value);
    frame->owner.object = object;
    frame->owner.page = page;
    // Frames are charged one by one, as they are given back to the account.
    account_charge(object->maker, has_leaf ? 1 : 2);
}

struct object *wired_make(struct process *maker, uint32_t pages, uint32_t generation,
                          struct claim *claim)
{
    struct object *object = object_make(OBJECT_WIRED, pages, claim);

    object_name(object, maker, generation);
    account_charge(maker, object_count_frames(pages));
    for (uint32_t page = 0; page < pages; page++) {
        struct frame *frame = lab_result_frame("reserve_take", reserve_take(claim, FRAME_CORE));
        memset(frame_address(frame), 0, FRAME_BYTES);
        wired_add_page(object, page, frame, claim);
    }
    return object;
}

struct object *wired_make_device(struct process *maker, physical_address start, uint32_t pages,
                                 uint32_t generation, struct claim *claim)
{
    struct object *object = object_make(OBJECT_DEVICE, 1, claim);

    object->pages = pages; // it needs no entries
    object->device = start;
    object_name(object, maker, generation);
    account_charge(maker, object_count_frames(1));
    return object;
}

frame_number wired_frame_of(const struct object *object, uint32_t page)
{
    if (object->kind == OBJECT_DEVICE)
        return (frame_number){frame_number_from_physical(object->device).value + page};

    const struct page_entry *entry = object_find_entry(object, page);

    if (entry == NULL || entry->state != PAGE_RESIDENT || entry->number >= frame_table_entries)
        panic(object->kind == OBJECT_LENT
                  ? "slot %u has a request, but there is no frame in its window page: "
                    "pager_start_fetch and pager_evict put one there"
                  : "page %u of a wired object has no frame, though core_build_some returned that "
                    "the object is whole",
              page);
    return (frame_number){entry->number};
}

// Whether the process's account has room for the next frame of the claim as a table. (A process
// that maps for itself was asked before: its claim is on its account already.)
static bool has_room_for_table(const struct process *process, const struct claim *claim)
{
    return claim->frames != 0 &&
           (claim == &process->long_call.claim || account_has_room(process, 1));
}

static void map_page(struct region *region, struct claim *claim, uint32_t page)
{
    user_address address = {region->start.value + (page << FRAME_SHIFT)};
    const uint32_t *place = lab_result_entry(paging_find_entry(region_space(region), address));

    if (place != NULL && (*place & PAGE_PRESENT))
        return; // the page was touched meanwhile
    if (place == NULL) {
        work_spend(WORK_COST_CLEAR); // for a table
        if (!has_room_for_table(region_process(region), claim))
            return;
    }
    frame_number number = wired_frame_of(region->object, region->first_page + page);
    if (!paging_map(region_space(region), address, number.value << FRAME_SHIFT | region->rights,
                    claim))
        panic("paging_map returned false for 0x%08x, though there is a table for it, or a frame in "
              "the claim",
              address.value);
    if (region->object->kind != OBJECT_DEVICE)
        frame_table[number.value].mappings++;
}

bool wired_map_some(struct region *region, struct claim *claim, uint32_t *page)
{
    if (region->is_going || region->object->kind == OBJECT_GONE || region->object->is_revoked)
        return true;
    while (*page < region->pages) {
        map_page(region, claim, *page);
        ++*page;
        work_spend(WORK_COST_PAGE);
        if (work_is_spent())
            break;
    }
    return *page == region->pages;
}
