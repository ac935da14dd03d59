// SPDX-License-Identifier: MIT
// Pages of memory.
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"

#define LARGE_PAGES 4096
#define SUMMED      128 // half of a disk's pages, which every store has

static uint16_t order[LARGE_PAGES];

// All pages, in an order that is none, and every third of them twice.
void memory_pages(const char *arguments)
{
    uint32_t base = 1 + test_random(1000000), sum = 0, value;

    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t pages = own_store_memory_pages();
    CHECK(pages, >=, (uint32_t)SUMMED);
    CHECK(pages, <, (uint32_t)DISK_PAGES);
    shuffle(order, pages);
    for (uint32_t i = 0; i < pages; i++)
        CHECK(store_value(OWN_STORE_MEMORY, order[i], base + order[i]), ==, 0);
    shuffle(order, pages);
    for (uint32_t i = 0; i < pages; i++) {
        if (order[i] % 3 == 0)
            CHECK(store_value(OWN_STORE_MEMORY, order[i], base + order[i] + 1000), ==, 0);
    }
    shuffle(order, pages);
    for (uint32_t i = 0; i < pages; i++) {
        uint32_t page = order[i];
        CHECK(fetch_value(OWN_STORE_MEMORY, page, &value), ==, 0);
        CHECK(value, ==, base + page + (page % 3 == 0 ? 1000 : 0));
        sum += page < SUMMED ? value : 0;
    }
    test_report("sum", sum);
}

// Writes to all that there is, and reads it.
static void use_all(uint32_t base)
{
    uint32_t pages = own_store_memory_pages();

    for (uint32_t page = 0; page < pages; page++)
        CHECK(store_value(OWN_STORE_MEMORY, page, base + page), ==, 0);
    for (uint32_t page = 0; page < pages; page++)
        expect_value(OWN_STORE_MEMORY, page, base + page);
}

// On disks of any size, of which half is memory.
void memory_room(const char *arguments)
{
    static const uint16_t sizes[] = {DISK_PAGES, 64, 65, 200};
    uint32_t sum = 0;

    (void)arguments;
    for (uint32_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        disk_make(sizes[i] * SECTORS_PER_PAGE - (i == 3 ? 3u : 0));
        uint32_t pages = disk.sectors / SECTORS_PER_PAGE;
        CHECK(own_store_open(&disk), ==, E_KIND); // there is garbage on it
        disk_clear();
        CHECK(own_store_open(&disk), ==, E_KIND);
        CHECK(own_store_format(&disk), ==, 0);
        CHECK(own_store_memory_pages() * 2, >=, pages);
        CHECK(own_store_file_pages() * 16, >=, pages);
        use_all(i * 1000 + 1);
        CHECK(own_store_open(&disk), ==, 0);
        CHECK(own_store_memory_pages() * 2, >=, pages);
        use_all(i * 1000 + 500);
        sum += pages;
    }
    // a disk that is too small, after one that has a store
    forgetful_disk.sectors = (OWN_STORE_DISK_PAGES_LEAST - 1) * SECTORS_PER_PAGE;
    CHECK(own_store_open(&forgetful_disk), ==, E_KIND);
    disk_make((OWN_STORE_DISK_PAGES_LEAST - 1) * SECTORS_PER_PAGE);
    CHECK(own_store_format(&disk), ==, E_LIMIT);
    CHECK(own_store_open(&disk), ==, E_KIND);
    test_report("pages", sum);
}

// Nothing lies behind the end of a disk, however large that is.
static void use_last_page(uint32_t disk_pages)
{
    uint32_t used = disk_pages < OWN_STORE_DISK_PAGES_MOST ? disk_pages : OWN_STORE_DISK_PAGES_MOST;

    forgetful_disk.sectors = disk_pages * SECTORS_PER_PAGE;
    CHECK(own_store_format(&forgetful_disk), ==, 0);
    CHECK(own_store_memory_pages() * 2, >=, used);
    CHECK(own_store_file_pages() * 16, >=, used);
    CHECK(store_value(OWN_STORE_MEMORY, own_store_memory_pages() - 1, 1), ==, 0);
}

// On a disk of 16 MiB, which has more than there is of anything that is small: some pages, the
// first and the last among them, each stored twice.
void memory_large(const char *arguments)
{
    (void)arguments;
    for (uint32_t pages = OWN_STORE_DISK_PAGES_MOST - 3; pages < OWN_STORE_DISK_PAGES_MOST + 3;
         pages++)
        use_last_page(pages);
    use_last_page(UINT32_MAX / SECTORS_PER_PAGE);
    start_store(LARGE_PAGES);
    uint32_t pages = own_store_memory_pages();
    CHECK(pages, >=, (uint32_t)LARGE_PAGES / 2);
    shuffle(order, pages);
    order[0] = 0;
    order[1] = (uint16_t)(pages - 1);
    for (uint32_t round = 1; round <= 2; round++) {
        for (uint32_t i = 0; i < 300; i++)
            CHECK(store_value(OWN_STORE_MEMORY, order[i], order[i] + round * 10000), ==, 0);
    }
    for (uint32_t i = 0; i < 300; i++)
        expect_value(OWN_STORE_MEMORY, order[i], order[i] + 20000u);
    test_report("pages", 300);
}
