// SPDX-License-Identifier: MIT
// Lab 4, the program: a store that keeps pages in memory. What each function must do stands in
// user/memory_store.h. Replace each LAB_STUB by your code; add what variables and static functions
// you like.
#include "user/memory_store.h"

#include "user/stub.h"

void memory_store_init(void *arena, uint32_t pages)
{
    (void)arena, (void)pages;
    LAB_STUB(4, "4-pager-ipc");
}

int32_t memory_store_store(uint32_t badge, uint32_t page, const void *memory)
{
    (void)badge, (void)page, (void)memory;
    LAB_STUB(4, "4-pager-ipc");
}

int32_t memory_store_fetch(uint32_t badge, uint32_t page, void *memory)
{
    (void)badge, (void)page, (void)memory;
    LAB_STUB(4, "4-pager-ipc");
}

void memory_store_release(uint32_t badge)
{
    (void)badge;
    LAB_STUB(4, "4-pager-ipc");
}

uint32_t memory_store_count_free(void)
{
    LAB_STUB(4, "4-pager-ipc");
}
