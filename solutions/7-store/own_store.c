// SPDX-License-Identifier: MIT
// Lab 7, the reference: no page of a file is ever written over that the disk needs.
//
//     sector 0 ...
//     | books, copy 0 | books, copy 1 | blocks of files ... | pages of memory ... |
//
// The books say which page of which file each block holds. There are two in memory: how the files
// are now, and how they are kept, on the disk. A page that is stored takes a block that is free in
// both. A sync writes the kept books over the older copy: while that goes on, the other copy is
// good, and of two good ones the later counts.
#include "user/own_store.h"

#include <stdbool.h>

#include "common/string.h"

#define MAGIC       0x6f77736eu
#define FILE_PART   16 // of the disk's pages, one in so many is for files
#define FILE_PAGES  (OWN_STORE_DISK_PAGES_MOST / FILE_PART)
#define BLOCKS_MOST (2 * FILE_PAGES + 1) // both of each page, and one for a page on its way
#define BOOK_COPIES 2
#define SUM_START   2166136261u // FNV-1a's, for words
#define SUM_FACTOR  16777619u

// What a block holds.
struct place {
    uint16_t file; // its number + 1; 0: the block is free
    uint16_t page;
    uint32_t sum;
};

struct head {
    uint32_t magic;
    uint32_t sum; // of all that is behind it
    uint32_t sequence;
    uint32_t disk_pages;
    struct store_name names[OWN_STORE_FILES_MOST];
};

// As it is on the disk: the head has the first sector.
struct books {
    union {
        struct head head;
        uint8_t sector[SECTOR_BYTES];
    };
    struct place places[BLOCKS_MOST];
    uint8_t rest[SECTOR_BYTES]; // of the last sector
};

static struct block_device *disk;
static uint32_t disk_pages, file_pages, block_count;
static uint32_t book_sectors, first_block, first_memory; // sectors

static struct books now, kept;
static uint32_t sequence, good_copy;
static bool is_unsettled; // what the other copy holds is not known: a sync has failed

static uint32_t memory_sums[OWN_STORE_DISK_PAGES_MOST];
static uint8_t page_buffer[PAGE_BYTES];

// --- the disk

static uint32_t sum_of(const void *memory, uint32_t bytes)
{
    const uint32_t *words = memory;
    uint32_t sum = SUM_START;

    for (uint32_t i = 0; i < bytes / sizeof *words; i++)
        sum = (sum ^ words[i]) * SUM_FACTOR;
    return sum;
}

static int32_t lay_out(struct block_device *on)
{
    uint32_t pages = on->sectors / SECTORS_PER_PAGE;

    if (pages < OWN_STORE_DISK_PAGES_LEAST)
        return E_LIMIT;
    disk = on;
    disk_pages = pages < OWN_STORE_DISK_PAGES_MOST ? pages : OWN_STORE_DISK_PAGES_MOST;
    file_pages = (disk_pages + FILE_PART - 1) / FILE_PART;
    block_count = 2 * file_pages + 1;
    book_sectors = 1 + (block_count * sizeof(struct place) + SECTOR_BYTES - 1) / SECTOR_BYTES;
    first_block = BOOK_COPIES * book_sectors;
    first_memory = first_block + block_count * SECTORS_PER_PAGE;
    return 0;
}

uint32_t own_store_memory_pages(void)
{
    return disk_pages - (first_memory + SECTORS_PER_PAGE - 1) / SECTORS_PER_PAGE;
}

uint32_t own_store_file_pages(void)
{
    return file_pages;
}

static int32_t read_page(uint32_t sector, uint32_t sum, void *memory)
{
    int32_t error = disk->read(sector, SECTORS_PER_PAGE, memory);

    if (error == 0 && sum_of(memory, PAGE_BYTES) != sum)
        return E_PAGER;
    return error;
}

static int32_t write_page(uint32_t sector, const void *memory)
{
    int32_t error = disk->write(sector, SECTORS_PER_PAGE, memory);
    return error != 0 ? error : disk->flush();
}

// --- the books

static uint32_t sum_of_books(const struct books *books)
{
    uint32_t from = offsetof(struct head, sum) + sizeof books->head.sum;
    return sum_of((const uint8_t *)books + from, book_sectors * SECTOR_BYTES - from);
}

// Writes the kept books, behind all pages that they speak of.
static int32_t write_books(void)
{
    uint32_t copy = (good_copy + 1) % BOOK_COPIES;

    kept.head.magic = MAGIC;
    kept.head.disk_pages = disk_pages;
    kept.head.sequence = ++sequence;
    kept.head.sum = sum_of_books(&kept);
    int32_t error = disk->sync();
    if (error == 0)
        error = disk->write(copy * book_sectors, book_sectors, &kept);
    if (error == 0)
        error = disk->sync();
    is_unsettled = error != 0;
    if (error == 0)
        good_copy = copy;
    return error;
}

// After a sync that has failed the disk may hold books that speak of blocks that are free here.
static int32_t settle(void)
{
    return is_unsettled ? write_books() : 0;
}

static void copy_file(struct books *to, const struct books *from, uint32_t file)
{
    for (uint32_t i = 0; i < block_count; i++) {
        if (to->places[i].file == file + 1)
            to->places[i] = (struct place){0};
        if (from->places[i].file == file + 1)
            to->places[i] = from->places[i];
    }
    to->head.names[file] = from->head.names[file];
}

// Keeps the file as it is in these books.
static int32_t keep(uint32_t file, const struct books *books)
{
    static struct books before;

    int32_t error = settle();
    if (error != 0)
        return error;
    before = kept;
    copy_file(&kept, books, file);
    error = write_books();
    if (error != 0)
        kept = before;
    return error;
}

int32_t own_store_format(struct block_device *on)
{
    int32_t error = lay_out(on);

    if (error != 0)
        return error;
    memset(&now, 0, sizeof now);
    memset(&kept, 0, sizeof kept);
    good_copy = BOOK_COPIES - 1;
    for (uint32_t copy = 0; error == 0 && copy < BOOK_COPIES; copy++)
        error = disk->write(copy * book_sectors, book_sectors, &kept);
    return error != 0 ? error : write_books();
}

static bool are_good(const struct books *books)
{
    return books->head.magic == MAGIC && books->head.disk_pages == disk_pages &&
           books->head.sum == sum_of_books(books);
}

int32_t own_store_open(struct block_device *on)
{
    if (lay_out(on) != 0)
        return E_KIND;
    int32_t error = disk->read(0, book_sectors, &kept);
    if (error == 0)
        error = disk->read(book_sectors, book_sectors, &now);
    if (error != 0)
        return error;
    bool is_first_good = are_good(&kept), is_second_good = are_good(&now);
    if (!is_first_good && !is_second_good)
        return E_KIND;
    good_copy = is_second_good && (!is_first_good || now.head.sequence > kept.head.sequence);
    if (good_copy == 0)
        now = kept;
    else
        kept = now;
    sequence = kept.head.sequence;
    is_unsettled = false;
    return 0;
}

// --- pages

// NULL: the page was never stored.
static struct place *find_place(uint32_t file, uint32_t page)
{
    for (uint32_t i = 0; i < block_count; i++) {
        if (now.places[i].file == file + 1 && now.places[i].page == page)
            return &now.places[i];
    }
    return NULL;
}

static struct place *find_free_place(void)
{
    uint32_t i = 0;

    while (now.places[i].file != 0 || kept.places[i].file != 0)
        i++;
    return &now.places[i];
}

static uint32_t sector_of(const struct place *place)
{
    return first_block + (uint32_t)(place - now.places) * SECTORS_PER_PAGE;
}

int32_t own_store_fetch(uint32_t file, uint32_t page, void *memory)
{
    if (file == OWN_STORE_MEMORY)
        return read_page(first_memory + page * SECTORS_PER_PAGE, memory_sums[page], memory);
    const struct place *place = find_place(file, page);
    return place == NULL ? 0 : read_page(sector_of(place), place->sum, memory);
}

static int32_t store_memory(uint32_t page, const void *memory)
{
    int32_t error = write_page(first_memory + page * SECTORS_PER_PAGE, memory);

    if (error == 0)
        memory_sums[page] = sum_of(memory, PAGE_BYTES);
    return error;
}

// Stores what is in the buffer.
static int32_t store_file(uint32_t file, uint32_t page)
{
    struct place *old = find_place(file, page), *place = find_free_place();

    int32_t error = settle();
    if (error == 0)
        error = write_page(sector_of(place), page_buffer);
    if (error != 0)
        return error;
    place->file = (uint16_t)(file + 1);
    place->page = (uint16_t)page;
    place->sum = sum_of(page_buffer, PAGE_BYTES);
    if (old != NULL)
        *old = (struct place){0};
    return 0;
}

int32_t own_store_store(uint32_t file, uint32_t page, const void *memory)
{
    if (file == OWN_STORE_MEMORY)
        return store_memory(page, memory);
    uint32_t bytes = now.head.names[file].bytes;
    if (page >= store_pages(bytes))
        return E_LIMIT;
    memcpy(page_buffer, memory, PAGE_BYTES);
    if (page == bytes / PAGE_BYTES)
        memset(page_buffer + bytes % PAGE_BYTES, 0, PAGE_BYTES - bytes % PAGE_BYTES);
    return store_file(file, page);
}

// --- files

int32_t own_store_describe(uint32_t file, struct store_name *name)
{
    if (file >= OWN_STORE_FILES_MOST || now.head.names[file].name[0] == '\0')
        return E_EMPTY;
    *name = now.head.names[file];
    return 0;
}

int32_t own_store_create(const char *name)
{
    uint32_t file = 0;

    while (file < OWN_STORE_FILES_MOST && now.head.names[file].name[0] != '\0')
        file++;
    if (file == OWN_STORE_FILES_MOST)
        return E_NO_MEMORY;
    struct store_name *to = &now.head.names[file];
    memcpy(to->name, name, strlen(name));
    int32_t error = keep(file, &now);
    if (error == 0)
        return (int32_t)file;
    *to = (struct store_name){0};
    return error;
}

// Pages that a file takes of those for files.
static uint32_t share_of(uint32_t file, uint32_t bytes)
{
    uint32_t pages = store_pages(bytes), pages_kept = store_pages(kept.head.names[file].bytes);
    return pages > pages_kept ? pages : pages_kept;
}

static bool is_room(uint32_t file, uint32_t bytes)
{
    uint32_t left = file_pages;

    for (uint32_t i = 0; i < OWN_STORE_FILES_MOST; i++) {
        if (i != file)
            left -= share_of(i, now.head.names[i].bytes);
    }
    return share_of(file, bytes) <= left;
}

// Sets what lies in the file's page behind `bytes` to zeros.
static int32_t clear_behind(uint32_t file, uint32_t bytes)
{
    uint32_t page = bytes / PAGE_BYTES, from = bytes % PAGE_BYTES;

    if (from == 0 || find_place(file, page) == NULL)
        return 0;
    int32_t error = own_store_fetch(file, page, page_buffer);
    if (error != 0)
        return error;
    memset(page_buffer + from, 0, PAGE_BYTES - from);
    return store_file(file, page);
}

int32_t own_store_set_length(uint32_t file, uint32_t bytes)
{
    struct store_name *name = &now.head.names[file];

    if (!is_room(file, bytes))
        return E_NO_MEMORY;
    int32_t error = bytes < name->bytes ? clear_behind(file, bytes) : 0;
    if (error != 0)
        return error;
    for (uint32_t i = 0; i < block_count; i++) {
        if (now.places[i].file == file + 1 && now.places[i].page >= store_pages(bytes))
            now.places[i] = (struct place){0};
    }
    name->bytes = bytes;
    return 0;
}

int32_t own_store_sync(uint32_t file)
{
    return keep(file, &now);
}

void own_store_revert(uint32_t file)
{
    copy_file(&now, &kept, file);
}

int32_t own_store_remove(uint32_t file)
{
    static const struct books nothing;

    int32_t error = keep(file, &nothing);
    if (error == 0)
        copy_file(&now, &nothing, file);
    return error;
}
