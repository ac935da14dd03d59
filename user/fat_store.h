// SPDX-License-Identifier: MIT
// A store on a disk with a FAT file system: its files are those of the root directory, and one of
// them, which nobody sees, holds the pages of memory (user/fat_swap.h).
#ifndef USER_FAT_STORE_H
#define USER_FAT_STORE_H

#include <stdint.h>

#include "user/block.h"
#include "user/store_service.h"
#include "user/swap_space.h"

// The swap file. If there is none it is made when memory is wanted first, with seven eighths of
// what is free then. A person who wants another size makes the file beforehand.
#define FAT_STORE_SWAP "uneon.swp"

struct fat_store {
    const char *name;
    struct block_device *device;
    uint32_t window, slots;
    // For the disk's allocation table.
    uint8_t *table;
    uint32_t table_sectors;
    // For the pages in the swap file. What does not come back as it was stored is an error, even if
    // the device says nothing.
    struct swap_space *space;
    // What to tell of the device (STORE_DEVICE); what to do when nobody has asked for anything for
    // a while.
    const struct store_device *state;
    void (*rest)(void);
    uint32_t device_ticks; // for how long it may not answer, if all that it can fails
};

// Fills in the functions of the store, for whoever makes the caller one (user/store_service.h).
void fat_store_describe(const struct fat_store *store, struct store_functions *functions);

// Makes the caller the store. After that store_service_run serves.
void fat_store_start(const struct fat_store *store);

#endif
