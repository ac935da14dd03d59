// SPDX-License-Identifier: MIT
// The disk store: memory and files on the first ATA disk. The driver is ata.h; files and memory on
// it are user/fat_store.h. Without a disk it ends, and nothing is said.
#include "user/fat_store.h"
#include "user/programs/disk/ata.h"

#define WINDOW        0x10000000u
#define SLOTS         32
#define TABLE_SECTORS 256 // of FAT16
#define DEVICE_TICKS  (120 * TICKS_PER_SECOND)

static uint32_t sums[STORE_CAPACITY_MOST];
static uint8_t table[TABLE_SECTORS * SECTOR_BYTES];

int32_t main(const char *command_line)
{
    const struct fat_store store = {
        .name = "disk",
        .device = &ata_disk,
        .window = WINDOW,
        .slots = SLOTS,
        .table = table,
        .table_sectors = TABLE_SECTORS,
        .sums = sums,
        .sums_most = STORE_CAPACITY_MOST,
        .state = &ata_state,
        .device_ticks = DEVICE_TICKS,
    };

    (void)command_line;
    fat_store_start(&store);
    return ata_start() == 0 ? store_service_run() : 0;
}
