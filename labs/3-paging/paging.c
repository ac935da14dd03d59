// SPDX-License-Identifier: MIT
// Lab 3: paging. What each function must do stands in mm/paging.h; how to go about it, in
// handouts/3-paging.md. Replace each LAB_STUB by your code; add what variables and static functions
// you like.
#include "mm/paging.h"

#include "kernel/report/panic.h"

void paging_create(struct address_space *space, struct claim *claim)
{
    (void)space, (void)claim;
    LAB_STUB(3, "3-paging");
}

void paging_destroy(struct address_space *space)
{
    (void)space;
    LAB_STUB(3, "3-paging");
}

uint32_t *paging_find_entry(const struct address_space *space, user_address address)
{
    (void)space, (void)address;
    LAB_STUB(3, "3-paging");
}

uint32_t paging_count_missing_tables(const struct address_space *space, user_address address,
                                     uint32_t pages)
{
    (void)space, (void)address, (void)pages;
    LAB_STUB(3, "3-paging");
}

void paging_hold_tables(struct address_space *space, user_address address, uint32_t pages,
                        struct claim *claim)
{
    (void)space, (void)address, (void)pages, (void)claim;
    LAB_STUB(3, "3-paging");
}

void paging_release_tables(struct address_space *space, user_address address, uint32_t pages)
{
    (void)space, (void)address, (void)pages;
    LAB_STUB(3, "3-paging");
}

bool paging_map(struct address_space *space, user_address address, uint32_t page,
                struct claim *claim)
{
    (void)space, (void)address, (void)page, (void)claim;
    LAB_STUB(3, "3-paging");
}

uint32_t paging_unmap(struct address_space *space, user_address address)
{
    (void)space, (void)address;
    LAB_STUB(3, "3-paging");
}

bool paging_change_rights(struct address_space *space, user_address address, uint32_t rights)
{
    (void)space, (void)address, (void)rights;
    LAB_STUB(3, "3-paging");
}

uint32_t paging_take_marks(struct address_space *space, user_address address, uint32_t marks)
{
    (void)space, (void)address, (void)marks;
    LAB_STUB(3, "3-paging");
}

user_address paging_find_mapped(const struct address_space *space, user_address from,
                                user_address end)
{
    (void)space, (void)from, (void)end;
    LAB_STUB(3, "3-paging");
}

enum paging_fault paging_classify_fault(const struct address_space *space, user_address address,
                                        uint32_t error_code, uint32_t rights)
{
    (void)space, (void)address, (void)error_code, (void)rights;
    LAB_STUB(3, "3-paging");
}
