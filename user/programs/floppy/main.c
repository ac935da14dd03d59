// SPDX-License-Identifier: MIT
// The floppy store: memory and files on the disk in the first drive. The controller's driver is
// fdc.h, what makes a block device of it cylinders.h and disk.h; files and memory on that are
// user/fat_store.h.
//
// As a core process it is never paged, nor is what it needs to do its work.
#include "user/fat_store.h"
#include "user/print.h"
#include "user/programs/floppy/cylinders.h"
#include "user/programs/floppy/disk.h"

#define WINDOW        0x10000000u
#define SLOTS         32
#define TABLE_SECTORS 12   // of FAT12
#define PAGES_MOST    720  // of a disk of 2.88 MB
#define PLACES        2048 // for pages, if they are packed: nearly three in the room of one
// Three tries for each page of as many as there are slots, on a disk that can be read nowhere.
#define DEVICE_TICKS (120 * TICKS_PER_SECOND)

// A sector is a unit.
static uint16_t firsts[PLACES], nexts[PAGES_MOST * SECTORS_PER_PAGE];
static uint32_t sums[PLACES];

static struct swap_space space = {
    .firsts = firsts,
    .nexts = nexts,
    .sums = sums,
    .places = PLACES,
    .units_most = PAGES_MOST * SECTORS_PER_PAGE,
    .unit_sectors = 1,
};

static uint8_t table[TABLE_SECTORS * SECTOR_BYTES];

int32_t main(const char *command_line)
{
    const struct fat_store store = {
        .name = "floppy",
        .device = &disk,
        .window = WINDOW,
        .slots = SLOTS,
        .table = table,
        .table_sectors = TABLE_SECTORS,
        .space = &space,
        .state = &cylinders_state,
        .rest = disk_rest,
        .device_ticks = DEVICE_TICKS,
    };

    (void)command_line;
    fat_store_start(&store);
    if (disk_start() != 0)
        fail("floppy   there is no controller of floppy disks\n");
    return store_service_run();
}
