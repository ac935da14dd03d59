// SPDX-License-Identifier: MIT
#include "user/fat_swap.h"

#include "common/string.h"
#include "user/fat.h"
#include "user/page_pack.h"
#include "user/print.h"
#include "user/store_books.h"

#define NO_FILE      UINT32_MAX
#define SWAP_EIGHTHS 7 // of what is free

static const struct fat_store *store;
static struct store_functions *functions;
static struct swap_space *space;
static uint32_t file = NO_FILE;

// Of all objects that were promised theirs: pages, and units that these have.
static uint32_t promised, promised_units;

// A page as it is on the disk.
static uint8_t packed[PAGE_BYTES];

// --- the file

uint32_t fat_swap_file(void)
{
    return file;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

void fat_swap_find(void)
{
    uint32_t found = fat_find(FAT_STORE_SWAP), pages = 0;

    file = NO_FILE;
    if (found != fat_name_count) {
        fat_hide(found);
        file = found;
        pages = least(fat_names[file].bytes / PAGE_BYTES,
                      space->units_most / swap_units_of_page(space));
        pages = least(pages, space->places);
    }
    functions->capacity_pages = pages;
    swap_space_reset(space, pages * swap_units_of_page(space));
    promised = promised_units = 0;
}

// A file without contents that mean anything: what was there is never read.
int32_t fat_swap_make(void)
{
    uint32_t bytes = fat_count_free() / (SWAP_EIGHTHS + 1) * SWAP_EIGHTHS * fat_cluster_bytes();

    if (file != NO_FILE)
        return 0;
    bytes -= bytes % PAGE_BYTES;
    int32_t made = fat_create(FAT_STORE_SWAP);
    if (made < 0)
        return made;
    int32_t error = fat_set_length((uint32_t)made, bytes, false);
    if (error == 0)
        error = fat_sync((uint32_t)made);
    if (error == 0)
        fat_swap_find();
    return error;
}

// --- what is promised

static bool is_promised(const struct store_object *object)
{
    return (object->flags & STORE_UNPROMISED) == 0;
}

// Units that are free, and that nobody who was promised them will want.
static uint32_t units_left(void)
{
    uint32_t wanted = promised * swap_units_of_page(space) - promised_units;

    return space->free > wanted ? space->free - wanted : 0;
}

static uint32_t count_left(void)
{
    return units_left() / swap_units_of_page(space);
}

static int32_t promise(struct store_object *object, uint32_t number)
{
    (void)number;
    if (object->pages > space->places)
        return E_LIMIT;
    int32_t error = store_books_take_range(object, space->places);
    if (error != 0)
        return error;
    if (is_promised(object))
        promised += object->pages;
    else
        object->taken = 0;
    return 0;
}

static void forget(uint32_t number)
{
    const struct store_object *object = store_object(number);
    uint32_t units = 0;

    if (object->is_stale) // of another disk
        return;
    for (uint32_t page = 0; page < object->pages; page++)
        units += swap_space_free(space, object->first + page);
    if (is_promised(object)) {
        promised -= object->pages;
        promised_units -= units;
    }
}

// --- pages

// Reads or writes `count` units in a row.
static int32_t transfer(uint32_t unit, uint32_t count, uint8_t *memory, bool is_write)
{
    uint32_t from = unit * space->unit_sectors, to = from + count * space->unit_sectors;
    uint32_t sector, run;
    int32_t error = 0;

    for (; error == 0 && from < to; from += run, memory += run * SECTOR_BYTES) {
        error = fat_find_sector(file, from, &sector, &run);
        run = least(run, to - from);
        if (error == 0 && run == 0)
            error = E_PAGER;
        else if (error == 0 && is_write)
            error = store->device->write(sector, run, memory);
        else if (error == 0)
            error = store->device->read(sector, run, memory);
    }
    return error;
}

// Reads or writes all units of a place. `memory` has room for them.
static int32_t transfer_all(uint32_t place, uint8_t *memory, bool is_write)
{
    uint32_t unit = space->firsts[place], count;
    int32_t error = 0;

    for (; error == 0 && unit != SWAP_NO_UNIT; unit = space->nexts[unit + count - 1]) {
        count = 1;
        while (space->nexts[unit + count - 1] == unit + count)
            count++;
        error = transfer(unit, count, memory, is_write);
        memory += count * space->unit_sectors * SECTOR_BYTES;
    }
    return error;
}

int32_t fat_swap_fetch(uint32_t number, uint32_t page, void *memory)
{
    uint32_t place = store_object(number)->first + page, units = swap_space_count(space, place);
    bool is_packed = units < swap_units_of_page(space);

    if (units == 0)
        return 0; // it was never stored
    int32_t error = transfer_all(place, is_packed ? packed : memory, false);
    if (error != 0)
        return error;
    if ((!is_packed || page_unpack(packed, units * space->unit_sectors * SECTOR_BYTES, memory)) &&
        store_sum_page(memory) == space->sums[place])
        return 0;
    print("%-8s page %u of the swap file is not what was stored there\n", store->name, place);
    return E_PAGER;
}

// Packs a page, if that saves a unit; else it is copied. Returns how many units it takes.
static uint32_t pack(const void *memory)
{
    uint32_t unit_bytes = space->unit_sectors * SECTOR_BYTES;
    uint32_t bytes = page_pack(memory, packed, PAGE_BYTES - unit_bytes);

    if (bytes == 0) {
        memcpy(packed, memory, PAGE_BYTES);
        bytes = PAGE_BYTES;
    }
    memset(packed + bytes, 0, PAGE_BYTES - bytes);
    return (bytes + unit_bytes - 1) / unit_bytes;
}

// Gives a page so many units.
static int32_t make_room(const struct store_object *object, uint32_t place, uint32_t units)
{
    uint32_t had = swap_space_count(space, place);

    if (units == had)
        return 0;
    if (is_promised(object)) {
        promised_units += units - had; // less, perhaps: then it wraps round
    } else if (units > had) {
        uint32_t left = count_left();
        if (store_books_share(object->client, left) == 0)
            return left > 0 ? E_QUOTA : E_NO_MEMORY;
    }
    swap_space_take(space, place, units);
    return 0;
}

int32_t fat_swap_store(uint32_t number, uint32_t page, const void *memory)
{
    const struct store_object *object = store_object(number);
    uint32_t place = object->first + page, units = pack(memory);

    int32_t error = make_room(object, place, units);
    if (error != 0)
        return error;
    space->sums[place] = store_sum_page(memory);
    return transfer_all(place, packed, true);
}

void fat_swap_describe(const struct fat_store *from, struct store_functions *to)
{
    store = from;
    space = from->space;
    functions = to;
    to->promise = promise;
    to->forget = forget;
    to->count_left = count_left;
}
