// SPDX-License-Identifier: MIT
// The disk in the drive, as a block device.
#ifndef USER_PROGRAMS_FLOPPY_DISK_H
#define USER_PROGRAMS_FLOPPY_DISK_H

#include "user/block.h"

extern struct block_device disk;

// Returns 0, or an error if there is no controller.
int32_t disk_start(void);

// Turns the motor off; the next transfer turns it on.
void disk_rest(void);

#endif
