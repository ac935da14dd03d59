// SPDX-License-Identifier: MIT
// The page directory that the kernel started with. The boot code fills it
// (kernel/machine/boot.asm), and mm/boot/direct_map.c finishes it; afterwards its upper half never
// changes any more.
#ifndef MM_ADDRESS_KERNEL_DIRECTORY_H
#define MM_ADDRESS_KERNEL_DIRECTORY_H

#include <stdint.h>

#include "mm/address/page_bits.h"

extern uint32_t kernel_directory[PAGE_TABLE_ENTRIES];

#endif
