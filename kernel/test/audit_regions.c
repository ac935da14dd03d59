// SPDX-License-Identifier: MIT
// The audit of address spaces: page tables against regions, and regions against objects.
#include "kernel/test/audit_parts.h"
#include "mm/pagers/pager_life.h"

#define KERNEL_SLOT (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define NOTES       ((uint32_t)(PAGE_ACCESSED | PAGE_DIRTY)) // the processor's

// --- regions

static bool is_gone(const struct object *object)
{
    return object == &object_gone_pager || object == &object_gone_revoked;
}

static bool is_on_list(const struct region *region)
{
    for (struct list *at = NULL;
         (at = audit_next(&region->object->regions, at, "regions of an object", 0)) != NULL;) {
        if (at == &region->in_object)
            return true;
    }
    return false;
}

static void check_region(const struct process *process, const struct region *region)
{
    const struct object *object = region->object;

    CHECK_THAT(region->pages, >, 0u, "pages of the region at 0x%08x of process %u (%s)",
               region->start.value, AUDIT_NAME(process));
    CHECK_THAT(region_end(region).value, <=, USER_END, "end of the region at 0x%08x of process %u",
               region->start.value, process->number);
    AUDIT(region->rights & PAGE_WRITABLE & ~(uint32_t)region->most_rights, 0u,
          "rights of the region at 0x%08x of process %u (%s), beyond its capability's",
          region->start.value, AUDIT_NAME(process));
    AUDIT(is_on_list(region), true, "region at 0x%08x of process %u (%s) on its object's list",
          region->start.value, AUDIT_NAME(process));
    if (is_gone(object))
        return;
    CHECK_THAT(region->first_page, <, object->pages,
               "first page of the region at 0x%08x of process %u (%s)", region->start.value,
               AUDIT_NAME(process));
    CHECK_THAT(region->pages, <=, object->pages - region->first_page,
               "pages of the region at 0x%08x of process %u (%s)", region->start.value,
               AUDIT_NAME(process));
    audit_frame_of(object)->regions++;
    if (process->level != LEVEL_NONE && !process_is_over(process))
        CHECK_THAT(object_level(object), <, (int)process->level,
                   "level of what process %u (%s) maps at 0x%08x", AUDIT_NAME(process),
                   region->start.value);
}

// Places in use, in ascending order of addresses that do not overlap.
static void check_places(struct process *process)
{
    uint32_t used = 0, free_from = 0;

    for (uint32_t i = 0; i < REGIONS_MOST; i++)
        used += process->regions[i].object != NULL;
    AUDIT(process->region_count, used, "regions of process %u (%s), of the places in use",
          AUDIT_NAME(process));
    for (uint32_t i = 0; i < process->region_count; i++) {
        const struct region *region = &process->regions[process->region_order[i]];
        AUDIT(region->object != NULL, true, "regions in place %u of process %u (%s)",
              (uint32_t)process->region_order[i], AUDIT_NAME(process));
        CHECK_THAT(region->start.value, >=, free_from,
                   "start of a region of process %u (%s), behind the one before",
                   AUDIT_NAME(process));
        free_from = region_end(region).value;
        check_region(process, region);
    }
}

static uint32_t count_list(struct list *list)
{
    uint32_t count = 0;
    for (struct list *at = NULL; (at = audit_next(list, at, "regions of an object", 0)) != NULL;)
        count++;
    return count;
}

static void check_count(const struct object *object, uint32_t owner, uint32_t regions)
{
    AUDIT(object->region_count, regions, "regions of an object of process %u", owner);
}

void audit_regions(void)
{
    for (uint32_t i = 0; i < audit.process_count; i++)
        check_places(audit.processes[i]);
    for (uint32_t i = 0; i < audit.process_count; i++) {
        struct process *process = audit.processes[i];
        for (struct list *at = process->objects.next; at != &process->objects; at = at->next) {
            struct object *object = LIST_ITEM(at, struct object, in_maker);
            check_count(object, process->number, audit_frame_of(object)->regions);
            check_count(object, process->number, count_list(&object->regions));
        }
        if (process->pager != NULL && process->pager->window == &process->pager->lent)
            check_count(&process->pager->lent, process->number,
                        audit_frame_of(&process->pager->lent)->regions);
    }
    check_count(&object_gone_pager, 0, count_list(&object_gone_pager.regions));
    check_count(&object_gone_revoked, 0, count_list(&object_gone_revoked.regions));
}

// --- page tables

// The frame that the region's object has for an address; frame_table_entries if there is none.
static uint32_t frame_for(const struct region *region, user_address address)
{
    uint32_t page = region_page_at(region, address);

    if (is_gone(region->object))
        return frame_table_entries;
    if (region->object->kind == OBJECT_DEVICE)
        return frame_number_from_physical(region->object->device).value + page;
    const struct page_entry *entry = object_find_entry(region->object, page);
    return entry == NULL || entry->state != PAGE_RESIDENT ? frame_table_entries : entry->number;
}

static void check_mapping(struct process *process, user_address address, uint32_t entry)
{
    const struct region *region = region_find(process, address);

    AUDIT(region != NULL, true, "regions at 0x%08x of process %u (%s), where a page is mapped",
          address.value, AUDIT_NAME(process));
    AUDIT(entry >> FRAME_SHIFT, frame_for(region, address),
          "frame mapped at 0x%08x of process %u (%s), by its page's entry", address.value,
          AUDIT_NAME(process));
    AUDIT(entry & PAGE_USER, PAGE_USER, "user bit at 0x%08x of process %u (%s)", address.value,
          AUDIT_NAME(process));
    AUDIT(entry & PAGE_WRITABLE & ~(uint32_t)region->most_rights, 0u,
          "rights of the page at 0x%08x of process %u (%s), beyond its region's", address.value,
          AUDIT_NAME(process));
    if (region->object->kind != OBJECT_DEVICE)
        audit.frames[entry >> FRAME_SHIFT].mappings++;
}

// Whether the table is held for the process's window.
static bool is_held(const struct process *process, uint32_t slot)
{
    const struct pager *pager = process->pager;

    if (pager == NULL)
        return false;
    uint32_t first = pager->window_start.value >> LARGE_PAGE_SHIFT;
    uint32_t last =
        (pager->window_start.value + (pager->slot_count << FRAME_SHIFT) - 1) >> LARGE_PAGE_SHIFT;
    return slot >= first && slot <= last;
}

static void check_table(struct process *process, uint32_t slot, uint32_t entry)
{
    uint32_t number = entry >> FRAME_SHIFT, mapped = 0;

    audit_use(number, USE_TABLE);
    const uint32_t *table = frame_address(&frame_table[number]);
    for (uint32_t i = 0; (i = audit_next_word(table, i, PAGE_TABLE_ENTRIES)) < PAGE_TABLE_ENTRIES;
         i++) {
        if (!(table[i] & PAGE_PRESENT))
            continue;
        user_address address = {slot << LARGE_PAGE_SHIFT | i << FRAME_SHIFT};
        check_mapping(process, address, table[i]);
        mapped++;
    }
    if (!is_held(process, slot))
        CHECK_THAT(mapped, >, 0u, "pages in the table for 0x%08x of process %u (%s)",
                   slot << LARGE_PAGE_SHIFT, AUDIT_NAME(process));
}

static void check_space(struct process *process)
{
    const uint32_t *directory = process->space.directory;
    uint32_t tables = 0;

    if (directory == NULL)
        return;
    audit_use(frame_number_of(frame_of_memory(directory)).value, USE_DIRECTORY);
    for (uint32_t slot = 0; (slot = audit_next_word(directory, slot, KERNEL_SLOT)) < KERNEL_SLOT;
         slot++) {
        if (!(directory[slot] & PAGE_PRESENT))
            continue;
        check_table(process, slot, directory[slot]);
        tables++;
    }
    AUDIT(process->space.table_count, tables, "page tables of process %u (%s)",
          AUDIT_NAME(process));
    for (uint32_t slot = KERNEL_SLOT; slot < PAGE_TABLE_ENTRIES; slot++)
        AUDIT(directory[slot] & ~NOTES, kernel_directory[slot] & ~NOTES,
              "entry %u of the kernel's half of the directory of process %u (%s)", slot,
              AUDIT_NAME(process));
}

void audit_tables(void)
{
    for (uint32_t i = 0; i < audit.process_count; i++)
        check_space(audit.processes[i]);
}
