// SPDX-License-Identifier: MIT
#include "user/programs/floppy/cylinders.h"

#include <stddef.h>

#include "common/string.h"
#include "user/block.h"
#include "user/print.h"
#include "user/programs/floppy/fdc.h"

#define SECTORS_MOST     (CYLINDERS_HEADS * CYLINDERS_TRACK_SECTORS_MOST)
#define DMA_BYTES_MOST   (FDC_RUN_PAGES * PAGE_BYTES - SECTOR_BYTES)
#define PLACES_MOST      7
#define TRIES            3
#define PAGE_THOUSANDTHS (1000 / SECTORS_PER_PAGE) // of a sector

static struct place {
    uint32_t cylinder;
    bool is_used;
    uint32_t age; // of its last use
    bool known[SECTORS_MOST];
    bool dirty[SECTORS_MOST];
} places[PLACES_MOST];

struct store_device cylinders_state;

static uint32_t place_count, track_sectors, data_rate, ages;

uint32_t cylinders_count_sectors(void)
{
    return CYLINDERS_HEADS * track_sectors;
}

void cylinders_set_layout(uint32_t sectors)
{
    track_sectors = sectors;
    place_count = DMA_BYTES_MOST / (cylinders_count_sectors() * SECTOR_BYTES);
    if (place_count > PLACES_MOST)
        place_count = PLACES_MOST;
    memset(places, 0, sizeof places);
}

void cylinders_set_rate(uint32_t rate)
{
    data_rate = rate;
}

static uint32_t offset_of(const struct place *place, uint32_t sector)
{
    return ((uint32_t)(place - places) * cylinders_count_sectors() + sector) * SECTOR_BYTES;
}

static uint8_t *memory_of(const struct place *place, uint32_t sector)
{
    return (uint8_t *)FDC_RUN_ADDRESS + offset_of(place, sector);
}

// --- transfers

static void note_failure(const struct fdc_status *status)
{
    cylinders_state.tries++;
    cylinders_state.last_error =
        status->st0 | (uint32_t)status->st1 << 8 | (uint32_t)status->st2 << 16;
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
            return E_STALE;
        cylinders_state.commands++;
        if (fdc_move(&transfer)) {
            cylinders_state.pages += count * PAGE_THOUSANDTHS;
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
    for (uint32_t first = 0; first < cylinders_count_sectors(); first++) {
        uint32_t count = 0;
        while (first + count < cylinders_count_sectors() && place->dirty[first + count])
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

int32_t cylinders_flush(void)
{
    int32_t first_error = 0;

    for (uint32_t i = 0; i < place_count; i++) {
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
    error = move(place, false, 0, cylinders_count_sectors(), 1);
    memset(place->known, error == 0, sizeof place->known);
    for (uint32_t i = first; error != E_STALE && i < first + count && !place->known[i]; i++) {
        error = move(place, false, i, 1, TRIES);
        if (error != 0)
            return error;
        place->known[i] = true;
    }
    return error;
}

// --- for the block device

int32_t cylinders_read(uint32_t cylinder, uint32_t first, uint32_t count, const uint8_t **memory)
{
    struct place *place;

    int32_t error = find_place(cylinder, &place);
    if (error == 0 && !is_known(place, first, count))
        error = fill_place(place, first, count);
    *memory = memory_of(place, first);
    return error;
}

int32_t cylinders_write(uint32_t cylinder, uint32_t first, uint32_t count, uint8_t **memory)
{
    struct place *place;

    int32_t error = find_place(cylinder, &place);
    if (error != 0)
        return error;
    memset(&place->known[first], true, count);
    memset(&place->dirty[first], true, count);
    *memory = memory_of(place, first);
    return 0;
}
