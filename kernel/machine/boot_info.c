// SPDX-License-Identifier: MIT
#include "kernel/machine/boot_info.h"

#include <stddef.h>

#include "common/string.h"

#define LOADER_MAGIC 0x2badb002

// Multiboot 3.3, and ACPI 6.4, table 15.3: memory of every other type is not ours to use.
#define MEMORY_TYPE_USABLE 1

// Multiboot 3.3: the bits of `flags`, and the fields they vouch for.
#define HAS_MEMORY_SIZES (1u << 0)
#define HAS_COMMAND_LINE (1u << 2)
#define HAS_MODULES      (1u << 3)
#define HAS_MEMORY_MAP   (1u << 6)

#define LOWER_MEMORY_START 0u
#define UPPER_MEMORY_START 0x100000u
#define KIB                1024u

struct information {
    uint32_t flags;
    uint32_t lower_kib, upper_kib;
    uint32_t boot_device;
    uint32_t command_line;
    uint32_t module_count, modules;
    uint32_t symbols[4];
    uint32_t map_bytes, map;
};

struct module {
    uint32_t start, end;
    uint32_t command_line;
    uint32_t reserved;
};

struct map_entry {
    uint32_t size; // of the rest
    uint32_t start_low, start_high;
    uint32_t bytes_low, bytes_high;
    uint32_t type;
};

struct boot_info boot_info;

// NULL if the kernel cannot see all `bytes` from there.
static void *at(uint32_t address, uint32_t bytes)
{
    if (address >= DIRECT_MAP_BYTES || bytes > DIRECT_MAP_BYTES - address)
        return NULL;
    return virtual_from_physical((physical_address){address});
}

// True if all of it fitted.
static bool copy_text(char *to, uint32_t bytes, uint32_t address)
{
    const char *from = at(address, bytes);
    uint32_t i;
    if (from == NULL)
        return false;
    for (i = 0; i < bytes - 1 && from[i] != '\0'; i++)
        to[i] = from[i];
    to[i] = '\0';
    return from[i] == '\0';
}

// What the loader left of the command line is not needed any more, and a test's secret is in it.
static void erase_text(uint32_t address, uint32_t bytes)
{
    char *text = at(address, bytes);
    if (text != NULL)
        memset(text, 0, bytes);
}

static void add_entry(uint64_t start, uint64_t bytes, bool usable)
{
    if (boot_info.entry_count == BOOT_MEMORY_ENTRIES) {
        boot_info.entries_cut = true;
        return;
    }
    uint64_t end = start + bytes < start ? UINT64_MAX : start + bytes;
    boot_info.entries[boot_info.entry_count++] = (struct memory_entry){start, end, usable};
}

static void copy_memory_map(const struct information *information)
{
    uint32_t offset = 0;
    while (offset + sizeof(struct map_entry) <= information->map_bytes) {
        const struct map_entry *entry = at(information->map + offset, sizeof *entry);
        if (entry == NULL || entry->size < sizeof *entry - sizeof entry->size ||
            entry->size > information->map_bytes)
            return;
        add_entry((uint64_t)entry->start_high << 32 | entry->start_low,
                  (uint64_t)entry->bytes_high << 32 | entry->bytes_low,
                  entry->type == MEMORY_TYPE_USABLE);
        offset += entry->size + (uint32_t)sizeof entry->size;
    }
}

static void copy_modules(const struct information *information)
{
    for (uint32_t i = 0; i < information->module_count; i++) {
        if (i == BOOT_MODULES) {
            boot_info.modules_cut = true;
            return;
        }
        const struct module *module =
            at(information->modules + i * (uint32_t)sizeof *module, sizeof *module);
        if (module == NULL)
            return;
        struct boot_module *copy = &boot_info.modules[boot_info.module_count++];
        copy->range.start.value = module->start;
        copy->range.end.value = module->end;
        if (module->command_line != 0)
            copy_text(copy->command_line, sizeof copy->command_line, module->command_line);
    }
}

void boot_info_copy(uint32_t magic, physical_address address)
{
    if (magic != LOADER_MAGIC)
        return;
    const struct information *information = at(address.value, sizeof *information);
    if (information == NULL)
        return;
    uint32_t flags = information->flags;

    boot_info.from_multiboot = true;
    if (flags & HAS_COMMAND_LINE) {
        boot_info.command_line_cut = !copy_text(
            boot_info.command_line, sizeof boot_info.command_line, information->command_line);
        erase_text(information->command_line, (uint32_t)strlen(boot_info.command_line));
    }
    if (flags & HAS_MEMORY_MAP) {
        copy_memory_map(information);
    } else if (flags & HAS_MEMORY_SIZES) {
        add_entry(LOWER_MEMORY_START, (uint64_t)information->lower_kib * KIB, true);
        add_entry(UPPER_MEMORY_START, (uint64_t)information->upper_kib * KIB, true);
    }
    if (flags & HAS_MODULES)
        copy_modules(information);
}
