// SPDX-License-Identifier: MIT
// Cylinders of the disk in memory. What is read is a whole cylinder at a time, with one command,
// into one of as many places as there is room for in the memory that DMA reaches. What is written
// goes there first, and from there to the disk with the next flush, neighbours together.
//
//     places   | cylinder 7: sectors 0 1 2 ... 35 | cylinder 2: ... | ... |
//               each sector: known (as on the disk, or as it will be), to be written
//
// Errors: user/block.h.
#ifndef USER_PROGRAMS_FLOPPY_CYLINDERS_H
#define USER_PROGRAMS_FLOPPY_CYLINDERS_H

#include <stdbool.h>
#include <stdint.h>

#include "user/store.h"

#define CYLINDERS_HEADS              2
#define CYLINDERS_TRACK_SECTORS_MOST 36 // 2.88 MB

// The disk has so many sectors on a track; nothing of it is in memory. And the data rate that it is
// read with.
void cylinders_set_layout(uint32_t track_sectors);
void cylinders_set_rate(uint32_t rate);

uint32_t cylinders_count_sectors(void); // of one

// Where the sectors [first, first + count) of a cylinder are in memory, as the disk has them. To be
// used at once.
int32_t cylinders_read(uint32_t cylinder, uint32_t first, uint32_t count, const uint8_t **memory);

// The same for writing: what is put there is on the disk after the next flush.
int32_t cylinders_write(uint32_t cylinder, uint32_t first, uint32_t count, uint8_t **memory);

int32_t cylinders_flush(void);

// What the transfers were so far. (Pages are sectors times 125.)
extern struct store_device cylinders_state;

#endif
