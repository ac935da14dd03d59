// SPDX-License-Identifier: MIT
// Block devices: disks of sectors that can be read and written, as file systems see them.
#ifndef USER_BLOCK_H
#define USER_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/limits.h"

#define SECTOR_BYTES     512
#define SECTORS_PER_PAGE (PAGE_BYTES / SECTOR_BYTES)

// Errors of all functions: E_STATE: there is no disk; E_STALE: it was changed, and what is known of
// the one before is wrong; E_RIGHTS: it is write-protected; E_KIND: it is laid out in an unknown
// way; E_PAGER: the device failed, and has said on the console how.
struct block_device {
    // Set by `open`.
    uint32_t sectors;
    bool is_protected;

    // Whether the disk was taken out since `open`.
    bool (*is_changed)(void);
    // Finds out what disk is there. Everything else needs this first, and again after E_STATE or
    // E_STALE.
    int32_t (*open)(void);
    int32_t (*read)(uint32_t first, uint32_t count, void *memory);
    // Writes, at the latest with `flush`: if neither has failed, the disk has the sectors. They are
    // there after the machine is gone with `sync`, which flushes, too; two writes with a sync
    // between them are on the disk in that order.
    int32_t (*write)(uint32_t first, uint32_t count, const void *memory);
    int32_t (*flush)(void);
    int32_t (*sync)(void);
};

#endif
