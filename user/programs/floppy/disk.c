// SPDX-License-Identifier: MIT
// What is read is a whole cylinder at a time, with one command, into one of as many places as there
// is room for in the memory that DMA reaches. What is written goes there first, and from there to
// the disk with the next flush, neighbours together.
//
//     places   | cylinder 7: sectors 0 1 2 ... 35 | cylinder 2: ... | ... |
//               each sector: known (as on the disk, or as it will be), to be written
#include "user/programs/floppy/disk.h"

#include <stddef.h>

#include "common/string.h"
#include "user/print.h"
#include "user/programs/floppy/fdc.h"

#define HEADS                 2
#define TRACK_SECTORS_MOST    36 // 2.88 MB
#define CYLINDER_SECTORS_MOST (HEADS * TRACK_SECTORS_MOST)
#define CYLINDERS_MOST        84
#define DMA_BYTES_MOST        (FDC_RUN_PAGES * PAGE_BYTES - SECTOR_BYTES)
#define PLACES_MOST           7
#define TRIES                 3
#define PAGE_THOUSANDTHS      (1000 / SECTORS_PER_PAGE) // of a sector

// The boot sector says how the disk is laid out: Microsoft, "FAT: General Overview of On-Disk
// Format", 1.03, BIOS parameter block.
#define BOOT_SECTORS       19 // BPB_TotSec16
#define BOOT_TRACK_SECTORS 24 // BPB_SecPerTrk
#define BOOT_HEADS         26 // BPB_NumHeads

static struct place {
    uint32_t cylinder;
    bool is_used;
    uint32_t age; // of its last use
    bool known[CYLINDER_SECTORS_MOST];
    bool dirty[CYLINDER_SECTORS_MOST];
} places[PLACES_MOST];

static uint32_t place_count, track_sectors, ages;
static uint32_t data_rate;
static bool is_open;
static struct store_device state;

static uint32_t cylinder_sectors(void)
{
    return HEADS * track_sectors;
}

static uint32_t offset_of(const struct place *place, uint32_t sector)
{
    return ((uint32_t)(place - places) * cylinder_sectors() + sector) * SECTOR_BYTES;
}

static uint8_t *memory_of(const struct place *place, uint32_t sector)
{
    return (uint8_t *)FDC_RUN_ADDRESS + offset_of(place, sector);
}

// --- the drive

void disk_rest(void)
{
    fdc_set_motor(false);
}

// The disk was taken out. What is in memory of it is worth nothing.
static int32_t lose_disk(void)
{
    is_open = false;
    return E_STALE;
}

static void note_failure(const struct fdc_status *status)
{
    state.tries++;
    state.last_error = status->st0 | (uint32_t)status->st1 << 8 | (uint32_t)status->st2 << 16;
}

static void complain(const struct fdc_transfer *transfer, const struct fdc_status *status)
{
    print("floppy   cylinder %u, head %u, sector %u cannot be %s: the controller says that %s "
          "(ST0 0x%02x, ST1 0x%02x, ST2 0x%02x)\n",
          transfer->cylinder, transfer->head, transfer->sector,
          transfer->to_disk ? "written" : "read", fdc_status_text(status), status->st0, status->st1,
          status->st2);
}

// Transfers sectors of a place, with as many tries as there are. Between two the head goes to
// cylinder 0, to find its way anew.
static int32_t move(const struct place *place, bool to_disk, uint32_t first, uint32_t count,
                    uint32_t tries)
{
    const struct fdc_transfer transfer = {
        .to_disk = to_disk,
        .cylinder = place->cylinder,
        .head = first / track_sectors,
        .sector = first % track_sectors + 1,
        .sectors = count,
        .track_sectors = track_sectors,
        .offset = offset_of(place, first),
    };

    struct fdc_status status = {0};

    fdc_set_motor(true);
    for (uint32_t i = 0; i < tries; i++) {
        if (fdc_is_changed())
            return lose_disk();
        state.commands++;
        if (fdc_move(&transfer)) {
            state.pages += count * PAGE_THOUSANDTHS;
            return 0;
        }
        status = *fdc_status();
        note_failure(&status);
        if (to_disk && fdc_is_protected())
            return E_RIGHTS;
        if (status.is_silent)
            fdc_reset(data_rate);
        fdc_recalibrate();
    }
    if (tries > 1)
        complain(&transfer, &status);
    return E_PAGER;
}

// --- places

static int32_t flush_place(struct place *place)
{
    for (uint32_t first = 0; first < cylinder_sectors(); first++) {
        uint32_t count = 0;
        while (first + count < cylinder_sectors() && place->dirty[first + count])
            count++;
        if (count == 0)
            continue;
        int32_t error = move(place, true, first, count, TRIES);
        // What is on the disk now is not known.
        memset(&place->dirty[first], false, count);
        memset(&place->known[first], error == 0, count);
        if (error != 0)
            return error;
        first += count;
    }
    return 0;
}

static int32_t flush(void)
{
    int32_t first_error = is_open ? 0 : E_STALE;

    for (uint32_t i = 0; is_open && i < place_count; i++) {
        int32_t error = places[i].is_used ? flush_place(&places[i]) : 0;
        first_error = first_error == 0 ? error : first_error;
    }
    return first_error;
}

// The place of a cylinder: the one that has it, or the one that was used longest ago.
static int32_t find_place(uint32_t cylinder, struct place **found)
{
    struct place *oldest = &places[0];
    int32_t error = 0;

    for (uint32_t i = 0; i < place_count; i++) {
        struct place *place = &places[i];
        if (place->is_used && place->cylinder == cylinder) {
            *found = place;
            place->age = ++ages;
            return 0;
        }
        if (!place->is_used || (oldest->is_used && place->age < oldest->age))
            oldest = place;
    }
    if (oldest->is_used)
        error = flush_place(oldest);
    *oldest = (struct place){.cylinder = cylinder, .is_used = error == 0, .age = ++ages};
    *found = oldest;
    return error;
}

static bool is_known(const struct place *place, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (!place->known[i])
            return false;
    }
    return true;
}

// Reads the whole cylinder, or, if that cannot be, the sectors that are wanted, one by one.
static int32_t fill_place(struct place *place, uint32_t first, uint32_t count)
{
    int32_t error = flush_place(place);

    if (error != 0)
        return error;
    error = move(place, false, 0, cylinder_sectors(), 1);
    memset(place->known, error == 0, sizeof place->known);
    for (uint32_t i = first; error != E_STALE && i < first + count && !place->known[i]; i++) {
        error = move(place, false, i, 1, TRIES);
        if (error != 0)
            return error;
        place->known[i] = true;
    }
    return error;
}

// --- the block device

// The part of a range of sectors that lies in one cylinder.
static uint32_t part_of(uint32_t first, uint32_t count)
{
    uint32_t left = cylinder_sectors() - first % cylinder_sectors();
    return count < left ? count : left;
}

static int32_t read(uint32_t first, uint32_t count, void *memory)
{
    uint8_t *to = memory;

    while (count > 0) {
        struct place *place;
        uint32_t part = part_of(first, count), sector = first % cylinder_sectors();
        if (!is_open)
            return E_STALE;
        if (first + part > disk.sectors)
            return E_PAGER;
        int32_t error = find_place(first / cylinder_sectors(), &place);
        if (error == 0 && !is_known(place, sector, part))
            error = fill_place(place, sector, part);
        if (error != 0)
            return error;
        memcpy(to, memory_of(place, sector), part * SECTOR_BYTES);
        to += part * SECTOR_BYTES;
        first += part;
        count -= part;
    }
    return 0;
}

static int32_t write(uint32_t first, uint32_t count, const void *memory)
{
    const uint8_t *from = memory;

    while (count > 0) {
        struct place *place;
        uint32_t part = part_of(first, count), sector = first % cylinder_sectors();
        if (!is_open)
            return E_STALE;
        if (disk.is_protected)
            return E_RIGHTS;
        if (first + part > disk.sectors)
            return E_PAGER;
        int32_t error = find_place(first / cylinder_sectors(), &place);
        if (error != 0)
            return error;
        memcpy(memory_of(place, sector), from, part * SECTOR_BYTES);
        memset(&place->known[sector], true, part);
        memset(&place->dirty[sector], true, part);
        from += part * SECTOR_BYTES;
        first += part;
        count -= part;
    }
    return 0;
}

static void set_layout(uint32_t sectors_of_track)
{
    track_sectors = sectors_of_track;
    place_count = DMA_BYTES_MOST / (cylinder_sectors() * SECTOR_BYTES);
    if (place_count > PLACES_MOST)
        place_count = PLACES_MOST;
    memset(places, 0, sizeof places);
}

// Moving the head with a disk in the drive is what tells the drive that the change was noticed.
static bool is_there(void)
{
    return fdc_recalibrate() && fdc_seek(1) && fdc_recalibrate() && !fdc_is_changed();
}

static bool find_rate(void)
{
    for (data_rate = 0; data_rate < FDC_RATES; data_rate++) {
        if (fdc_reset(data_rate) && fdc_recalibrate() && fdc_sees_sectors())
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
    is_open = false;
    set_layout(1); // all that is known yet
    fdc_set_motor(true);
    if (!fdc_reset(0) || !is_there() || !find_rate())
        return E_STATE;
    int32_t error = move(&places[0], false, 0, 1, TRIES);
    if (error != 0)
        return error == E_STALE ? E_STATE : error;
    const uint8_t *boot = memory_of(&places[0], 0);
    uint32_t sectors = half_word(boot + BOOT_SECTORS), track = half_word(boot + BOOT_TRACK_SECTORS);
    if (track == 0 || track > TRACK_SECTORS_MOST || half_word(boot + BOOT_HEADS) != HEADS ||
        sectors == 0 || sectors > CYLINDERS_MOST * HEADS * track)
        return E_KIND;
    disk.sectors = sectors;
    disk.is_protected = fdc_is_protected();
    set_layout(track);
    is_open = true;
    return 0;
}

static bool is_changed(void)
{
    return !is_open || fdc_is_changed();
}

struct block_device disk = {
    .is_changed = is_changed, .open = open, .read = read, .write = write, .flush = flush};

int32_t disk_start(void)
{
    int32_t error = fdc_take();
    if (error != 0)
        return error;
    return fdc_reset(0) ? 0 : E_STATE;
}

const struct store_device *disk_state(void)
{
    return &state;
}
