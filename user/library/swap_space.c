// SPDX-License-Identifier: MIT
#include "user/swap_space.h"

#define FREE SWAP_UNITS_MOST // what stands in `nexts` for a unit that nobody has

void swap_space_reset(struct swap_space *space, uint32_t units)
{
    for (uint32_t place = 0; place < space->places; place++)
        space->firsts[place] = SWAP_NO_UNIT;
    for (uint32_t unit = 0; unit < units; unit++)
        space->nexts[unit] = FREE;
    space->units = space->free = units;
    space->hand = 0;
}

uint32_t swap_space_count(const struct swap_space *space, uint32_t place)
{
    uint32_t count = 0;

    for (uint32_t unit = space->firsts[place]; unit != SWAP_NO_UNIT; unit = space->nexts[unit])
        count++;
    return count;
}

uint32_t swap_space_free(struct swap_space *space, uint32_t place)
{
    uint32_t count = 0, next;

    for (uint32_t unit = space->firsts[place]; unit != SWAP_NO_UNIT; unit = next) {
        next = space->nexts[unit];
        space->nexts[unit] = FREE;
        count++;
    }
    space->firsts[place] = SWAP_NO_UNIT;
    space->free += count;
    return count;
}

static uint16_t find_free(struct swap_space *space)
{
    while (space->nexts[space->hand] != FREE)
        space->hand = (space->hand + 1) % space->units;
    return (uint16_t)space->hand;
}

void swap_space_take(struct swap_space *space, uint32_t place, uint32_t units)
{
    uint16_t *link = &space->firsts[place];

    swap_space_free(space, place);
    for (uint32_t i = 0; i < units; i++) {
        uint16_t unit = find_free(space);
        *link = unit;
        link = &space->nexts[unit];
        *link = SWAP_NO_UNIT;
    }
    space->free -= units;
}
