// SPDX-License-Identifier: MIT
// The disk in the drive, as a block device: cylinders in memory, tries, and what to do when the
// disk is another one.
#ifndef USER_PROGRAMS_FLOPPY_DISK_H
#define USER_PROGRAMS_FLOPPY_DISK_H

#include "user/block.h"
#include "user/store.h"

extern struct block_device disk;

// Returns 0, or an error if there is no controller.
int32_t disk_start(void);

// Turns the motor off; the next transfer turns it on.
void disk_rest(void);

// Commands that transferred, and what went wrong. (`pages` are sectors times 125.)
const struct store_device *disk_state(void);

#endif
