// SPDX-License-Identifier: MIT
#include "labs/7-store/tests/programs/lab7/disk.h"

#include "common/string.h"
#include "labs/7-store/tests/programs/lab7/support.h"
#include "user/handle.h"

#define SECTORS_MOST (4096 * SECTORS_PER_PAGE)
#define OTHER_PAGES  OWN_STORE_DISK_PAGES_LEAST
#define SEEN_AT      0x30000000u // what the disk holds as long as it has power
#define SAFE_AT      0x40000000u // what it holds when that is lost

struct disk_faults disk_faults;

static uint8_t (*const seen)[SECTOR_BYTES] = (void *)SEEN_AT;
static uint8_t (*const safe)[SECTOR_BYTES] = (void *)SAFE_AT;
uint8_t disk_memory;
static uint32_t made_pages;
static bool is_off;
static bool has_failed; // and has not said so

// Sectors that were written and not synced.
static uint32_t unsynced[SECTORS_MOST], unsynced_count;
static bool is_unsynced[SECTORS_MOST];

static int32_t check(uint32_t first, uint32_t count)
{
    CHECK(first, <=, disk.sectors);
    CHECK(count, <=, disk.sectors - first);
    return is_off ? E_STATE : 0;
}

static bool is_unreadable(uint32_t sector)
{
    if (disk_faults.unreadable_period != 0)
        sector %= disk_faults.unreadable_period;
    return sector >= disk_faults.unreadable_first &&
           sector - disk_faults.unreadable_first < disk_faults.unreadable_count;
}

static int32_t read(uint32_t first, uint32_t count, void *memory)
{
    int32_t error = check(first, count);

    for (uint32_t i = 0; error == 0 && i < count; i++) {
        if (is_unreadable(first + i))
            error = E_PAGER;
    }
    if (error == 0)
        memcpy(memory, seen[first], count * SECTOR_BYTES);
    return error;
}

static int32_t write_sector(uint32_t sector, const void *memory)
{
    uint32_t number = disk_faults.writes++;

    if (disk_faults.events++ == disk_faults.stops_at) {
        is_off = true;
        return E_STATE;
    }
    if (number == disk_faults.write_fails_at) {
        has_failed = disk_faults.fails_late;
        return has_failed ? 0 : E_PAGER;
    }
    memcpy(seen[sector], memory, SECTOR_BYTES);
    if (!is_unsynced[sector]) {
        is_unsynced[sector] = true;
        unsynced[unsynced_count++] = sector;
    }
    return 0;
}

static int32_t write(uint32_t first, uint32_t count, const void *memory)
{
    int32_t error = check(first, count);

    for (uint32_t i = 0; error == 0 && i < count; i++)
        error = write_sector(first + i, (const uint8_t *)memory + i * SECTOR_BYTES);
    return error;
}

static int32_t flush(void)
{
    bool fails = has_failed;

    has_failed = false;
    if (is_off)
        return E_STATE;
    return fails ? E_PAGER : 0;
}

static int32_t sync(void)
{
    if (is_off)
        return E_STATE;
    if (disk_faults.events++ == disk_faults.stops_at) {
        is_off = true;
        return E_STATE;
    }
    if (disk_faults.syncs++ == disk_faults.sync_fails_at)
        return E_PAGER;
    int32_t error = flush();
    if (error != 0)
        return error;
    while (unsynced_count > 0) {
        uint32_t sector = unsynced[--unsynced_count];
        memcpy(safe[sector], seen[sector], SECTOR_BYTES);
        is_unsynced[sector] = false;
    }
    return 0;
}

static int32_t open(void)
{
    return is_off ? E_STATE : 0;
}

static bool is_changed(void)
{
    return false;
}

struct block_device disk = {
    .is_changed = is_changed,
    .open = open,
    .read = read,
    .write = write,
    .flush = flush,
    .sync = sync,
};

static void map_memory(uint32_t handle, uint32_t address)
{
    CHECK(object_map(handle, address, made_pages, REGION_READ | REGION_WRITE), ==, 0);
}

// Takes memory for what is safe: what the disk has when the power comes back.
static void make_safe_memory(void)
{
    uint8_t handle = handle_take();

    CHECK(test_make_memory(handle, made_pages), ==, 0);
    map_memory(handle, SAFE_AT);
}

static void fail_nothing(void)
{
    is_off = has_failed = false;
    disk_faults = (struct disk_faults){
        .write_fails_at = DISK_NEVER, .sync_fails_at = DISK_NEVER, .stops_at = DISK_NEVER};
}

void disk_make(uint32_t sectors)
{
    if (made_pages == 0) {
        made_pages = store_pages(sectors * SECTOR_BYTES);
        disk_memory = handle_take();
        CHECK(test_make_memory(disk_memory, made_pages), ==, 0);
        map_memory(disk_memory, SEEN_AT);
        make_safe_memory();
    }
    CHECK(sectors, <=, made_pages * SECTORS_PER_PAGE);
    fail_nothing();
    sync();
    disk.sectors = sectors;
    memset(seen, 0xa5, sectors * SECTOR_BYTES);
    memset(safe, 0xa5, sectors * SECTOR_BYTES);
}

void disk_take(uint8_t memory, uint32_t sectors)
{
    disk_memory = memory;
    made_pages = store_pages(sectors * SECTOR_BYTES);
    map_memory(disk_memory, SEEN_AT);
    make_safe_memory();
    fail_nothing();
    disk.sectors = sectors;
    memcpy(safe, seen, sectors * SECTOR_BYTES);
}

void disk_clear(void)
{
    memset(seen, 0, disk.sectors * SECTOR_BYTES);
    memset(safe, 0, disk.sectors * SECTOR_BYTES);
}

// Whether what was written to the sector is lost, before which so many others were written.
static bool is_lost(enum disk_loss loss, uint32_t before, uint32_t chance)
{
    switch (loss) {
    case DISK_LOSES_NOTHING:
        return false;
    case DISK_LOSES_SOME:
        return chance % 2 != 0;
    case DISK_LOSES_OLD:
        return before < unsynced_count / 2;
    default:
        return true;
    }
}

void disk_restart(enum disk_loss loss, uint32_t seed)
{
    uint32_t state = seed;

    for (uint32_t i = 0; i < unsynced_count; i++) {
        uint32_t sector = unsynced[i];
        state = state * 1103515245 + 12345;
        if (is_lost(loss, i, state >> 16))
            memcpy(seen[sector], safe[sector], SECTOR_BYTES);
        else
            memcpy(safe[sector], seen[sector], SECTOR_BYTES);
        is_unsynced[sector] = false;
    }
    unsynced_count = 0;
    fail_nothing();
}

void disk_change(uint32_t sector, uint32_t seed)
{
    uint8_t *at = &seen[sector][seed % SECTOR_BYTES];

    *at ^= (uint8_t)(1u << seed / SECTOR_BYTES % 8);
}

void disk_exchange(uint32_t first)
{
    static uint8_t page[PAGE_BYTES];

    memcpy(page, seen[first], PAGE_BYTES);
    memcpy(seen[first], seen[first + SECTORS_PER_PAGE], PAGE_BYTES);
    memcpy(seen[first + SECTORS_PER_PAGE], page, PAGE_BYTES);
}

// --- the other one

static uint8_t others[OTHER_PAGES * SECTORS_PER_PAGE][SECTOR_BYTES];

static int32_t read_other(uint32_t first, uint32_t count, void *memory)
{
    memcpy(memory, others[first], count * SECTOR_BYTES);
    return 0;
}

static int32_t write_other(uint32_t first, uint32_t count, const void *memory)
{
    memcpy(others[first], memory, count * SECTOR_BYTES);
    return 0;
}

static int32_t do_nothing(void)
{
    return 0;
}

struct block_device other_disk = {
    .sectors = OTHER_PAGES * SECTORS_PER_PAGE,
    .is_changed = is_changed,
    .open = do_nothing,
    .read = read_other,
    .write = write_other,
    .flush = do_nothing,
    .sync = do_nothing,
};

// --- the one that keeps nothing

static int32_t read_nothing(uint32_t first, uint32_t count, void *memory)
{
    CHECK(first, <=, forgetful_disk.sectors);
    CHECK(count, <=, forgetful_disk.sectors - first);
    memset(memory, 0, count * SECTOR_BYTES);
    return 0;
}

static int32_t write_nothing(uint32_t first, uint32_t count, const void *memory)
{
    (void)memory;
    CHECK(first, <=, forgetful_disk.sectors);
    CHECK(count, <=, forgetful_disk.sectors - first);
    return 0;
}

struct block_device forgetful_disk = {
    .is_changed = is_changed,
    .open = do_nothing,
    .read = read_nothing,
    .write = write_nothing,
    .flush = do_nothing,
    .sync = do_nothing,
};
