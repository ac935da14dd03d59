// SPDX-License-Identifier: MIT
// Addresses and frame numbers as types of their own, so that the compiler keeps them apart.
//
//   physical_address   a byte in physical memory, as the memory bus counts
//   frame_number       a 4 KiB frame of physical memory: physical address / 4096
//   user_address       a byte in a user program's half of its address space
//   void *             a virtual address in the kernel; all RAM is mapped at KERNEL_BASE
#ifndef MM_ADDRESS_TYPES_H
#define MM_ADDRESS_TYPES_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/layout.h"

typedef struct {
    uint32_t value;
} physical_address;

typedef struct {
    uint32_t value;
} frame_number;

typedef struct {
    uint32_t value;
} user_address;

// Physical memory in the half-open interval [start, end), in bytes.
struct memory_range {
    physical_address start;
    physical_address end;
};

// One line of the firmware's list of memory, [start, end) in bytes.
struct memory_entry {
    uint64_t start;
    uint64_t end;
    bool usable;
};

// The virtual address at which the kernel sees `address`. Requires: address < DIRECT_MAP_BYTES.
static inline void *virtual_from_physical(physical_address address)
{
    return (void *)(KERNEL_BASE + address.value);
}

// The inverse. Requires: a pointer into the direct map, which holds the kernel's image too.
static inline physical_address physical_from_virtual(const void *pointer)
{
    return (physical_address){(uint32_t)pointer - KERNEL_BASE};
}

static inline frame_number frame_number_from_physical(physical_address address)
{
    return (frame_number){address.value >> FRAME_SHIFT};
}

static inline physical_address physical_from_frame_number(frame_number number)
{
    return (physical_address){number.value << FRAME_SHIFT};
}

#endif
