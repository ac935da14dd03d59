// SPDX-License-Identifier: MIT
#include "mm/objects/region.h"

#include "common/string.h"
#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "kernel/thread/work.h"
#include "mm/frames/lab_result.h"
#include "mm/objects/object.h"

struct address_space *region_space(const struct region *region)
{
    return &region_process(region)->space;
}

uint32_t *region_find_mapping(const struct region *region, uint32_t page)
{
    if (!region_has_page(region, page))
        return NULL;
    uint32_t *entry =
        lab_result_entry(paging_find_entry(region_space(region), region_address_of(region, page)));
    return entry != NULL && (*entry & PAGE_PRESENT) ? entry : NULL;
}

// How many regions start at or below `address`: the place behind the last of them in region_order.
static uint32_t count_up_to(const struct process *process, user_address address)
{
    uint32_t low = 0, high = process->region_count;

    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (process->regions[process->region_order[middle]].start.value <= address.value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct region *region_find(struct process *process, user_address address)
{
    uint32_t count = count_up_to(process, address);
    if (count == 0)
        return NULL;
    struct region *region = &process->regions[process->region_order[count - 1]];
    return region_covers(region, address) ? region : NULL;
}

static bool is_free_range(const struct process *process, user_address start, uint32_t pages)
{
    uint32_t count = count_up_to(process, start), end = start.value + (pages << FRAME_SHIFT);

    if (count > 0 &&
        region_end(&process->regions[process->region_order[count - 1]]).value > start.value)
        return false;
    return count == process->region_count ||
           process->regions[process->region_order[count]].start.value >= end;
}

static int check_limits(const struct process *process, const struct object *object)
{
    uint32_t in_both = 0;

    if (process->region_count == REGIONS_MOST || object->region_count == OBJECT_REGIONS_MOST)
        return E_LIMIT;
    for (uint32_t i = 0; i < process->region_count; i++)
        in_both += process->regions[process->region_order[i]].object == object;
    return in_both == PAIR_REGIONS_MOST ? E_LIMIT : 0;
}

int region_check(struct process *process, const struct region_request *request)
{
    const struct object *object = request->object;

    if (request->pages == 0 || request->first_page >= object->pages ||
        request->pages > object->pages - request->first_page || request->patience_ticks == 0)
        return E_ARGUMENT;
    if (request->start.value % FRAME_BYTES != 0 || request->start.value < USER_FIRST ||
        request->start.value >= USER_END ||
        request->pages > (USER_END - request->start.value) >> FRAME_SHIFT ||
        !is_free_range(process, request->start, request->pages))
        return E_ADDRESS;
    if (process->level != LEVEL_NONE && request->object_level >= process->level)
        return E_LEVEL;
    if (object->backs != NULL)
        return E_BUSY;
    return check_limits(process, object);
}

static uint32_t free_place(const struct process *process)
{
    uint32_t place = 0;
    while (process->regions[place].object != NULL)
        place++;
    return place;
}

struct region *region_add(struct process *process, const struct region_request *request)
{
    uint32_t place = free_place(process), at = count_up_to(process, request->start);
    struct region *region = &process->regions[place];

    memmove(&process->region_order[at + 1], &process->region_order[at], process->region_count - at);
    process->region_order[at] = (uint8_t)place;
    process->region_count++;
    *region = (struct region){
        .object = request->object,
        .start = request->start,
        .pages = request->pages,
        .first_page = request->first_page,
        .patience_ticks = request->patience_ticks,
        .rights = request->rights,
        .most_rights = request->most_rights & (uint32_t)PAGE_WRITABLE,
        .is_window = request->is_window,
    };
    list_append(&request->object->regions, &region->in_object);
    request->object->region_count++;
    return region;
}

void region_note_unmapped(uint32_t entry)
{
    if (entry >> FRAME_SHIFT >= frame_table_entries || !(entry & PAGE_PRESENT))
        lab_result_is_wrong("paging_unmap", entry, "no entry that maps a frame of the frame table");
    struct frame *frame = &frame_table[entry >> FRAME_SHIFT];
    if (entry & PAGE_DIRTY)
        frame->marks |= FRAME_DIRTY;
    frame->mappings--;
}

// How much of a table is looked at in one go.
#define LOOK_BYTES (64u * FRAME_BYTES)

bool region_find_mapped(const struct region *region, user_address *at)
{
    const struct address_space *space = region_space(region);
    uint32_t end = region_end(region).value;
    bool has_table = space->directory[at->value >> LARGE_PAGE_SHIFT] & PAGE_PRESENT;
    uint32_t stride = has_table ? LOOK_BYTES : (uint32_t)LARGE_PAGE_BYTES;
    uint32_t next = (at->value | (stride - 1)) + 1;

    if (next > end)
        next = end;
    uint32_t from = at->value;
    if (has_table)
        *at = paging_find_mapped(space, *at, (user_address){next});
    else
        at->value = next;
    if (at->value < from || at->value > next)
        lab_result_is_wrong("paging_find_mapped", at->value,
                            "not an address between those that it was given");
    return at->value < next;
}

bool region_unmap_some(struct region *region)
{
    user_address at = region_address_of(region, region->first_page + region->unmapped_pages);
    uint32_t end = region_end(region).value;

    while (at.value < end) {
        if (region_find_mapped(region, &at)) {
            uint32_t entry = paging_unmap(region_space(region), at);
            if (region->object->kind != OBJECT_DEVICE)
                region_note_unmapped(entry);
            at.value += FRAME_BYTES;
        }
        work_spend(WORK_COST_PAGE);
        if (work_is_spent())
            break;
    }
    uint32_t unmapped_pages = region_page_at(region, at) - region->first_page;
    region->unmapped_pages = unmapped_pages & REGION_PAGES_MASK;
    return at.value >= end;
}

struct object *region_remove(struct region *region)
{
    struct process *process = region_process(region);
    uint32_t at = count_up_to(process, region->start) - 1;

    ASSERT((uint32_t)&process->regions[process->region_order[at]], ==, (uint32_t)region);
    process->region_count--;
    memmove(&process->region_order[at], &process->region_order[at + 1], process->region_count - at);
    list_remove(&region->in_object);
    struct object *object = region->object;
    object->region_count--;
    region->object = NULL;
    return object;
}
