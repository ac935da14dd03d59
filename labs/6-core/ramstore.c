// SPDX-License-Identifier: MIT
// Lab 6, the program: the RAM store. What each function must do stands in user/ram_store.h. Replace
// each LAB_STUB by your code; add what variables and static functions you like.
#include "user/ram_store.h"

#include "user/stub.h"

void ram_store_init(void *arena, uint32_t pages)
{
    (void)arena, (void)pages;
    LAB_STUB(6, "6-core");
}

int32_t ram_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    (void)badge, (void)page, (void)memory;
    LAB_STUB(6, "6-core");
}

int32_t ram_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    (void)badge, (void)page, (void)memory;
    LAB_STUB(6, "6-core");
}

void ram_store_release(uint32_t badge)
{
    (void)badge;
    LAB_STUB(6, "6-core");
}

void ram_store_read_counts(struct ram_store_counts *counts)
{
    (void)counts;
    LAB_STUB(6, "6-core");
}
