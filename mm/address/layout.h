// SPDX-License-Identifier: MIT
// The address space, and the sizes that follow from the machine.
//
//   0xffffffff  +---------------------------+
//               | not mapped                |
//   0xf0000000  +---------------------------+  KERNEL_BASE + DIRECT_MAP_BYTES
//               | RAM, 4 MiB global pages   |  read and write, kernel only
//   0x80400000  +---------------------------+
//               | RAM with the kernel image |  4 KiB pages: text and constants read-only,
//               | and VGA memory            |  a guard below the kernel's stack
//   0x80000000  +---------------------------+  KERNEL_BASE
//               | user programs             |
//   0x00010000  +---------------------------+  USER_BASE
//               | never mapped              |  so that a null pointer faults
//   0x00000000  +---------------------------+
//
// Also read by the linker script and, through kernel/offsets.c, by the assembler sources:
// plain numbers only.
#ifndef MM_ADDRESS_LAYOUT_H
#define MM_ADDRESS_LAYOUT_H

#define KERNEL_BASE      0x80000000
#define DIRECT_MAP_BYTES 0x70000000 // 1.75 GiB
#define USER_BASE        0x00010000
#define IMAGE_LOAD_BYTES 0x00100000 // the image starts at 1 MiB: below lie the BIOS and VGA

// Intel SDM volume 3, 4.3 "32-bit paging": pages of 4 KiB, and of 4 MiB with CR4.PSE.
#define FRAME_SHIFT       12
#define FRAME_BYTES       4096
#define LARGE_PAGE_SHIFT  22
#define LARGE_PAGE_BYTES  0x400000
#define LARGE_PAGE_FRAMES 1024

// Intel 8237A data sheet: the ISA DMA controller has 24 address lines, of which a page register
// holds all above the lowest 16; a transfer cannot carry into it.
#define ISA_DMA_LIMIT_FRAMES    4096
#define ISA_DMA_BOUNDARY_FRAMES 16

// The smallest machine that µNeon promises to run on.
#define MINIMUM_RAM_MIB 4

#endif
