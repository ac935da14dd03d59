// SPDX-License-Identifier: MIT
// From the loader's report to the memory that the frame allocator gets.
#ifndef MM_BOOT_BOOT_MEMORY_H
#define MM_BOOT_BOOT_MEMORY_H

#include "mm/boot/memory_map.h"

// What is left for frame_init: usable RAM without the first frame (so that frame 0 means none), the
// image, the modules and the frame table.
extern struct memory_map boot_memory_map;

// Builds boot_memory_map, maps RAM, places the frame table, says what it found. Ends the machine
// with a message if there is too little memory, or a module lies where there is none.
void boot_memory_init(void);

#endif
