// SPDX-License-Identifier: MIT
// What the boot loader told, copied out of its memory so that this can be used as RAM.
// Source: Multiboot Specification 0.6.96, 3.3 "Boot information format".
#ifndef KERNEL_MACHINE_BOOT_INFO_H
#define KERNEL_MACHINE_BOOT_INFO_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

#define BOOT_COMMAND_LINE_BYTES 8192
#define BOOT_MEMORY_ENTRIES     64
#define BOOT_MODULES            16
#define BOOT_MODULE_TEXT_BYTES  256

struct boot_module {
    struct memory_range range;
    char command_line[BOOT_MODULE_TEXT_BYTES];
};

struct boot_info {
    bool from_multiboot; // false: nothing else here is valid
    char command_line[BOOT_COMMAND_LINE_BYTES];
    bool command_line_cut;
    struct memory_entry entries[BOOT_MEMORY_ENTRIES];
    uint32_t entry_count;
    bool entries_cut;
    struct boot_module modules[BOOT_MODULES];
    uint32_t module_count;
    bool modules_cut;
};

extern struct boot_info boot_info;

// Requires: what the loader passed in EAX and EBX, and all its memory still mapped.
void boot_info_copy(uint32_t magic, physical_address information);

#endif
