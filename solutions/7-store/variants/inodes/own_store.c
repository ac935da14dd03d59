// SPDX-License-Identifier: MIT
// Lab 7, another way: each file has an entry of its own on the disk, in two copies, so that a sync
// writes the entry of one file only. Memory comes first on the disk; pages of it that are one word
// over and over are not on the disk at all.
//
//     | pages of memory ... | entries: file 0, copies 0 and 1 | file 1 ... | blocks of files ... |
#include "user/own_store.h"

#include <stdbool.h>

#include "common/string.h"

#define MAGIC      0x65646f69u
#define FILES      OWN_STORE_FILES_MOST
#define PAGES_MOST (OWN_STORE_DISK_PAGES_MOST / 16)
#define NO_BLOCK   0 // blocks are numbered from 1 on
#define PAGE_WORDS (PAGE_BYTES / sizeof(uint32_t))

struct page {
    uint32_t block, sum;
};

struct entry {
    uint32_t magic, sum, turn, number;
    struct store_name name;
    uint32_t unused[3];
    struct page pages[PAGES_MOST];
    uint8_t rest[SECTOR_BYTES];
};

static struct block_device *disk;
static uint32_t pages_all, entry_sectors, first_entry, first_block, block_count;
static struct entry now[FILES], kept[FILES];
static uint32_t turns[FILES]; // of what was written last, or may have been
static bool is_taken[2 * PAGES_MOST + 2];

static struct {
    bool is_uniform;
    uint32_t word, sum;
} memory[OWN_STORE_DISK_PAGES_MOST];

static uint32_t sum_of(const void *from, uint32_t bytes)
{
    const uint8_t *at = from;
    uint32_t low = 1, high = 0; // Fletcher's, in 32 bits

    for (uint32_t i = 0; i < bytes; i++) {
        low += at[i] + 1u;
        high = high * 3 + low;
    }
    return high ^ low << 16;
}

static int32_t set_up(struct block_device *on)
{
    uint32_t pages = on->sectors / SECTORS_PER_PAGE;

    if (pages < OWN_STORE_DISK_PAGES_LEAST)
        return E_LIMIT;
    if (pages > OWN_STORE_DISK_PAGES_MOST)
        pages = OWN_STORE_DISK_PAGES_MOST;
    disk = on;
    pages_all = (pages + 15) / 16;
    block_count = 2 * pages_all + 1;
    uint32_t bytes = offsetof(struct entry, pages) + pages_all * sizeof(struct page);
    entry_sectors = (bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    first_block = (pages - block_count) * SECTORS_PER_PAGE;
    first_entry = first_block - 2 * FILES * entry_sectors;
    return 0;
}

uint32_t own_store_memory_pages(void)
{
    return first_entry / SECTORS_PER_PAGE;
}

uint32_t own_store_file_pages(void)
{
    return pages_all;
}

// --- entries

static uint32_t sector_of_entry(uint32_t file, uint32_t turn)
{
    return first_entry + (2 * file + turn % 2) * entry_sectors;
}

static uint32_t sum_of_entry(const struct entry *entry)
{
    return sum_of(&entry->turn, entry_sectors * SECTOR_BYTES - offsetof(struct entry, turn));
}

static void note_taken(void)
{
    memset(is_taken, 0, sizeof is_taken);
    for (uint32_t file = 0; file < FILES; file++) {
        for (uint32_t i = 0; i < pages_all; i++) {
            is_taken[now[file].pages[i].block] = true;
            is_taken[kept[file].pages[i].block] = true;
        }
    }
}

static int32_t write_entry(uint32_t file, struct entry *entry)
{
    entry->magic = MAGIC;
    entry->number = file;
    entry->turn = kept[file].turn + 1;
    entry->sum = sum_of_entry(entry);
    int32_t error = disk->sync();
    if (error == 0)
        error = disk->write(sector_of_entry(file, entry->turn), entry_sectors, entry);
    return error != 0 ? error : disk->sync();
}

// What a write that failed may have left behind is made worthless before the file's blocks are used
// anew.
static int32_t make_sure(uint32_t file)
{
    static struct entry nothing;

    if (turns[file] == kept[file].turn)
        return 0;
    int32_t error =
        disk->write(sector_of_entry(file, kept[file].turn + 1), entry_sectors, &nothing);
    if (error == 0)
        error = disk->sync();
    if (error == 0)
        turns[file] = kept[file].turn;
    return error;
}

static int32_t make_sure_of_all(void)
{
    int32_t error = 0;

    for (uint32_t file = 0; error == 0 && file < FILES; file++)
        error = make_sure(file);
    return error;
}

static int32_t keep(uint32_t file, struct entry *entry)
{
    turns[file] = kept[file].turn + 1;
    int32_t error = write_entry(file, entry);
    if (error == 0)
        kept[file] = *entry;
    return error;
}

int32_t own_store_format(struct block_device *on)
{
    int32_t error = set_up(on);

    if (error != 0)
        return error;
    memset(now, 0, sizeof now);
    memset(kept, 0, sizeof kept);
    memset(turns, 0, sizeof turns);
    note_taken();
    for (uint32_t file = 0; error == 0 && file < FILES; file++) {
        error = disk->write(sector_of_entry(file, 0), entry_sectors, &now[file]);
        if (error == 0)
            error = disk->write(sector_of_entry(file, 1), entry_sectors, &now[file]);
    }
    for (uint32_t file = 0; error == 0 && file < FILES; file++)
        error = keep(file, &now[file]);
    return error;
}

static int32_t read_entry(uint32_t file, uint32_t copy, struct entry *entry, bool *is_good)
{
    memset(entry, 0, sizeof *entry);
    int32_t error = disk->read(sector_of_entry(file, copy), entry_sectors, entry);
    *is_good = error == 0 && entry->magic == MAGIC && entry->number == file &&
               entry->sum == sum_of_entry(entry);
    return error;
}

int32_t own_store_open(struct block_device *on)
{
    if (set_up(on) != 0)
        return E_KIND;
    for (uint32_t file = 0; file < FILES; file++) {
        bool is_good[2];
        int32_t error = read_entry(file, 0, &now[file], &is_good[0]);
        if (error == 0)
            error = read_entry(file, 1, &kept[file], &is_good[1]);
        if (error != 0)
            return error;
        if (!is_good[0] && !is_good[1])
            return E_KIND;
        bool is_second = is_good[1] && (!is_good[0] || kept[file].turn > now[file].turn);
        if (is_second)
            now[file] = kept[file];
        else
            kept[file] = now[file];
        turns[file] = kept[file].turn;
    }
    note_taken();
    return 0;
}

// --- pages

static int32_t read_page(uint32_t sector, uint32_t sum, void *to)
{
    int32_t error = disk->read(sector, SECTORS_PER_PAGE, to);
    return error == 0 && sum_of(to, PAGE_BYTES) != sum ? E_PAGER : error;
}

static int32_t write_page(uint32_t sector, const void *from)
{
    int32_t error = disk->write(sector, SECTORS_PER_PAGE, from);
    return error != 0 ? error : disk->flush();
}

static bool is_uniform(const uint32_t *words)
{
    for (uint32_t i = 1; i < PAGE_WORDS; i++) {
        if (words[i] != words[0])
            return false;
    }
    return true;
}

static int32_t store_memory(uint32_t page, const void *from)
{
    const uint32_t *words = from;

    if (is_uniform(words)) {
        memory[page].is_uniform = true;
        memory[page].word = words[0];
        return 0;
    }
    memory[page].is_uniform = false;
    memory[page].sum = sum_of(from, PAGE_BYTES);
    return write_page(page * SECTORS_PER_PAGE, from);
}

static int32_t fetch_memory(uint32_t page, uint32_t *to)
{
    if (!memory[page].is_uniform)
        return read_page(page * SECTORS_PER_PAGE, memory[page].sum, to);
    for (uint32_t i = 0; i < PAGE_WORDS; i++)
        to[i] = memory[page].word;
    return 0;
}

static uint32_t sector_of_block(uint32_t block)
{
    return first_block + (block - 1) * SECTORS_PER_PAGE;
}

int32_t own_store_fetch(uint32_t file, uint32_t page, void *to)
{
    if (file == OWN_STORE_MEMORY)
        return fetch_memory(page, to);
    if (page >= store_pages(now[file].name.bytes) || now[file].pages[page].block == NO_BLOCK)
        return 0;
    return read_page(sector_of_block(now[file].pages[page].block), now[file].pages[page].sum, to);
}

// Stores a page of which the first bytes are the file's.
static int32_t store_part(uint32_t file, uint32_t page, const void *from, uint32_t bytes)
{
    static uint8_t buffer[PAGE_BYTES];
    uint32_t block = 1;

    int32_t error = make_sure_of_all();
    if (error != 0)
        return error;
    memset(buffer, 0, sizeof buffer);
    memcpy(buffer, from, bytes);
    note_taken();
    while (is_taken[block])
        block++;
    error = write_page(sector_of_block(block), buffer);
    if (error == 0)
        now[file].pages[page] = (struct page){block, sum_of(buffer, PAGE_BYTES)};
    return error;
}

int32_t own_store_store(uint32_t file, uint32_t page, const void *from)
{
    if (file == OWN_STORE_MEMORY)
        return store_memory(page, from);
    uint32_t bytes = now[file].name.bytes;
    if (page >= store_pages(bytes))
        return E_LIMIT;
    bytes -= page * PAGE_BYTES;
    return store_part(file, page, from, bytes < PAGE_BYTES ? bytes : PAGE_BYTES);
}

// --- files

int32_t own_store_describe(uint32_t file, struct store_name *name)
{
    if (file >= FILES || now[file].name.name[0] == '\0')
        return E_EMPTY;
    *name = now[file].name;
    return 0;
}

int32_t own_store_create(const char *name)
{
    static struct entry made;

    for (uint32_t file = FILES; file-- > 0;) {
        if (now[file].name.name[0] != '\0')
            continue;
        memset(&made, 0, sizeof made);
        memcpy(made.name.name, name, strlen(name));
        int32_t error = keep(file, &made);
        if (error != 0)
            return error;
        now[file] = made;
        return (int32_t)file;
    }
    return E_NO_MEMORY;
}

int32_t own_store_set_length(uint32_t file, uint32_t bytes)
{
    static uint8_t last[PAGE_BYTES];
    struct entry *entry = &now[file];
    uint32_t taken = 0, page = bytes / PAGE_BYTES;

    for (uint32_t i = 0; i < FILES; i++) {
        uint32_t pages = store_pages(i == file ? bytes : now[i].name.bytes);
        uint32_t before = store_pages(kept[i].name.bytes);
        taken += pages > before ? pages : before;
    }
    if (taken > pages_all)
        return E_NO_MEMORY;
    if (bytes < entry->name.bytes && bytes % PAGE_BYTES != 0 &&
        entry->pages[page].block != NO_BLOCK) {
        int32_t error = own_store_fetch(file, page, last);
        if (error == 0)
            error = store_part(file, page, last, bytes % PAGE_BYTES);
        if (error != 0)
            return error;
    }
    for (uint32_t i = store_pages(bytes); i < pages_all; i++)
        entry->pages[i] = (struct page){0};
    entry->name.bytes = bytes;
    return 0;
}

int32_t own_store_sync(uint32_t file)
{
    static struct entry copy;

    copy = now[file];
    return keep(file, &copy);
}

void own_store_revert(uint32_t file)
{
    now[file] = kept[file];
}

int32_t own_store_remove(uint32_t file)
{
    static struct entry nothing;

    memset(&nothing, 0, sizeof nothing);
    int32_t error = keep(file, &nothing);
    if (error == 0)
        memset(&now[file], 0, sizeof now[file]);
    return error;
}
