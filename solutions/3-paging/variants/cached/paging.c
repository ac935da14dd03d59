// SPDX-License-Identifier: MIT
// Lab 3, another right solution: each space remembers the table that was used last, in its private
// word, and each table counts down what may still be added to it. Searches look at the directory
// first and walk a table by pointers.
#include "mm/paging.h"

#include <stddef.h>

#include "common/string.h"
#include "mm/frames/tlb.h"

#define USER_SLOTS 512
#define INDEX_MASK 0x3ff
#define TABLE_BITS (PAGE_PRESENT | PAGE_WRITABLE | PAGE_USER)
#define ROOM       UINT16_MAX // of a table for which there is no reason
#define IS_VALID   0x800      // in the private word: the slot below it, the table's frame above

static uint32_t slot_of(user_address address)
{
    return address.value / LARGE_PAGE_BYTES;
}

// The physical address of a slot's table; 0 if there is none. (Frame 0 is nobody's table.)
static uint32_t find_table(const struct address_space *space, uint32_t slot)
{
    if (space->lab_3 & IS_VALID && (space->lab_3 & INDEX_MASK) == slot)
        return space->lab_3 & PAGE_FRAME;
    return space->directory[slot] & PAGE_PRESENT ? space->directory[slot] & PAGE_FRAME : 0;
}

static struct frame *frame_of_table(uint32_t table)
{
    return &frame_table[table / FRAME_BYTES];
}

static uint32_t *place_in(uint32_t table, user_address address)
{
    uint32_t *entries = virtual_from_physical((physical_address){table});
    return &entries[address.value / FRAME_BYTES & INDEX_MASK];
}

static void remember(struct address_space *space, uint32_t slot, uint32_t table)
{
    space->lab_3 = table | IS_VALID | slot;
}

static void forget_page(const struct address_space *space, user_address address)
{
    if (tlb_space == space)
        tlb_flush_page(address);
}

static uint32_t new_table(struct address_space *space, uint32_t slot, struct claim *claim)
{
    struct frame *frame = reserve_take(claim, FRAME_KERNEL);
    uint32_t table = physical_from_frame_number(frame_number_of(frame)).value;

    memset(frame_address(frame), 0, FRAME_BYTES);
    frame->mappings = ROOM;
    space->directory[slot] = table | TABLE_BITS;
    space->table_count += 1;
    return table;
}

// One reason fewer; true if the table went back.
static bool leave_table(struct address_space *space, uint32_t slot, uint32_t table)
{
    struct frame *frame = frame_of_table(table);

    if (++frame->mappings < ROOM)
        return false;
    frame->mappings = 0;
    if ((space->lab_3 & INDEX_MASK) == slot)
        space->lab_3 = 0;
    space->directory[slot] = 0;
    space->table_count -= 1;
    reserve_free(frame);
    return true;
}

void paging_create(struct address_space *space, struct claim *claim)
{
    struct frame *frame = reserve_take(claim, FRAME_KERNEL);

    memcpy(frame_address(frame), kernel_directory, FRAME_BYTES);
    memset(frame_address(frame), 0, FRAME_BYTES / 2);
    *space = (struct address_space){.directory = frame_address(frame)};
}

void paging_destroy(struct address_space *space)
{
    for (uint32_t slot = 0; slot < USER_SLOTS && space->table_count > 0; slot++) {
        if ((space->directory[slot] & PAGE_PRESENT) == 0)
            continue;
        space->table_count--;
        reserve_free(frame_of_table(space->directory[slot] & PAGE_FRAME));
    }
    reserve_free(frame_of_table(physical_from_virtual(space->directory).value));
    space->directory = NULL;
    space->lab_3 = 0;
}

uint32_t *paging_find_entry(const struct address_space *space, user_address address)
{
    uint32_t table = find_table(space, slot_of(address));
    return table == 0 ? NULL : place_in(table, address);
}

static uint32_t end_slot(user_address address, uint32_t pages)
{
    return (address.value / FRAME_BYTES + pages + INDEX_MASK) / PAGE_TABLE_ENTRIES;
}

uint32_t paging_count_missing_tables(const struct address_space *space, user_address address,
                                     uint32_t pages)
{
    uint32_t missing = 0;
    for (uint32_t slot = end_slot(address, pages); slot-- > slot_of(address);)
        missing += find_table(space, slot) == 0;
    return missing;
}

void paging_hold_tables(struct address_space *space, user_address address, uint32_t pages,
                        struct claim *claim)
{
    for (uint32_t slot = end_slot(address, pages); slot-- > slot_of(address);) {
        uint32_t table = find_table(space, slot);
        if (table == 0)
            table = new_table(space, slot, claim);
        frame_of_table(table)->mappings--;
    }
}

void paging_release_tables(struct address_space *space, user_address address, uint32_t pages)
{
    for (uint32_t slot = end_slot(address, pages); slot-- > slot_of(address);) {
        if (leave_table(space, slot, find_table(space, slot)))
            forget_page(space, (user_address){slot * LARGE_PAGE_BYTES + LARGE_PAGE_BYTES / 2});
    }
}

bool paging_map(struct address_space *space, user_address address, uint32_t page,
                struct claim *claim)
{
    uint32_t slot = slot_of(address), table = find_table(space, slot);

    if (table == 0) {
        if (claim == NULL || claim->frames == 0)
            return false;
        table = new_table(space, slot, claim);
    }
    *place_in(table, address) = page | PAGE_PRESENT | PAGE_USER;
    frame_of_table(table)->mappings--;
    remember(space, slot, table);
    return true;
}

uint32_t paging_unmap(struct address_space *space, user_address address)
{
    uint32_t slot = slot_of(address), table = find_table(space, slot);
    uint32_t *place = table == 0 ? NULL : place_in(table, address);

    if (place == NULL || *place == 0)
        return 0;
    uint32_t entry = __atomic_exchange_n(place, 0, __ATOMIC_SEQ_CST);
    leave_table(space, slot, table);
    forget_page(space, address);
    return entry;
}

bool paging_change_rights(struct address_space *space, user_address address, uint32_t rights)
{
    uint32_t *place = paging_find_entry(space, address);
    uint32_t before = place == NULL ? 0 : *place;

    if (before == 0)
        return false;
    *place = before ^ ((before ^ rights) & PAGING_RIGHTS);
    // What lets less through counts the other way round for the cache.
    uint32_t allowed = (before ^ PAGE_CACHE_DISABLED) & (PAGE_WRITABLE | PAGE_CACHE_DISABLED);
    if (allowed & ~(rights ^ PAGE_CACHE_DISABLED))
        forget_page(space, address);
    return true;
}

uint32_t paging_take_marks(struct address_space *space, user_address address, uint32_t marks)
{
    uint32_t *place = paging_find_entry(space, address);
    uint32_t found =
        place == NULL ? 0 : __atomic_fetch_and(place, ~marks, __ATOMIC_SEQ_CST) & marks;

    if (found != 0)
        forget_page(space, address);
    return found;
}

user_address paging_find_mapped(const struct address_space *space, user_address from,
                                user_address end)
{
    for (uint32_t slot = slot_of(from); slot * LARGE_PAGE_BYTES < end.value; slot++) {
        uint32_t table = find_table(space, slot), start = slot * LARGE_PAGE_BYTES;
        if (table == 0)
            continue;
        user_address at = {start < from.value ? from.value : start};
        const uint32_t *place = place_in(table, at);
        for (; at.value < end.value && at.value - start < LARGE_PAGE_BYTES; at.value += FRAME_BYTES)
            if (*place++ & PAGE_PRESENT)
                return at;
    }
    return end;
}

enum paging_fault paging_classify_fault(const struct address_space *space, user_address address,
                                        uint32_t error_code, uint32_t rights)
{
    bool is_write = (error_code & PAGE_FAULT_WRITE) != 0;
    const uint32_t *place = NULL;

    if (error_code & PAGE_FAULT_RESERVED)
        return PAGING_FAULT_RESERVED_BIT;
    if ((int32_t)address.value < 0)
        return PAGING_FAULT_KERNEL_ADDRESS;
    if (rights == PAGING_NO_REGION)
        return PAGING_FAULT_NO_REGION;
    if (is_write > ((rights & PAGE_WRITABLE) != 0))
        return PAGING_FAULT_READ_ONLY;
    place = paging_find_entry(space, address);
    if (place == NULL || *place == 0)
        return PAGING_FAULT_ABSENT;
    return is_write && !(*place & PAGE_WRITABLE) ? PAGING_FAULT_ABSENT : PAGING_FAULT_RESOLVED;
}
