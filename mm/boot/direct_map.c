// SPDX-License-Identifier: MIT
#include "mm/boot/direct_map.h"

#include "kernel/machine/stack.h"
#include "mm/address/kernel_directory.h"

#define CR4_GLOBAL (1u << 7) // SDM volume 3, 2.5

#define KERNEL_SLOT      (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define DIRECT_MAP_SLOTS (DIRECT_MAP_BYTES >> LARGE_PAGE_SHIFT)

// The linker script's marks.
extern uint8_t image_start[], image_rodata_end[];

static _Alignas(FRAME_BYTES) uint32_t image_table[PAGE_TABLE_ENTRIES];

static void map_ram(const struct memory_entry *entries, uint32_t count)
{
    uint32_t *slots = &kernel_directory[KERNEL_SLOT];

    for (uint32_t i = 1; i < DIRECT_MAP_SLOTS; i++)
        slots[i] = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t start = entries[i].start, end = entries[i].end;
        if (!entries[i].usable || start >= DIRECT_MAP_BYTES)
            continue;
        if (end > DIRECT_MAP_BYTES)
            end = DIRECT_MAP_BYTES;
        uint32_t slot = (uint32_t)start >> LARGE_PAGE_SHIFT;
        uint32_t last = ((uint32_t)end - 1) >> LARGE_PAGE_SHIFT;
        for (; start < end && slot <= last; slot++)
            slots[slot] =
                slot << LARGE_PAGE_SHIFT | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE | PAGE_GLOBAL;
    }
}

static void map_image(void)
{
    for (uint32_t i = 0; i < PAGE_TABLE_ENTRIES; i++) {
        uint32_t address = KERNEL_BASE + (i << FRAME_SHIFT);
        uint32_t entry = i << FRAME_SHIFT | PAGE_PRESENT | PAGE_GLOBAL;
        if (address < (uint32_t)image_start || address >= (uint32_t)image_rodata_end)
            entry |= PAGE_WRITABLE;
        if (address >= (uint32_t)kernel_stack_guard && address < (uint32_t)kernel_stack_bottom)
            entry = 0;
        image_table[i] = entry;
    }
    kernel_directory[KERNEL_SLOT] =
        physical_from_virtual(image_table).value | PAGE_PRESENT | PAGE_WRITABLE;
}

// A load of CR3 leaves global pages in the TLB; switching CR4.PGE off and on does not.
static void flush_global_pages(void)
{
    uint32_t control;
    __asm__ volatile("mov %%cr4, %0" : "=r"(control));
    __asm__ volatile("mov %0, %%cr4" : : "r"(control & ~CR4_GLOBAL) : "memory");
    __asm__ volatile("mov %0, %%cr4" : : "r"(control) : "memory");
}

void direct_map_init(const struct memory_entry *entries, uint32_t count)
{
    map_ram(entries, count);
    map_image();
    flush_global_pages();
}
