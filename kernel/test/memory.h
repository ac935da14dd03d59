// SPDX-License-Identifier: MIT
// Memory of a test's own, in pages of 4 KiB: nothing is mapped around it, so that a step beyond
// either end faults, and the processor notes which pages are written to.
#ifndef KERNEL_TEST_MEMORY_H
#define KERNEL_TEST_MEMORY_H

#include <stdint.h>

#include "mm/address/types.h"

#define TEST_MEMORY_MOST_BYTES 0x700000 // what all that is mapped at a time may have

// Maps [start, start + bytes) of physical memory once more. What was mapped here before is not any
// more. Requires: RAM that nobody uses; whole pages, at most TEST_MEMORY_MOST_BYTES.
void *test_memory_map(physical_address start, uint32_t bytes);

// The page table's entry of an address that is mapped; NULL if its page has 4 MiB.
uint32_t *test_memory_find_entry(const void *address);

#endif
