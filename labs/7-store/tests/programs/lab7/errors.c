// SPDX-License-Identifier: MIT
// Sectors that cannot be read, and those that come back as something else: a page is what it was,
// or an error.
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"

#define BAD_DISK_PAGES 64
#define FILES          2
#define PAGES          2 // of a file
#define MEMORY_PAGES   6
#define ROUNDS         3
#define ROUND_VALUE    1000
#define LOST_SECTORS   16 // a page may depend on so many sectors, the store's books among them

static uint32_t files[FILES];

static uint32_t value_of(uint32_t place, uint32_t page)
{
    return 1 + place * 100 + page;
}

// Files and memory in which every page was stored and synced as often as the others.
static void start(void)
{
    start_store(BAD_DISK_PAGES);
    for (uint32_t i = 0; i < FILES; i++) {
        files[i] = (uint32_t)own_store_create(i == 0 ? "first" : "second");
        CHECK(own_store_set_length(files[i], PAGES * PAGE_BYTES), ==, 0);
    }
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        for (uint32_t page = 0; page < FILES * PAGES; page++)
            CHECK(store_value(files[page % FILES], page / FILES,
                              value_of(page % FILES, page / FILES) + round * ROUND_VALUE),
                  ==, 0);
        for (uint32_t i = 0; i < FILES; i++)
            CHECK(own_store_sync(files[i]), ==, 0);
    }
    for (uint32_t page = 0; page < MEMORY_PAGES; page++)
        CHECK(store_value(OWN_STORE_MEMORY, page, value_of(FILES, page)), ==, 0);
}

// Returns how many pages of memory cannot be had.
static uint32_t look_at_memory(void)
{
    uint32_t lost = 0, value;

    for (uint32_t page = 0; page < MEMORY_PAGES; page++) {
        int32_t error = fetch_value(OWN_STORE_MEMORY, page, &value);
        if (error == 0)
            CHECK(value, ==, value_of(FILES, page));
        else
            CHECK(error, ==, E_PAGER);
        lost += error != 0;
    }
    return lost;
}

// The same of files; if the store may take an earlier state of the disk for the last one, a page
// may be what it was at an earlier sync.
static uint32_t look_at_files(bool may_be_earlier)
{
    uint32_t lost = 0, value;
    struct store_name name;

    for (uint32_t i = 0; i < FILES; i++) {
        int32_t error = own_store_describe(files[i], &name);
        if (!may_be_earlier)
            expect_file(files[i], i == 0 ? "first" : "second", PAGES * PAGE_BYTES);
        for (uint32_t page = 0; error == 0 && page < store_pages(name.bytes); page++) {
            error = fetch_value(files[i], page, &value);
            if (error == 0 && may_be_earlier)
                CHECK(value % ROUND_VALUE, ==, value_of(i, page));
            else if (error == 0)
                CHECK(value, ==, value_of(i, page) + ROUNDS * ROUND_VALUE);
            else
                CHECK(error, ==, E_PAGER);
            lost += error != 0;
            error = 0;
        }
    }
    return lost;
}

// No page of memory or of a file depends on more than its own sectors and a few others.
static void expect_lost(uint32_t memory, uint32_t file)
{
    CHECK(memory, <=, (uint32_t)MEMORY_PAGES * LOST_SECTORS);
    CHECK(file, <=, (uint32_t)FILES * PAGES * LOST_SECTORS);
    CHECK(file, >, 0u);
}

// A file is to end in the middle of a page that cannot be read: it does not, or the page is right.
static void shorten_unreadable(void)
{
    uint32_t bytes = (PAGES - 1) * PAGE_BYTES + 100;

    disk_faults.unreadable_first = 0;
    disk_faults.unreadable_count = disk.sectors;
    if (own_store_set_length(files[0], bytes) != 0)
        bytes = PAGES * PAGE_BYTES;
    disk_faults.unreadable_count = 0;
    expect_file(files[0], "first", bytes);
    expect_value(files[0], PAGES - 1, value_of(0, PAGES - 1) + ROUNDS * ROUND_VALUE);
    own_store_revert(files[0]);
}

void error_read(const char *arguments)
{
    uint32_t memory_lost = 0, files_lost = 0;

    (void)arguments;
    start();
    for (uint32_t sector = 0; sector < disk.sectors; sector++) {
        disk_faults.unreadable_first = sector;
        disk_faults.unreadable_count = 1;
        memory_lost += look_at_memory();
        files_lost += look_at_files(false);
    }
    expect_lost(memory_lost, files_lost);
    disk_faults.unreadable_count = 0;
    shorten_unreadable();
    CHECK(look_at_memory() + look_at_files(false), ==, 0u);
    for (uint32_t sector = 0; sector < disk.sectors; sector++) {
        disk_faults.unreadable_first = sector;
        disk_faults.unreadable_count = 1;
        int32_t error = open_anew();
        if (error == 0)
            look_at_files(false);
        else
            CHECK(error, ==, E_PAGER);
    }
    disk_faults.unreadable_count = 0;
    CHECK(open_anew(), ==, 0);
    CHECK(look_at_files(false), ==, 0u);
    test_report("done", 1);
}

void error_silent(const char *arguments)
{
    uint32_t seed = test_random(100000), memory_lost = 0, files_lost = 0;

    (void)arguments;
    start();
    for (uint32_t sector = 0; sector < disk.sectors; sector++, seed += 7) {
        const uint32_t seeds[] = {seed, 0,
                                  SECTOR_BYTES - 1}; // any byte, the first and the last one
        for (uint32_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++) {
            disk_change(sector, seeds[i]);
            memory_lost += look_at_memory();
            files_lost += look_at_files(false);
            disk_change(sector, seeds[i]);
        }
    }
    expect_lost(memory_lost / 3, files_lost / 3);
    for (uint32_t sector = 0; sector <= disk.sectors - 2 * SECTORS_PER_PAGE; sector++) {
        disk_exchange(sector);
        look_at_memory();
        look_at_files(false);
        disk_exchange(sector);
    }
    for (uint32_t sector = 0; sector < disk.sectors; sector++, seed += 7) {
        disk_change(sector, seed);
        int32_t error = open_anew();
        if (error == 0)
            look_at_files(true);
        else if (error != E_KIND)
            CHECK(error, ==, E_PAGER);
        disk_change(sector, seed);
    }
    CHECK(open_anew(), ==, 0);
    CHECK(look_at_files(false), ==, 0u);
    test_report("done", 1);
}
