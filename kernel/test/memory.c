// SPDX-License-Identifier: MIT
#include "kernel/test/memory.h"

#include <stddef.h>

#include "common/string.h"
#include "kernel/machine/processor.h"
#include "kernel/test/test.h"
#include "mm/paging.h"

// Above the direct map. The first page and what is behind the last one stay unmapped.
#define PLACE       ((uint32_t)KERNEL_BASE + DIRECT_MAP_BYTES)
#define TABLES      2
#define FIRST_ENTRY 1

static _Alignas(FRAME_BYTES) uint32_t entries[TABLES * PAGE_TABLE_ENTRIES];

_Static_assert(TEST_MEMORY_MOST_BYTES / FRAME_BYTES < TABLES * PAGE_TABLE_ENTRIES - FIRST_ENTRY,
               "there is a page behind it that is not mapped");

void *test_memory_map(physical_address start, uint32_t bytes)
{
    CHECK((start.value | bytes) % FRAME_BYTES, ==, 0u);
    CHECK(bytes, <=, (uint32_t)TEST_MEMORY_MOST_BYTES);
    memset(entries, 0, sizeof entries);
    for (uint32_t i = 0; i < bytes / FRAME_BYTES; i++)
        entries[FIRST_ENTRY + i] = (start.value + i * FRAME_BYTES) | PAGE_PRESENT | PAGE_WRITABLE;
    for (uint32_t i = 0; i < TABLES; i++)
        kernel_directory[(PLACE >> LARGE_PAGE_SHIFT) + i] =
            physical_from_virtual(&entries[i * PAGE_TABLE_ENTRIES]).value | PAGE_PRESENT |
            PAGE_WRITABLE;
    processor_load_directory(physical_from_virtual(kernel_directory).value);
    return (void *)(PLACE + FIRST_ENTRY * FRAME_BYTES);
}

uint32_t *test_memory_find_entry(const void *address)
{
    uint32_t entry = kernel_directory[(uint32_t)address >> LARGE_PAGE_SHIFT];

    CHECK(entry & PAGE_PRESENT, !=, 0u);
    if (entry & PAGE_LARGE)
        return NULL;
    uint32_t *table = virtual_from_physical((physical_address){entry & PAGE_FRAME});
    return &table[((uint32_t)address >> FRAME_SHIFT) % PAGE_TABLE_ENTRIES];
}
