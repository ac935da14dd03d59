// SPDX-License-Identifier: MIT
// What a store tells of each of its files.
#ifndef USER_STORE_NAME_H
#define USER_STORE_NAME_H

#include <stdint.h>

#include "kernel/abi/limits.h"

// A file. Its number is its index in the store's table of names.
struct store_name {
    char name[PROCESS_NAME_BYTES]; // empty: it was removed
    uint32_t bytes;
};

// How many pages that many bytes fill.
static inline uint32_t store_pages(uint32_t bytes)
{
    return bytes / PAGE_BYTES + (bytes % PAGE_BYTES != 0);
}

#endif
