// SPDX-License-Identifier: MIT
// The room in a swap file: which units of it each page of memory has. A unit is a sector or more. A
// page that was packed has fewer units than its size takes, and one that was never stored has none.
// Pages are told apart by their places, from 0 on.
//
//     places   | 0: 4, 5, 6 | 1: none | 2: 0 | ...
//     units    | 0: of place 2 | 1: free | ... | 4: then 5 | 5: then 6 | 6: the last | ...
//
// Units of a page need not lie in a row, so all that are free are of use.
#ifndef USER_SWAP_SPACE_H
#define USER_SWAP_SPACE_H

#include <stdint.h>

#include "user/block.h"

#define SWAP_NO_UNIT    UINT16_MAX
#define SWAP_UNITS_MOST (UINT16_MAX - 1) // another number marks what is free

struct swap_space {
    // The owner's, who sets these once. Tables: of each place, its first unit and the sum of what
    // was stored; of each unit, the next one of its page.
    uint16_t *firsts, *nexts;
    uint32_t *sums;
    uint32_t places, units_most; // of the tables
    uint32_t unit_sectors;

    uint32_t units, free; // of the swap file
    uint32_t hand;        // the unit at which the search for free ones goes on
};

static inline uint32_t swap_units_of_page(const struct swap_space *space)
{
    return SECTORS_PER_PAGE / space->unit_sectors;
}

// All is free: the swap file has so many units, at most units_most.
void swap_space_reset(struct swap_space *space, uint32_t units);

// How many units the place has.
uint32_t swap_space_count(const struct swap_space *space, uint32_t place);

// Gives the place `units` units instead of those that it has: in a row, if the next free ones are.
// Requires: there are so many, with those that it has.
void swap_space_take(struct swap_space *space, uint32_t place, uint32_t units);

// Frees the units of the place. Returns how many it had.
uint32_t swap_space_free(struct swap_space *space, uint32_t place);

#endif
