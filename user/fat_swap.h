// SPDX-License-Identifier: MIT
// Memory of the store on a FAT disk (user/fat_store.h): its pages are in the swap file, packed if
// that saves a unit (user/page_pack.h, user/swap_space.h).
//
// A page that is promised has room whatever is written to it. So what promised pages save by being
// packed they may want back, and nobody else gets it. Memory that is not promised
// (STORE_UNPROMISED) takes as much as its pages need, as they are stored, of what is left. A page
// that finds no room is lost, and whoever needs it ends.
#ifndef USER_FAT_SWAP_H
#define USER_FAT_SWAP_H

#include <stdint.h>

#include "user/fat_store.h"

// Fills in what the skeleton has to know of memory.
void fat_swap_describe(const struct fat_store *store, struct store_functions *functions);

// Looks for the swap file on a disk that was just mounted. Nothing in it means anything.
void fat_swap_find(void);

// Makes the swap file, if there is none. Returns 0, or an error of fat_create, fat_set_length or
// fat_sync.
int32_t fat_swap_make(void);

// The file's number.
uint32_t fat_swap_file(void);

// A page of the memory object `number`. fat_swap_store returns E_NO_MEMORY or E_QUOTA, too: there
// is no room for a page that is not promised; then what was stored before is there still. What was
// written is on the disk with the next flush of the device.
int32_t fat_swap_fetch(uint32_t number, uint32_t page, void *memory);
int32_t fat_swap_store(uint32_t number, uint32_t page, const void *memory);

#endif
