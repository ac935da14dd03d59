// SPDX-License-Identifier: MIT
// Which physical memory is free RAM: a sorted list of ranges that do not touch each other.
//
// The firmware's list may hold holes, overlaps and ends anywhere within a page; memory that it
// calls reserved anywhere is not RAM, even where another entry calls it usable. The ranges here are
// exact to the byte; whoever cuts them into frames rounds inwards.
#ifndef MM_BOOT_MEMORY_MAP_H
#define MM_BOOT_MEMORY_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

#define MEMORY_MAP_RANGES 64

struct memory_map {
    struct memory_range ranges[MEMORY_MAP_RANGES];
    uint32_t count;
    uint64_t unreachable_bytes; // usable, but above what the kernel can map
    bool cut;                   // more ranges than fit: some usable memory is left out
};

// Makes the map of all usable memory below DIRECT_MAP_BYTES. Never fails; see `cut`.
void memory_map_build(struct memory_map *map, const struct memory_entry *entries, uint32_t count);

// Takes [start, end) out of the map, whether or not it is there.
void memory_map_remove(struct memory_map *map, uint64_t start, uint64_t end);

// Takes `bytes` from the highest range that has them, page-aligned, out of the map.
// Returns false, with nothing changed, if no range has them.
bool memory_map_take(struct memory_map *map, uint32_t bytes, physical_address *start);

uint64_t memory_map_bytes(const struct memory_map *map);

// The end of the highest range, 0 if there is none.
physical_address memory_map_end(const struct memory_map *map);

#endif
