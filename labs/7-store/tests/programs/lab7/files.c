// SPDX-License-Identifier: MIT
// Files: names, lengths, pages.
#include "common/format.h"
#include "common/string.h"
#include "labs/7-store/tests/programs/lab7/scenarios.h"
#include "labs/7-store/tests/programs/lab7/support.h"

static uint32_t must_create(const char *name)
{
    int32_t file = own_store_create(name);

    CHECK(file, >=, 0);
    CHECK(file, <, (int32_t)OWN_STORE_FILES_MOST);
    return (uint32_t)file;
}

// All files have all pages that there are for files. So none can have one more, whichever it is.
static void fill_room(const uint32_t *numbers)
{
    uint32_t left = own_store_file_pages();

    CHECK(left, >=, (uint32_t)OWN_STORE_FILES_MOST);
    for (uint32_t i = OWN_STORE_FILES_MOST; i-- > 0;) {
        uint32_t pages = i == 0 ? left : 1;
        CHECK(own_store_set_length(numbers[i], pages * PAGE_BYTES), ==, 0);
        left -= pages;
    }
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++) {
        struct store_name name;
        CHECK(own_store_describe(numbers[i], &name), ==, 0);
        CHECK(own_store_set_length(numbers[i], name.bytes + 1), ==, E_NO_MEMORY);
    }
}

// As many as there can be. They are there when the disk is opened again.
void file_names(const char *arguments)
{
    uint32_t numbers[OWN_STORE_FILES_MOST], is_taken = 0;
    char names[OWN_STORE_FILES_MOST][PROCESS_NAME_BYTES];
    struct store_name name;

    (void)arguments;
    CHECK(own_store_format(&other_disk), ==, 0);
    start_store(DISK_PAGES);
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++)
        CHECK(own_store_describe(i, &name), ==, E_EMPTY);
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++) {
        format_to_buffer(names[i], sizeof names[i], i == 0 ? "fifteen-letters" : "%u-%u", i,
                         test_random(100000));
        numbers[i] = must_create(names[i]);
        CHECK(is_taken >> numbers[i] & 1, ==, 0u);
        is_taken |= 1u << numbers[i];
    }
    CHECK(own_store_create("one-more"), ==, E_NO_MEMORY);
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++)
        expect_file(numbers[i], names[i], 0);
    CHECK(own_store_describe(OWN_STORE_FILES_MOST, &name), ==, E_EMPTY);
    CHECK(own_store_describe(UINT32_MAX, &name), ==, E_EMPTY);
    fill_room(numbers);
    disk_restart(DISK_LOSES_ALL, 0);
    CHECK(own_store_open(&other_disk), ==, 0);
    CHECK(own_store_open(&disk), ==, 0);
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++)
        expect_file(numbers[i], names[i], 0);
    // a disk that was used much is formatted by a store that was used little
    CHECK(own_store_open(&other_disk), ==, 0);
    CHECK(own_store_format(&disk), ==, 0);
    CHECK(own_store_open(&other_disk), ==, 0);
    CHECK(own_store_open(&disk), ==, 0);
    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++)
        CHECK(own_store_describe(i, &name), ==, E_EMPTY);
    test_report("files", OWN_STORE_FILES_MOST);
}

// Pages of three files and of memory, stored and fetched as it comes.
#define FILES      3
#define FILE_PAGES 5

void file_pages(const char *arguments)
{
    uint32_t files[FILES + 1], values[FILES + 1][FILE_PAGES] = {0}, sum = 0;
    struct store_name name;

    (void)arguments;
    start_store(DISK_PAGES);
    CHECK(own_store_file_pages(), >=, (uint32_t)FILES * FILE_PAGES);
    for (uint32_t i = 0; i < FILES; i++) {
        files[i] = must_create(i == 0 ? "a" : i == 1 ? "b" : "c");
        CHECK(own_store_set_length(files[i], FILE_PAGES * PAGE_BYTES), ==, 0);
        for (uint32_t page = 0; page < FILE_PAGES; page++)
            expect_value(files[i], page, 0);
    }
    files[FILES] = OWN_STORE_MEMORY;
    for (uint32_t i = 1; i <= 600; i++) {
        uint32_t which = test_random(FILES + 1), page = test_random(FILE_PAGES);
        CHECK(store_value(files[which], page, i * 7), ==, 0);
        values[which][page] = i * 7;
        which = test_random(FILES);
        page = test_random(FILE_PAGES);
        expect_value(files[which], page, values[which][page]);
    }
    for (uint32_t i = 0; i <= FILES; i++) {
        for (uint32_t page = 0; page < FILE_PAGES; page++) {
            if (values[i][page] != 0)
                expect_value(files[i], page, values[i][page]);
            sum += values[i][page] != 0;
        }
    }
    CHECK(sum, >, 15u);
    for (uint32_t number = OWN_STORE_FILES_MOST; number < 2000; number++)
        CHECK(own_store_describe(number, &name), ==, E_EMPTY);
    test_report("done", 1);
}

// What lies behind the end is gone, and zeros when the end moves.
void file_length(const char *arguments)
{
    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t file = must_create("length"), other = must_create("other");
    CHECK(own_store_set_length(other, PAGE_BYTES), ==, 0);
    CHECK(store_value(other, 0, 99), ==, 0);
    CHECK(store_value(file, 0, 1), ==, E_LIMIT); // it has no bytes
    CHECK(own_store_set_length(file, 2 * PAGE_BYTES + 1234), ==, 0);
    expect_file(file, "length", 2 * PAGE_BYTES + 1234);
    for (uint32_t page = 0; page < 3; page++)
        CHECK(store_value(file, page, page + 11), ==, 0);
    CHECK(store_value(file, 3, 14), ==, E_LIMIT);
    for (uint32_t page = 0; page < 3; page++)
        expect_value(file, page, page + 11); // of the last one 1234 bytes
    CHECK(own_store_set_length(file, 3 * PAGE_BYTES), ==, 0);
    uint32_t words[PAGE_WORDS] = {0};
    CHECK(own_store_fetch(file, 2, words), ==, 0);
    CHECK(value_of_page(words, 1234), ==, 13u);
    // one page less, half a page less, and all of it again
    CHECK(own_store_set_length(file, PAGE_BYTES + 40), ==, 0);
    CHECK(store_value(file, 2, 15), ==, E_LIMIT);
    CHECK(own_store_set_length(file, 3 * PAGE_BYTES), ==, 0);
    expect_value(file, 0, 11);
    memset(words, 0, sizeof words);
    CHECK(own_store_fetch(file, 1, words), ==, 0);
    CHECK(value_of_page(words, 40), ==, 12u);
    expect_value(file, 2, 0);
    CHECK(own_store_set_length(file, PAGE_BYTES), ==, 0);
    CHECK(store_value(file, 1, 15), ==, E_LIMIT);
    expect_value(file, 0, 11);
    CHECK(own_store_set_length(file, 0), ==, 0);
    CHECK(own_store_set_length(file, PAGE_BYTES), ==, 0);
    expect_value(file, 0, 0);
    expect_value(other, 0, 99);
    test_report("done", 1);
}

// All memory, which files never touch.
static void fill_memory(void)
{
    for (uint32_t page = 0; page < own_store_memory_pages(); page++)
        CHECK(store_value(OWN_STORE_MEMORY, page, page + 50000), ==, 0);
}

static void expect_memory(void)
{
    for (uint32_t page = 0; page < own_store_memory_pages(); page++)
        expect_value(OWN_STORE_MEMORY, page, page + 50000);
}

// A last page of one byte, and one that lacks a byte: what is stored is cut there, and so is what
// was stored before.
void file_end(const char *arguments)
{
    static uint32_t words[PAGE_WORDS];

    (void)arguments;
    start_store(DISK_PAGES);
    uint32_t file = must_create("end");
    for (uint32_t bytes = 1; bytes < PAGE_BYTES; bytes += PAGE_BYTES - 2) {
        for (uint32_t page = 0; page < 4; page++) {
            CHECK(own_store_set_length(file, page * PAGE_BYTES + bytes), ==, 0);
            CHECK(store_value(file, page, 200 + page), ==, 0);
            CHECK(own_store_set_length(file, 4 * PAGE_BYTES), ==, 0);
            memset(words, 0, sizeof words);
            CHECK(own_store_fetch(file, page, words), ==, 0);
            CHECK(value_of_page(words, bytes), ==, 200 + page);
            CHECK(store_value(file, page, 100 + page), ==, 0);
            CHECK(own_store_set_length(file, page * PAGE_BYTES + bytes), ==, 0);
            CHECK(own_store_set_length(file, 4 * PAGE_BYTES), ==, 0);
            memset(words, 0, sizeof words);
            CHECK(own_store_fetch(file, page, words), ==, 0);
            CHECK(value_of_page(words, bytes), ==, 100 + page);
            for (uint32_t behind = page + 1; behind < 4; behind++) {
                expect_value(file, behind, 0);
                CHECK(store_value(file, behind, 300 + behind), ==, 0);
            }
        }
    }
    CHECK(own_store_set_length(file, 0), ==, 0);
    CHECK(own_store_set_length(file, 4 * PAGE_BYTES), ==, 0);
    for (uint32_t page = 0; page < 4; page++)
        expect_value(file, page, 0);
    test_report("done", 1);
}

// Sets the lengths of the files such that they have all pages that files can have.
static void take_all(uint32_t *files, uint32_t *pages)
{
    uint32_t all = own_store_file_pages();

    CHECK(all * 16, >=, (uint32_t)DISK_PAGES);
    pages[0] = all / 2;
    pages[1] = all / 4;
    pages[2] = all - pages[0] - pages[1];
    for (uint32_t i = 0; i < FILES; i++) {
        files[i] = must_create(i == 0 ? "x" : i == 1 ? "y" : "z");
        CHECK(own_store_set_length(files[i], pages[i] * PAGE_BYTES), ==, 0);
    }
}

// Stores each page of them, in any order.
static void store_all(const uint32_t *files, const uint32_t *pages, uint32_t base)
{
    uint16_t order[DISK_PAGES];

    for (uint32_t i = 0; i < FILES; i++) {
        shuffle(order, pages[i]);
        for (uint32_t j = 0; j < pages[i]; j++)
            CHECK(store_value(files[i], order[j], base + i * 100 + order[j]), ==, 0);
    }
}

static void expect_all(const uint32_t *files, const uint32_t *pages, uint32_t base)
{
    for (uint32_t i = 0; i < FILES; i++) {
        for (uint32_t page = 0; page < pages[i]; page++)
            expect_value(files[i], page, base + i * 100 + page);
    }
}

// What was promised can be stored, as often as it may be; more is not promised.
void file_room(const char *arguments)
{
    uint32_t files[FILES], pages[FILES];

    (void)arguments;
    start_store(DISK_PAGES);
    fill_memory();
    take_all(files, pages);
    for (uint32_t round = 1; round <= 4; round++) {
        store_all(files, pages, round * 1000);
        for (uint32_t i = 0; i < FILES; i++) {
            uint32_t bytes = pages[i] * PAGE_BYTES;
            CHECK(own_store_set_length(files[i], bytes + 1), ==, E_NO_MEMORY);
            CHECK(own_store_set_length(files[i], UINT32_MAX), ==, E_NO_MEMORY);
            expect_file(files[i], i == 0 ? "x" : i == 1 ? "y" : "z", bytes);
        }
        expect_all(files, pages, round * 1000);
    }
    // what one gives up the other can have
    CHECK(own_store_set_length(files[0], 0), ==, 0);
    uint32_t had = pages[1];
    pages[1] += pages[0];
    pages[0] = 0;
    CHECK(own_store_set_length(files[1], pages[1] * PAGE_BYTES), ==, 0);
    for (uint32_t page = had; page < pages[1]; page++)
        expect_value(files[1], page, 0);
    store_all(files, pages, 9000);
    expect_all(files, pages, 9000);
    expect_memory();
    test_report("rounds", 4);
}

// The same where all that there is is kept on the disk, too.
void sync_room(const char *arguments)
{
    uint32_t files[FILES], pages[FILES];

    (void)arguments;
    start_store(DISK_PAGES);
    fill_memory();
    take_all(files, pages);
    for (uint32_t round = 1; round <= 4; round++) {
        store_all(files, pages, round * 1000);
        store_all(files, pages, round * 1000 + 500);
        for (uint32_t i = 0; i < FILES; i++)
            CHECK(own_store_sync(files[i]), ==, 0);
        expect_all(files, pages, round * 1000 + 500);
    }
    store_all(files, pages, 9000);
    // what the disk has of one the other cannot have
    CHECK(own_store_set_length(files[0], 0), ==, 0);
    CHECK(own_store_set_length(files[1], (pages[1] + 1) * PAGE_BYTES), ==, E_NO_MEMORY);
    CHECK(own_store_sync(files[0]), ==, 0);
    pages[1] += pages[0];
    pages[0] = 0;
    CHECK(own_store_set_length(files[1], pages[1] * PAGE_BYTES), ==, 0);
    store_all(files, pages, 10000);
    CHECK(own_store_sync(files[1]), ==, 0);
    CHECK(own_store_sync(files[2]), ==, 0);
    expect_memory();
    disk_restart(DISK_LOSES_ALL, 0);
    CHECK(open_anew(), ==, 0);
    expect_all(files, pages, 10000);
    test_report("rounds", 4);
}

// On a large disk: all pages of a file, and some memory beside it.
void sync_large(const char *arguments)
{
    (void)arguments;
    start_store(4096);
    uint32_t file = must_create("large"), pages = own_store_file_pages();
    CHECK(pages, >=, 256u);
    CHECK(own_store_set_length(file, pages * PAGE_BYTES), ==, 0);
    for (uint32_t page = 0; page < pages; page++)
        CHECK(store_value(file, page, page + 1), ==, 0);
    CHECK(own_store_sync(file), ==, 0);
    for (uint32_t page = 0; page < pages; page++)
        CHECK(store_value(file, page, page + 5001), ==, 0);
    CHECK(store_value(file, 0, 5001), ==, 0); // now nothing is free
    CHECK(own_store_sync(file), ==, 0);
    for (uint32_t page = 0; page < pages; page += 3)
        CHECK(store_value(file, page, 77), ==, 0);
    for (uint32_t page = 0; page < own_store_memory_pages(); page += 100)
        CHECK(store_value(OWN_STORE_MEMORY, page, page + 1), ==, 0);
    disk_restart(DISK_LOSES_ALL, 0);
    CHECK(open_anew(), ==, 0);
    expect_file(file, "large", pages * PAGE_BYTES);
    for (uint32_t page = 0; page < pages; page++)
        expect_value(file, page, page + 5001);
    test_report("pages", pages >= 256);
}
