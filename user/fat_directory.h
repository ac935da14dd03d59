// SPDX-License-Identifier: MIT
// The root directory of a FAT disk (user/fat.h), entry by entry. What is on the disk of a file
// stands in its entry; what it is now, in fat_firsts and fat_names.
#ifndef USER_FAT_DIRECTORY_H
#define USER_FAT_DIRECTORY_H

#include <stdint.h>

#include "user/fat.h"

// The disk that is mounted.
extern struct block_device *fat_device;

// The first cluster of each file; 0: it has none.
extern uint16_t fat_firsts[FAT_ENTRIES_MOST];

// The same of a file on the disk, and its length there.
uint32_t fat_entry_first(uint32_t file);
uint32_t fat_entry_bytes(uint32_t file);

// Changes both on the disk, with one sector. If that fails they are as they were.
int32_t fat_entry_write(uint32_t file, uint32_t first, uint32_t bytes);

static inline uint32_t fat_half_word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8;
}

// Clusters that so many bytes take.
uint32_t fat_clusters_for(uint32_t bytes);

#endif
