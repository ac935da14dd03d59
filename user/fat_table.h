// SPDX-License-Identifier: MIT
// The allocation table of a FAT disk (user/fat.h), and the layout of the disk.
#ifndef USER_FAT_TABLE_H
#define USER_FAT_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "user/block.h"

// Cluster numbers begin with 2.
#define FAT_FIRST_CLUSTER 2

struct fat_layout {
    uint32_t cluster_sectors;
    uint32_t table_first, table_sectors, tables; // copies of the table, one behind the other
    uint32_t root_first, root_entries;
    uint32_t data_first; // sector of the first cluster
    uint32_t clusters;   // their numbers are FAT_FIRST_CLUSTER to clusters + 1
    bool has_16_bits;    // an entry of the table; else 12
};

extern struct fat_layout fat_layout;

// Reads layout and table, as fat_mount. Returns 0, E_KIND, or what the device says.
int32_t fat_table_read(struct block_device *device, uint8_t *table, uint32_t table_sectors);

// Writes what changed in the table to all copies.
int32_t fat_table_write(void);

// The cluster behind another one in its chain; 0 at the end, and if what stands there is no
// cluster.
uint32_t fat_table_next(uint32_t cluster);

// Whether what stands there is the end of a chain.
bool fat_table_is_end(uint32_t cluster);

// Takes a new chain of `clusters` clusters, in a row if there are so many in a row. Returns 0, and
// the first in `*first` (0 for none); E_NO_MEMORY: there are not so many.
int32_t fat_table_take(uint32_t clusters, uint32_t *first);

// Frees the clusters of a chain.
void fat_table_free(uint32_t first);

uint32_t fat_table_count_free(void);

static inline bool fat_is_cluster(uint32_t cluster)
{
    return cluster >= FAT_FIRST_CLUSTER && cluster < fat_layout.clusters + FAT_FIRST_CLUSTER;
}

static inline uint32_t fat_sector_of(uint32_t cluster)
{
    return fat_layout.data_first + (cluster - FAT_FIRST_CLUSTER) * fat_layout.cluster_sectors;
}

#endif
