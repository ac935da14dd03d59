// SPDX-License-Identifier: MIT
// Lab 3, the reference: page tables with the number of reasons to keep each one in its frame's
// entry of the frame table, so that a table is given up without a look at its 1,024 entries.
#include "mm/paging.h"

#include <stddef.h>

#include "common/string.h"
#include "mm/frames/tlb.h"

#define KERNEL_SLOT (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define TABLE_MASK  (PAGE_TABLE_ENTRIES - 1)
#define TABLE_BITS  (PAGE_PRESENT | PAGE_WRITABLE | PAGE_USER) // the entries in it decide

static uint32_t directory_slot(user_address address)
{
    return address.value >> LARGE_PAGE_SHIFT;
}

static uint32_t table_slot(user_address address)
{
    return address.value >> FRAME_SHIFT & TABLE_MASK;
}

static uint32_t *table_of(uint32_t directory_entry)
{
    return virtual_from_physical((physical_address){directory_entry & PAGE_FRAME});
}

static struct frame *frame_of(uint32_t entry)
{
    return &frame_table[entry >> FRAME_SHIFT];
}

static void flush(const struct address_space *space, user_address address)
{
    if (space == tlb_space)
        tlb_flush_page(address);
}

// Takes one reason to keep a table away; true if that was the last. The processor may remember the
// table itself, too: SDM volume 3, 4.10.3 and 4.10.4.1. INVLPG after this makes it forget.
static bool let_go(struct address_space *space, uint32_t slot)
{
    struct frame *frame = frame_of(space->directory[slot]);
    if (--frame->mappings != 0)
        return false;
    space->directory[slot] = 0;
    space->table_count--;
    reserve_free(frame);
    return true;
}

static void make_table(struct address_space *space, uint32_t slot, struct claim *claim)
{
    struct frame *frame = reserve_take(claim, FRAME_KERNEL);
    physical_address address = physical_from_frame_number(frame_number_of(frame));

    memset(frame_address(frame), 0, FRAME_BYTES);
    space->directory[slot] = address.value | TABLE_BITS;
    space->table_count++;
}

void paging_create(struct address_space *space, struct claim *claim)
{
    space->directory = frame_address(reserve_take(claim, FRAME_KERNEL));
    space->table_count = 0;
    memset(space->directory, 0, KERNEL_SLOT * sizeof(uint32_t));
    memcpy(space->directory + KERNEL_SLOT, kernel_directory + KERNEL_SLOT,
           (PAGE_TABLE_ENTRIES - KERNEL_SLOT) * sizeof(uint32_t));
}

void paging_destroy(struct address_space *space)
{
    for (uint32_t slot = 0; slot < KERNEL_SLOT; slot++) {
        if (space->directory[slot] != 0)
            reserve_free(frame_of(space->directory[slot]));
    }
    reserve_free(frame_of(physical_from_virtual(space->directory).value));
    space->directory = NULL;
    space->table_count = 0;
}

uint32_t *paging_find_entry(const struct address_space *space, user_address address)
{
    uint32_t directory_entry = space->directory[directory_slot(address)];
    return directory_entry == 0 ? NULL : table_of(directory_entry) + table_slot(address);
}

static uint32_t last_slot(user_address address, uint32_t pages)
{
    return directory_slot((user_address){address.value + ((pages - 1) << FRAME_SHIFT)});
}

uint32_t paging_count_missing_tables(const struct address_space *space, user_address address,
                                     uint32_t pages)
{
    uint32_t missing = 0, last = last_slot(address, pages);
    for (uint32_t slot = directory_slot(address); slot <= last; slot++)
        missing += space->directory[slot] == 0;
    return missing;
}

void paging_hold_tables(struct address_space *space, user_address address, uint32_t pages,
                        struct claim *claim)
{
    uint32_t last = last_slot(address, pages);
    for (uint32_t slot = directory_slot(address); slot <= last; slot++) {
        if (space->directory[slot] == 0)
            make_table(space, slot, claim);
        frame_of(space->directory[slot])->mappings++;
    }
}

void paging_release_tables(struct address_space *space, user_address address, uint32_t pages)
{
    uint32_t last = last_slot(address, pages);
    for (uint32_t slot = directory_slot(address); slot <= last; slot++) {
        if (let_go(space, slot))
            flush(space, (user_address){slot << LARGE_PAGE_SHIFT});
    }
}

bool paging_map(struct address_space *space, user_address address, uint32_t page,
                struct claim *claim)
{
    uint32_t slot = directory_slot(address);
    uint32_t directory_entry = space->directory[slot];
    if (directory_entry == 0) {
        if (claim == NULL || claim->frames == 0)
            return false;
        make_table(space, slot, claim);
        directory_entry = space->directory[slot];
    }

    table_of(directory_entry)[table_slot(address)] = page | PAGE_PRESENT | PAGE_USER;
    frame_of(directory_entry)->mappings++;
    return true;
}

uint32_t paging_unmap(struct address_space *space, user_address address)
{
    uint32_t slot = directory_slot(address), directory_entry = space->directory[slot];
    if (directory_entry == 0)
        return 0;
    uint32_t *place = table_of(directory_entry) + table_slot(address), entry = *place;
    if (entry == 0)
        return 0;
    // Interrupts are off and there is one processor: nobody writes between the two lines.
    *place = 0;
    let_go(space, slot);
    flush(space, address);
    return entry;
}

bool paging_change_rights(struct address_space *space, user_address address, uint32_t rights)
{
    uint32_t *place = paging_find_entry(space, address);
    if (place == NULL || *place == 0)
        return false;
    uint32_t before = *place;
    *place = (before & ~(uint32_t)PAGING_RIGHTS) | rights;
    if ((before & ~rights & PAGE_WRITABLE) != 0 || (rights & ~before & PAGE_CACHE_DISABLED) != 0)
        flush(space, address);
    return true;
}

uint32_t paging_take_marks(struct address_space *space, user_address address, uint32_t marks)
{
    // The page stealer's hand comes this way, for every page: so it is spelled out.
    uint32_t table = space->directory[directory_slot(address)];
    if (table == 0)
        return 0;
    uint32_t *place = table_of(table) + table_slot(address);
    uint32_t found = marks & *(const volatile uint32_t *)place; // the processor writes to it, too
    if (found != 0) {
        *place -= found;
        flush(space, address);
    }
    return found;
}

user_address paging_find_mapped(const struct address_space *space, user_address from,
                                user_address end)
{
    while (from.value < end.value) {
        uint32_t directory_entry = space->directory[directory_slot(from)];
        if (directory_entry == 0) {
            from.value = (from.value | (LARGE_PAGE_BYTES - 1)) + 1;
            continue;
        }
        if (table_of(directory_entry)[table_slot(from)] != 0)
            return from;
        from.value += FRAME_BYTES;
    }
    return end;
}

enum paging_fault paging_classify_fault(const struct address_space *space, user_address address,
                                        uint32_t error_code, uint32_t rights)
{
    if (error_code & PAGE_FAULT_RESERVED)
        return PAGING_FAULT_RESERVED_BIT;
    if (address.value >= KERNEL_BASE)
        return PAGING_FAULT_KERNEL_ADDRESS;
    if (rights == PAGING_NO_REGION)
        return PAGING_FAULT_NO_REGION;
    bool write = error_code & PAGE_FAULT_WRITE;
    if (write && !(rights & PAGE_WRITABLE))
        return PAGING_FAULT_READ_ONLY;
    const uint32_t *place = paging_find_entry(space, address);
    if (place == NULL || *place == 0 || (write && !(*place & PAGE_WRITABLE)))
        return PAGING_FAULT_ABSENT;
    return PAGING_FAULT_RESOLVED;
}
