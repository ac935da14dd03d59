// SPDX-License-Identifier: MIT
// The kernel's own view of memory: all RAM at KERNEL_BASE (mm/address/layout.h shows the picture).
#ifndef MM_BOOT_DIRECT_MAP_H
#define MM_BOOT_DIRECT_MAP_H

#include <stdint.h>

#include "mm/boot/memory_map.h"

// The boot code mapped everything up to DIRECT_MAP_BYTES. Takes out what no usable entry covers,
// makes the image's text and constants read-only and the guard below the stack absent.
// Sources: Intel SDM volume 3, 4.3 (entries), 4.10.4.1 (what must be flushed).
void direct_map_init(const struct memory_entry *entries, uint32_t count);

#endif
