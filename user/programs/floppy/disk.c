// SPDX-License-Identifier: MIT
#include "user/programs/floppy/disk.h"

#include <stddef.h>

#include "common/string.h"
#include "user/programs/floppy/cylinders.h"
#include "user/programs/floppy/fdc.h"

#define CYLINDERS_MOST 84

// The boot sector says how the disk is laid out: Microsoft, "FAT: General Overview of On-Disk
// Format", 1.03, BIOS parameter block.
#define BOOT_SECTORS       19 // BPB_TotSec16
#define BOOT_TRACK_SECTORS 24 // BPB_SecPerTrk
#define BOOT_HEADS         26 // BPB_NumHeads

static bool is_open;

void disk_rest(void)
{
    fdc_set_motor(false);
}

// When the disk was taken out, what is known of it is worth nothing.
static int32_t check_gone(int32_t error)
{
    if (error == E_STALE)
        is_open = false;
    return error;
}

// Returns 0 if these sectors are there.
static int32_t check_range(uint32_t first, uint32_t count)
{
    if (!is_open)
        return E_STALE;
    return first > disk.sectors || count > disk.sectors - first ? E_PAGER : 0;
}

// The part of a range of sectors that lies in one cylinder.
static uint32_t part_of(uint32_t first, uint32_t count)
{
    uint32_t left = cylinders_count_sectors() - first % cylinders_count_sectors();
    return count < left ? count : left;
}

static int32_t read(uint32_t first, uint32_t count, void *memory)
{
    int32_t error = check_range(first, count);
    uint8_t *to = memory;

    while (error == 0 && count > 0) {
        uint32_t part = part_of(first, count);
        const uint8_t *from;
        error = cylinders_read(first / cylinders_count_sectors(), first % cylinders_count_sectors(),
                               part, &from);
        if (error == 0)
            memcpy(to, from, part * SECTOR_BYTES);
        to += part * SECTOR_BYTES;
        first += part;
        count -= part;
    }
    return check_gone(error);
}

static int32_t write(uint32_t first, uint32_t count, const void *memory)
{
    int32_t error = check_range(first, count);
    const uint8_t *from = memory;

    if (error == 0 && disk.is_protected)
        return E_RIGHTS;
    while (error == 0 && count > 0) {
        uint32_t part = part_of(first, count);
        uint8_t *to;
        error = cylinders_write(first / cylinders_count_sectors(),
                                first % cylinders_count_sectors(), part, &to);
        if (error == 0)
            memcpy(to, from, part * SECTOR_BYTES);
        from += part * SECTOR_BYTES;
        first += part;
        count -= part;
    }
    return check_gone(error);
}

static int32_t flush(void)
{
    return is_open ? check_gone(cylinders_flush()) : E_STALE;
}

static bool is_changed(void)
{
    return !is_open || fdc_is_changed();
}

// Moving the head with a disk in the drive is what tells the drive that the change was noticed.
static bool is_there(void)
{
    return fdc_recalibrate() && fdc_seek(1) && fdc_recalibrate() && !fdc_is_changed();
}

static bool find_rate(void)
{
    for (uint32_t rate = 0; rate < FDC_RATES; rate++) {
        cylinders_set_rate(rate);
        if (fdc_reset(rate) && fdc_recalibrate() && fdc_sees_sectors())
            return true;
    }
    return false;
}

static uint32_t half_word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8;
}

static int32_t open(void)
{
    const uint8_t *boot;

    is_open = false;
    fdc_set_motor(true);
    if (!fdc_reset(0) || !is_there() || !find_rate())
        return E_STATE;
    // Two sectors of a cylinder are all that every disk has.
    cylinders_set_layout(1);
    int32_t error = cylinders_read(0, 0, 1, &boot);
    if (error != 0)
        return error == E_STALE ? E_STATE : error;
    uint32_t sectors = half_word(boot + BOOT_SECTORS), track = half_word(boot + BOOT_TRACK_SECTORS);
    if (track == 0 || track > CYLINDERS_TRACK_SECTORS_MOST ||
        half_word(boot + BOOT_HEADS) != CYLINDERS_HEADS || sectors == 0 ||
        sectors > CYLINDERS_MOST * CYLINDERS_HEADS * track)
        return E_KIND;
    disk.sectors = sectors;
    disk.is_protected = fdc_is_protected();
    cylinders_set_layout(track);
    is_open = true;
    return 0;
}

struct block_device disk = {
    .is_changed = is_changed,
    .open = open,
    .read = read,
    .write = write,
    .flush = flush,
    .sync = flush,
};

int32_t disk_start(void)
{
    int32_t error = fdc_take();
    if (error != 0)
        return error;
    return fdc_reset(0) ? 0 : E_STATE;
}
