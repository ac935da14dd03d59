// SPDX-License-Identifier: MIT
#include "kernel/test/arena.h"

#include "common/string.h"
#include "kernel/machine/boot_info.h"
#include "kernel/machine/command_line.h"
#include "kernel/test/test.h"
#include "mm/address/kernel_directory.h"
#include "mm/address/types.h"
#include "mm/boot/boot_memory.h"
#include "mm/frame.h"

#define MIB_SHIFT    20
#define RAM_MIB_MOST 64u
#define KERNEL_SLOT  (KERNEL_BASE >> LARGE_PAGE_SHIFT)
#define CR4_GLOBAL   (1u << 7)

uint32_t *arena_entries;
uint32_t arena_frames;

static physical_address next, end; // what is left of the upper half

// A load of CR3 leaves global pages in the TLB; switching CR4.PGE off and on does not (SDM volume
// 3, 2.5).
static void flush_global_pages(void)
{
    uint32_t control;
    __asm__ volatile("mov %%cr4, %0" : "=r"(control));
    __asm__ volatile("mov %0, %%cr4" : : "r"(control & ~CR4_GLOBAL) : "memory");
    __asm__ volatile("mov %0, %%cr4" : : "r"(control) : "memory");
}

void *arena_take(uint32_t bytes)
{
    uint32_t rounded = (bytes + FRAME_BYTES - 1) & ~(uint32_t)(FRAME_BYTES - 1);
    void *memory = virtual_from_physical(next);

    CHECK_THAT(rounded, <=, end.value - next.value, "bytes that the test takes of its memory");
    next.value += rounded;
    memset(memory, 0, rounded);
    return memory;
}

// The frame table lies at the upper end, in what is the test's now: the lower half gets its own.
static void cut_map(uint32_t bytes)
{
    physical_address table;

    end = memory_map_end(&boot_memory_map);
    CHECK_THAT(end.value, >, 2 * bytes, "bytes of RAM, where ram= is the lower half");
    for (uint32_t i = 0; i < boot_info.module_count; i++)
        CHECK(boot_info.modules[i].range.end.value, <=, bytes);
    next = (physical_address){bytes};
    memory_map_remove(&boot_memory_map, bytes, end.value);
    arena_frames = bytes >> FRAME_SHIFT;
    CHECK(memory_map_take(&boot_memory_map, arena_frames * (uint32_t)sizeof(struct frame), &table),
          ==, true);
    frame_table = virtual_from_physical(table);
    frame_table_entries = arena_frames;
}

// The first 4 MiB, with the image in them, have pages of 4 KiB already.
static void map_lower_half(void)
{
    uint32_t slots = (arena_frames + PAGE_TABLE_ENTRIES - 1) / PAGE_TABLE_ENTRIES;
    const uint32_t *image =
        virtual_from_physical((physical_address){kernel_directory[KERNEL_SLOT] & PAGE_FRAME});

    arena_entries = arena_take(slots * FRAME_BYTES);
    for (uint32_t i = 0; i < slots * PAGE_TABLE_ENTRIES; i++)
        arena_entries[i] = i << FRAME_SHIFT | PAGE_PRESENT | PAGE_WRITABLE | PAGE_GLOBAL;
    memcpy(arena_entries, image, FRAME_BYTES);
    for (uint32_t slot = 0; slot < slots; slot++)
        kernel_directory[KERNEL_SLOT + slot] =
            physical_from_virtual(arena_entries + slot * PAGE_TABLE_ENTRIES).value | PAGE_PRESENT |
            PAGE_WRITABLE;
    flush_global_pages();
}

void arena_init(void)
{
    uint32_t mib = command_line_number("ram", 0);

    CHECK_THAT(mib, >=, (uint32_t)MINIMUM_RAM_MIB, "MiB in ram=, the lower half of the machine");
    CHECK_THAT(mib, <=, RAM_MIB_MOST, "MiB in ram=, the lower half of the machine");
    cut_map(mib << MIB_SHIFT);
    map_lower_half();
}
