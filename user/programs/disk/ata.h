// SPDX-License-Identifier: MIT
// The first ATA disk, as a block device: sectors are moved by the processor (PIO), a command for as
// many in a row as are asked for, with an interrupt for each. A disk with a table of partitions is
// its first one.
// Source: T13, "AT Attachment with Packet Interface - 6" (ATA-6); registers and commands stand
// there under the names that ata.c has at each.
#ifndef USER_PROGRAMS_DISK_ATA_H
#define USER_PROGRAMS_DISK_ATA_H

#include "user/block.h"
#include "user/store.h"

extern struct block_device ata_disk;

// The whole disk, partitions or not. Of the two, the one that was opened last can be used.
extern struct block_device ata_whole_disk;

// Takes ports and interrupt. Returns 0, or an error if there is no disk that can be used.
int32_t ata_start(void);

// Transfers so far, and what the disk said when one failed: its status, and its error register.
extern struct store_device ata_state;

#endif
