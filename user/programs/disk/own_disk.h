// SPDX-License-Identifier: MIT
// The disk of lab 7's store (user/own_store.h): a whole ATA disk but for its first page, which says
// whose it is. So no disk that holds something else is ever taken for one that is empty.
#ifndef USER_PROGRAMS_DISK_OWN_DISK_H
#define USER_PROGRAMS_DISK_OWN_DISK_H

#include "user/block.h"

extern struct block_device own_disk;

// Finds out whose the disk is, once it was started (ata.h). A disk whose first page is all zeros is
// lab 7's: a store is made on it, and the page labelled, when the disk is opened first.
// Returns 0: it is lab 7's; E_KIND: it is somebody else's; or what the device says.
int32_t own_disk_find(void);

#endif
