// SPDX-License-Identifier: MIT
// The disk store: memory and files on the first ATA disk. The driver is ata.h; what makes a store
// of it depends on what is on the disk: a FAT file system (user/fat_store.h), or nothing, or what
// lab 7's store (user/own_store.h) has written there. Without a disk it ends, and nothing is said.
#include "user/fat_store.h"
#include "user/own_store_service.h"
#include "user/programs/disk/ata.h"
#include "user/programs/disk/own_disk.h"

#define WINDOW        0x10000000u
#define SLOTS         32
#define TABLE_SECTORS 256 // of FAT16
#define DEVICE_TICKS  (120 * TICKS_PER_SECOND)

// A unit is a page, which is not packed: there is enough room.
static uint16_t firsts[STORE_CAPACITY_MOST], nexts[STORE_CAPACITY_MOST];
static uint32_t sums[STORE_CAPACITY_MOST];

static struct swap_space space = {
    .firsts = firsts,
    .nexts = nexts,
    .sums = sums,
    .places = STORE_CAPACITY_MOST,
    .units_most = STORE_CAPACITY_MOST,
    .unit_sectors = SECTORS_PER_PAGE,
};

static uint8_t table[TABLE_SECTORS * SECTOR_BYTES];

static const struct fat_store fat_store = {
    .name = "disk",
    .device = &ata_disk,
    .window = WINDOW,
    .slots = SLOTS,
    .table = table,
    .table_sectors = TABLE_SECTORS,
    .space = &space,
    .state = &ata_state,
    .device_ticks = DEVICE_TICKS,
};

static struct store_functions functions;

int32_t main(const char *command_line)
{
    (void)command_line;
    fat_store_describe(&fat_store, &functions);
    store_service_start(&functions, WINDOW, SLOTS);
    if (ata_start() != 0)
        return 0;
    // If the disk cannot be read, the FAT store will say so to whoever asks.
    if (own_disk_find() == 0)
        own_store_service_describe(&own_disk, &functions);
    return store_service_run();
}
