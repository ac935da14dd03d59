// SPDX-License-Identifier: MIT
// Lab 3, another right solution: it makes use of all that the contract leaves open. Absent entries
// are garbage, bits 9 to 11 of the others are set, mappings and holds are counted apart and not in
// `mappings`, a page that was not used is not flushed, and a table that goes back with its last
// page is flushed by itself.
#include "mm/paging.h"

#include <stddef.h>

#include "mm/frames/tlb.h"

#define USER_SLOTS    (KERNEL_BASE / LARGE_PAGE_BYTES)
#define ABSENT        0xa5a5a5a4u // PAGE_PRESENT is clear
#define ABSENT_TABLE  0x5a5a5ff6u // and in directories
#define SOFTWARE_BITS 0xa00u
#define MARKS         (PAGE_ACCESSED | PAGE_DIRTY)

// In the entry of a table's frame: how many pages it maps, and how often it is held.
#define PAGES_OF(frame) ((frame)->owner.page)
#define HOLDS_OF(frame) (*(uint32_t *)(void *)&(frame)->owner.object)

static bool is_loaded(const struct address_space *space)
{
    return tlb_space != NULL && tlb_space->directory == space->directory;
}

static uint32_t *entry_of_directory(const struct address_space *space, uint32_t address)
{
    return space->directory + address / LARGE_PAGE_BYTES;
}

static bool is_present(uint32_t entry)
{
    return (entry & PAGE_PRESENT) != 0;
}

static struct frame *frame_at(uint32_t physical)
{
    return frame_table + physical / FRAME_BYTES;
}

uint32_t *paging_find_entry(const struct address_space *space, user_address address)
{
    uint32_t table = *entry_of_directory(space, address.value);
    if (!is_present(table))
        return NULL;
    uint32_t *entries = (uint32_t *)(KERNEL_BASE + (table & PAGE_FRAME));
    return entries + address.value % LARGE_PAGE_BYTES / FRAME_BYTES;
}

void paging_create(struct address_space *space, struct claim *claim)
{
    uint32_t slot = PAGE_TABLE_ENTRIES;

    space->table_count = 0;
    space->directory = frame_address(reserve_take(claim, FRAME_KERNEL));
    while (slot-- > 0)
        space->directory[slot] = slot < USER_SLOTS ? ABSENT_TABLE : kernel_directory[slot];
}

static void make_table(struct address_space *space, uint32_t address, struct claim *claim)
{
    struct frame *frame = reserve_take(claim, FRAME_KERNEL);
    uint32_t *entries = frame_address(frame);

    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++)
        entries[i] = ABSENT;
    PAGES_OF(frame) = HOLDS_OF(frame) = 0;
    *entry_of_directory(space, address) = physical_from_virtual(entries).value | SOFTWARE_BITS |
                                          PAGE_PRESENT | PAGE_USER | PAGE_WRITABLE;
    space->table_count++;
}

// Returns whether nothing kept the table any more.
static bool give_back_table(struct address_space *space, uint32_t address)
{
    uint32_t *table = entry_of_directory(space, address);
    struct frame *frame = frame_at(*table);

    if (PAGES_OF(frame) + HOLDS_OF(frame) > 0)
        return false;
    *table = ABSENT_TABLE;
    space->table_count--;
    if (is_loaded(space)) // the last byte will do
        tlb_flush_page((user_address){address | (LARGE_PAGE_BYTES - 1)});
    reserve_free(frame);
    return true;
}

void paging_destroy(struct address_space *space)
{
    for (uint32_t slot = USER_SLOTS; slot-- > 0;) {
        if (is_present(space->directory[slot]))
            reserve_free(frame_at(space->directory[slot]));
    }
    reserve_free(frame_at(physical_from_virtual(space->directory).value));
    *space = (struct address_space){0};
}

bool paging_map(struct address_space *space, user_address address, uint32_t page,
                struct claim *claim)
{
    uint32_t *entry = paging_find_entry(space, address);
    if (entry == NULL) {
        if (claim == NULL || claim->frames < 1)
            return false;
        make_table(space, address.value, claim);
        entry = paging_find_entry(space, address);
    }
    *entry = page | SOFTWARE_BITS | PAGE_USER | PAGE_PRESENT;
    PAGES_OF(frame_at(*entry_of_directory(space, address.value)))++;
    return true;
}

uint32_t paging_unmap(struct address_space *space, user_address address)
{
    uint32_t *entry = paging_find_entry(space, address);
    if (entry == NULL || !is_present(*entry))
        return 0;
    uint32_t was = *entry;
    *entry = 0;
    if ((was & PAGE_ACCESSED) && is_loaded(space))
        tlb_flush_page(address);
    PAGES_OF(frame_at(*entry_of_directory(space, address.value)))--;
    give_back_table(space, address.value);
    return was;
}

// The address of the next table of a range that begins at `address`; `left` pages are left.
static bool go_on(uint32_t *address, uint32_t *left)
{
    uint32_t step = PAGE_TABLE_ENTRIES - *address / FRAME_BYTES % PAGE_TABLE_ENTRIES;
    if (step >= *left)
        return false;
    *left -= step;
    *address += step * FRAME_BYTES;
    return true;
}

uint32_t paging_count_missing_tables(const struct address_space *space, user_address address,
                                     uint32_t pages)
{
    uint32_t at = address.value, missing = 0;
    do {
        if (!is_present(*entry_of_directory(space, at)))
            missing++;
    } while (go_on(&at, &pages));
    return missing;
}

void paging_hold_tables(struct address_space *space, user_address address, uint32_t pages,
                        struct claim *claim)
{
    uint32_t at = address.value;
    do {
        if (!is_present(*entry_of_directory(space, at)))
            make_table(space, at, claim);
        HOLDS_OF(frame_at(*entry_of_directory(space, at)))++;
    } while (go_on(&at, &pages));
}

void paging_release_tables(struct address_space *space, user_address address, uint32_t pages)
{
    uint32_t at = address.value;
    do {
        HOLDS_OF(frame_at(*entry_of_directory(space, at)))--;
        give_back_table(space, at);
    } while (go_on(&at, &pages));
}

bool paging_change_rights(struct address_space *space, user_address address, uint32_t rights)
{
    uint32_t *entry = paging_find_entry(space, address);
    if (entry == NULL || !is_present(*entry))
        return false;
    bool lost_write = (*entry & PAGE_WRITABLE) && !(rights & PAGE_WRITABLE);
    bool lost_cache = !(*entry & PAGE_CACHE_DISABLED) && (rights & PAGE_CACHE_DISABLED);
    *entry = (*entry & (PAGE_FRAME | MARKS)) | rights | PAGE_USER | PAGE_PRESENT;
    if ((lost_write || lost_cache) && is_loaded(space))
        tlb_flush_page(address);
    return true;
}

uint32_t paging_take_marks(struct address_space *space, user_address address, uint32_t marks)
{
    uint32_t *entry = paging_find_entry(space, address);
    if (entry == NULL || !is_present(*entry) || !(*entry & marks))
        return 0;
    uint32_t taken = *entry & marks;
    *entry &= ~marks;
    if (is_loaded(space))
        tlb_flush_page(address);
    return taken;
}

user_address paging_find_mapped(const struct address_space *space, user_address from,
                                user_address end)
{
    uint32_t at = from.value, left = (end.value - from.value) / FRAME_BYTES;

    if (left == 0)
        return end;
    do {
        const uint32_t *entry = paging_find_entry(space, (user_address){at});
        if (entry == NULL)
            continue;
        uint32_t in_table = (LARGE_PAGE_BYTES - at % LARGE_PAGE_BYTES) / FRAME_BYTES;
        for (uint32_t i = 0; i < in_table && i < left; i++) {
            if (is_present(entry[i]))
                return (user_address){at + i * FRAME_BYTES};
        }
    } while (go_on(&at, &left));
    return end;
}

enum paging_fault paging_classify_fault(const struct address_space *space, user_address address,
                                        uint32_t error_code, uint32_t rights)
{
    uint32_t needed = PAGE_PRESENT | (error_code & PAGE_FAULT_WRITE ? PAGE_WRITABLE : 0);

    if (error_code & PAGE_FAULT_RESERVED)
        return PAGING_FAULT_RESERVED_BIT;
    if (address.value >= KERNEL_BASE)
        return PAGING_FAULT_KERNEL_ADDRESS;
    if (rights == PAGING_NO_REGION)
        return PAGING_FAULT_NO_REGION;
    if (((rights | PAGE_PRESENT) & needed) != needed)
        return PAGING_FAULT_READ_ONLY;
    const uint32_t *entry = paging_find_entry(space, address);
    return entry != NULL && (*entry & needed) == needed ? PAGING_FAULT_RESOLVED
                                                        : PAGING_FAULT_ABSENT;
}
