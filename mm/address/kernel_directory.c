// SPDX-License-Identifier: MIT
#include "mm/address/kernel_directory.h"

#include "mm/address/layout.h"

_Alignas(FRAME_BYTES) uint32_t kernel_directory[PAGE_TABLE_ENTRIES];
