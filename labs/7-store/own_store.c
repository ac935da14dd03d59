// SPDX-License-Identifier: MIT
// Lab 7: a store on a disk. What each function must do stands in user/own_store.h. Replace each
// LAB_STUB by your code; add what variables and static functions you like.
#include "user/own_store.h"

#include "user/stub.h"

int32_t own_store_format(struct block_device *disk)
{
    (void)disk;
    LAB_STUB(7, "7-store");
}

int32_t own_store_open(struct block_device *disk)
{
    (void)disk;
    LAB_STUB(7, "7-store");
}

uint32_t own_store_memory_pages(void)
{
    LAB_STUB(7, "7-store");
}

uint32_t own_store_file_pages(void)
{
    LAB_STUB(7, "7-store");
}

int32_t own_store_fetch(uint32_t file, uint32_t page, void *memory)
{
    (void)file, (void)page, (void)memory;
    LAB_STUB(7, "7-store");
}

int32_t own_store_store(uint32_t file, uint32_t page, const void *memory)
{
    (void)file, (void)page, (void)memory;
    LAB_STUB(7, "7-store");
}

int32_t own_store_describe(uint32_t file, struct store_name *name)
{
    (void)file, (void)name;
    LAB_STUB(7, "7-store");
}

int32_t own_store_create(const char *name)
{
    (void)name;
    LAB_STUB(7, "7-store");
}

int32_t own_store_set_length(uint32_t file, uint32_t bytes)
{
    (void)file, (void)bytes;
    LAB_STUB(7, "7-store");
}

int32_t own_store_sync(uint32_t file)
{
    (void)file;
    LAB_STUB(7, "7-store");
}

void own_store_revert(uint32_t file)
{
    (void)file;
    LAB_STUB(7, "7-store");
}

int32_t own_store_remove(uint32_t file)
{
    (void)file;
    LAB_STUB(7, "7-store");
}
