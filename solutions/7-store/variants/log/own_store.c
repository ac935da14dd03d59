// SPDX-License-Identifier: MIT
// Lab 7, another way: files are a log. Whatever happens to them is written behind what was there
// before; opening the disk plays it again. When the log is full, what is still needed is written to
// the other one.
//
//     | log 0 | log 1 | pages of memory ... |
#include "user/own_store.h"

#include <stdbool.h>

#include "common/string.h"

#define MAGIC        0x676f6c6fu
#define FILES        OWN_STORE_FILES_MOST
#define PAGES_MOST   (OWN_STORE_DISK_PAGES_MOST / 16)
#define DATA_SECTORS (1 + SECTORS_PER_PAGE)
#define NOWHERE      0

enum kind {
    KIND_DATA = 1, // a page follows
    KIND_CUT,      // the file has no pages from `page` on
    KIND_COMMIT,   // the file is kept as it is
    KIND_TABLE, // all of these files are kept as they are; those in `emptied` go on without pages
};

// The first sector of what is written at once.
struct record {
    uint32_t magic, sum;
    uint32_t epoch;    // of the log
    uint32_t mount;    // how often the disk was opened in this epoch, and the ones before
    uint32_t sequence; // in the log
    uint32_t kind, file, page, data_sum;
    uint32_t generation; // of the file: one more since each revert
    uint32_t emptied;
    struct store_name names[FILES]; // KIND_COMMIT: only the file's
    uint8_t rest[SECTOR_BYTES - 11 * 4 - FILES * sizeof(struct store_name)];
};

_Static_assert(sizeof(struct record) == SECTOR_BYTES, "a sector");

struct page {
    uint32_t sector, sum; // NOWHERE: it was never stored
};

struct file {
    struct store_name name;
    struct page pages[PAGES_MOST];
};

struct log {
    uint32_t number, epoch, end, sequence; // sectors from its start on
};

static struct block_device *disk;
static uint32_t disk_pages, pages_all, log_sectors;
static struct file now[FILES], kept[FILES], moved_now[FILES], moved_kept[FILES];
static uint32_t generations[FILES];
static struct log current;
static uint32_t mount, next_epoch;
static bool must_move; // the other log may be whole on the disk, and count instead of this one
static uint32_t memory_sums[OWN_STORE_DISK_PAGES_MOST];
static uint8_t buffer[PAGE_BYTES];

static uint32_t sum_of(const void *from, uint32_t bytes)
{
    const uint32_t *words = from;
    uint32_t sum = bytes;

    for (uint32_t i = 0; i < bytes / sizeof *words; i++)
        sum = (sum << 7 | sum >> 25) + (words[i] ^ 0x9e3779b9u) * 3;
    return sum;
}

static int32_t set_up(struct block_device *on)
{
    uint32_t pages = on->sectors / SECTORS_PER_PAGE;

    if (pages < OWN_STORE_DISK_PAGES_LEAST)
        return E_LIMIT;
    disk = on;
    disk_pages = pages < OWN_STORE_DISK_PAGES_MOST ? pages : OWN_STORE_DISK_PAGES_MOST;
    pages_all = (disk_pages + 15) / 16;
    log_sectors = 2 * pages_all * DATA_SECTORS + pages_all + DATA_SECTORS + 3;
    return 0;
}

static uint32_t first_memory(void)
{
    return (2 * log_sectors + SECTORS_PER_PAGE - 1) / SECTORS_PER_PAGE;
}

uint32_t own_store_memory_pages(void)
{
    return disk_pages - first_memory();
}

uint32_t own_store_file_pages(void)
{
    return pages_all;
}

// Of a file, what there is of it on a disk of this size.
static uint32_t file_bytes(void)
{
    return offsetof(struct file, pages) + pages_all * sizeof(struct page);
}

static void clear(struct file *files)
{
    for (uint32_t i = 0; i < FILES; i++)
        memset(&files[i], 0, file_bytes());
}

static void copy(struct file *to, const struct file *from)
{
    memcpy(to, from, file_bytes());
}

// --- the log

static uint32_t sum_of_record(const struct record *record)
{
    return sum_of(&record->epoch, SECTOR_BYTES - offsetof(struct record, epoch));
}

// Where the next record of a log goes.
static uint32_t end_of(const struct log *log)
{
    return log->number * log_sectors + log->end;
}

static uint32_t sectors_of(const struct record *record)
{
    return record->kind == KIND_DATA ? DATA_SECTORS : 1;
}

static int32_t write_record(struct log *log, struct record *record, const void *data)
{
    record->magic = MAGIC;
    record->epoch = log->epoch;
    record->mount = mount;
    record->sequence = log->sequence;
    record->sum = sum_of_record(record);
    int32_t error = disk->write(end_of(log), 1, record);
    if (error == 0 && data != NULL)
        error = disk->write(end_of(log) + 1, SECTORS_PER_PAGE, data);
    if (error == 0)
        error = disk->flush();
    if (error != 0)
        return error;
    log->end += sectors_of(record);
    log->sequence++;
    return 0;
}

static int32_t move_pages(struct log *log, uint32_t file, const struct file *from, struct file *to)
{
    int32_t error = 0;

    for (uint32_t page = 0; error == 0 && page < pages_all; page++) {
        struct record record = {.kind = KIND_DATA,
                                .file = file,
                                .page = page,
                                .data_sum = from->pages[page].sum,
                                .generation = generations[file]};
        if (from->pages[page].sector == NOWHERE)
            continue;
        error = disk->read(from->pages[page].sector, SECTORS_PER_PAGE, buffer);
        to->pages[page] = (struct page){end_of(log) + 1, from->pages[page].sum};
        if (error == 0)
            error = write_record(log, &record, buffer);
    }
    return error;
}

static int32_t write_table(struct log *log)
{
    struct record table = {.kind = KIND_TABLE};

    for (uint32_t file = 0; file < FILES; file++) {
        table.names[file] = moved_kept[file].name;
        if (memcmp(&now[file], &kept[file], file_bytes()) != 0)
            table.emptied |= 1u << file;
    }
    int32_t error = disk->sync();
    if (error == 0) {
        must_move = true;
        error = write_record(log, &table, NULL);
    }
    return error == 0 ? disk->sync() : error;
}

// Writes all that is needed to the other log, and goes on there.
static int32_t move(void)
{
    struct log log = {.number = 1 - current.number, .epoch = next_epoch++};
    int32_t error = 0;

    clear(moved_now);
    clear(moved_kept);
    for (uint32_t file = 0; error == 0 && file < FILES; file++) {
        moved_kept[file].name = kept[file].name;
        error = move_pages(&log, file, &kept[file], &moved_kept[file]);
    }
    if (error == 0)
        error = write_table(&log);
    for (uint32_t file = 0; error == 0 && file < FILES; file++) {
        if (memcmp(&now[file], &kept[file], file_bytes()) == 0) {
            copy(&moved_now[file], &moved_kept[file]);
            continue;
        }
        moved_now[file].name = now[file].name;
        error = move_pages(&log, file, &now[file], &moved_now[file]);
    }
    if (error != 0)
        return error;
    for (uint32_t file = 0; file < FILES; file++) {
        copy(&now[file], &moved_now[file]);
        copy(&kept[file], &moved_kept[file]);
    }
    current = log;
    must_move = false;
    return 0;
}

// Sees to it that so many sectors are free in the log.
static int32_t make_room(uint32_t sectors)
{
    return must_move || current.end + sectors > log_sectors ? move() : 0;
}

static int32_t append(struct record *record, const void *data)
{
    int32_t error = make_room(sectors_of(record));

    record->generation = generations[record->file];
    return error == 0 ? write_record(&current, record, data) : error;
}

// Appends what makes a file on the disk what it is here. If that fails the next record takes its
// place.
static int32_t commit(uint32_t file, const struct store_name *name)
{
    struct record record = {.kind = KIND_COMMIT, .file = file};

    int32_t error = make_room(1);
    if (error != 0)
        return error;
    struct log before = current;
    record.names[0] = *name;
    error = disk->sync();
    if (error == 0)
        error = append(&record, NULL);
    if (error == 0)
        error = disk->sync();
    if (error != 0) {
        current = before;
        must_move = true;
    }
    return error;
}

// --- opening

static void play(const struct record *record, uint32_t sector)
{
    uint32_t file = record->file;

    if (record->kind == KIND_TABLE) {
        for (uint32_t i = 0; i < FILES; i++) {
            now[i].name = record->names[i];
            copy(&kept[i], &now[i]);
            if (record->emptied >> i & 1)
                memset(now[i].pages, 0, sizeof now[i].pages);
        }
        return;
    }
    if (record->generation != generations[file])
        copy(&now[file], &kept[file]);
    generations[file] = record->generation;
    if (record->kind == KIND_DATA)
        now[file].pages[record->page] = (struct page){sector + 1, record->data_sum};
    if (record->kind == KIND_CUT)
        memset(&now[file].pages[record->page], 0,
               (PAGES_MOST - record->page) * sizeof(struct page));
    if (record->kind != KIND_COMMIT)
        return;
    now[file].name = record->names[0];
    if (record->names[0].name[0] == '\0')
        memset(&now[file], 0, sizeof now[file]);
    copy(&kept[file], &now[file]);
}

static bool is_next(const struct record *record, const struct log *log)
{
    return record->magic == MAGIC && record->sum == sum_of_record(record) &&
           record->epoch == log->epoch && record->sequence == log->sequence &&
           record->mount >= mount && record->file < FILES && record->page < PAGES_MOST;
}

// Goes through a log. Whether it counts is in `*is_whole`.
static int32_t replay(struct log *log, bool *is_whole)
{
    struct record record;

    *is_whole = false;
    clear(now);
    clear(kept);
    memset(generations, 0, sizeof generations);
    log->end = log->sequence = mount = 0;
    while (log->end < log_sectors) {
        int32_t error = disk->read(end_of(log), 1, &record);
        if (error != 0)
            return error;
        if (log->sequence == 0)
            log->epoch = record.epoch;
        if (!is_next(&record, log))
            break;
        mount = record.mount;
        *is_whole = *is_whole || record.kind == KIND_TABLE;
        play(&record, end_of(log));
        log->end += sectors_of(&record);
        log->sequence++;
    }
    return 0;
}

int32_t own_store_open(struct block_device *on)
{
    struct log logs[2] = {{.number = 0}, {.number = 1}};
    bool is_whole[2];

    if (set_up(on) != 0)
        return E_KIND;
    int32_t error = replay(&logs[0], &is_whole[0]);
    if (error == 0)
        error = replay(&logs[1], &is_whole[1]);
    if (error != 0)
        return error;
    if (!is_whole[0] && !is_whole[1])
        return E_KIND;
    next_epoch = (logs[0].epoch > logs[1].epoch ? logs[0].epoch : logs[1].epoch) + 1;
    if (is_whole[0] && (!is_whole[1] || logs[0].epoch > logs[1].epoch))
        error = replay(&logs[0], &is_whole[0]);
    current = logs[is_whole[0] && (!is_whole[1] || logs[0].epoch > logs[1].epoch) ? 0 : 1];
    mount++;
    must_move = false;
    for (uint32_t file = 0; file < FILES; file++) {
        generations[file]++;
        copy(&now[file], &kept[file]);
    }
    return error;
}

int32_t own_store_format(struct block_device *on)
{
    static const struct record nothing;
    struct record first;

    int32_t error = set_up(on);
    next_epoch = 1;
    for (uint32_t number = 0; error == 0 && number < 2; number++) {
        error = disk->read(number * log_sectors, 1, &first);
        if (error == 0 && first.magic == MAGIC && first.epoch >= next_epoch)
            next_epoch = first.epoch + 1; // the records of earlier epochs stay, and count no more
        if (error == 0)
            error = disk->write(number * log_sectors, 1, &nothing);
    }
    if (error != 0)
        return error;
    clear(now);
    clear(kept);
    memset(generations, 0, sizeof generations);
    mount = 0;
    current.number = 1;
    return move();
}

// --- pages

static int32_t read_page(uint32_t sector, uint32_t sum, void *to)
{
    int32_t error = disk->read(sector, SECTORS_PER_PAGE, to);
    return error == 0 && sum_of(to, PAGE_BYTES) != sum ? E_PAGER : error;
}

static uint32_t sector_of_memory(uint32_t page)
{
    return (first_memory() + page) * SECTORS_PER_PAGE;
}

int32_t own_store_fetch(uint32_t file, uint32_t page, void *to)
{
    if (file == OWN_STORE_MEMORY)
        return read_page(sector_of_memory(page), memory_sums[page], to);
    if (page >= store_pages(now[file].name.bytes) || now[file].pages[page].sector == NOWHERE)
        return 0;
    return read_page(now[file].pages[page].sector, now[file].pages[page].sum, to);
}

// Stores a page of which the first bytes are the file's.
static int32_t store_part(uint32_t file, uint32_t page, const void *from, uint32_t bytes)
{
    static uint8_t whole[PAGE_BYTES];

    memset(whole, 0, sizeof whole);
    memcpy(whole, from, bytes);
    struct record record = {
        .kind = KIND_DATA, .file = file, .page = page, .data_sum = sum_of(whole, PAGE_BYTES)};
    int32_t error = append(&record, whole);
    if (error == 0)
        now[file].pages[page] = (struct page){end_of(&current) - SECTORS_PER_PAGE, record.data_sum};
    return error;
}

int32_t own_store_store(uint32_t file, uint32_t page, const void *from)
{
    if (file == OWN_STORE_MEMORY) {
        memory_sums[page] = sum_of(from, PAGE_BYTES);
        int32_t error = disk->write(sector_of_memory(page), SECTORS_PER_PAGE, from);
        return error != 0 ? error : disk->flush();
    }
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
    struct store_name made = {0};
    uint32_t file = 0;

    while (file < FILES && now[file].name.name[0] != '\0')
        file++;
    if (file == FILES)
        return E_NO_MEMORY;
    memcpy(made.name, name, strlen(name));
    int32_t error = commit(file, &made);
    if (error != 0)
        return error;
    now[file].name = made;
    copy(&kept[file], &now[file]);
    return (int32_t)file;
}

// Takes away what lies behind the new end, in the log; all of it, or nothing.
static int32_t cut(uint32_t file, uint32_t bytes)
{
    static uint8_t last[PAGE_BYTES];
    uint32_t page = bytes / PAGE_BYTES;
    struct record record = {.kind = KIND_CUT, .file = file, .page = store_pages(bytes)};

    int32_t error = make_room(DATA_SECTORS + 1);
    if (error != 0)
        return error;
    struct log before = current;
    struct page page_before = now[file].pages[page < PAGES_MOST ? page : 0];
    if (bytes % PAGE_BYTES != 0 && now[file].pages[page].sector != NOWHERE) {
        error = own_store_fetch(file, page, last);
        if (error == 0)
            error = store_part(file, page, last, bytes % PAGE_BYTES);
    }
    if (error == 0 && record.page < pages_all)
        error = append(&record, NULL);
    if (error != 0 && bytes % PAGE_BYTES != 0)
        now[file].pages[page] = page_before;
    if (error != 0)
        current = before;
    return error;
}

int32_t own_store_set_length(uint32_t file, uint32_t bytes)
{
    uint32_t taken = 0;

    for (uint32_t i = 0; i < FILES; i++) {
        uint32_t pages = store_pages(i == file ? bytes : now[i].name.bytes);
        uint32_t before = store_pages(kept[i].name.bytes);
        taken += pages > before ? pages : before;
    }
    if (taken > pages_all)
        return E_NO_MEMORY;
    int32_t error = bytes < now[file].name.bytes ? cut(file, bytes) : 0;
    if (error != 0)
        return error;
    for (uint32_t i = store_pages(bytes); i < pages_all; i++)
        now[file].pages[i] = (struct page){0};
    now[file].name.bytes = bytes;
    return 0;
}

int32_t own_store_sync(uint32_t file)
{
    int32_t error = commit(file, &now[file].name);

    if (error == 0)
        copy(&kept[file], &now[file]);
    return error;
}

void own_store_revert(uint32_t file)
{
    generations[file]++;
    copy(&now[file], &kept[file]);
}

int32_t own_store_remove(uint32_t file)
{
    static const struct store_name nothing;

    int32_t error = commit(file, &nothing);
    if (error != 0)
        return error;
    memset(&now[file], 0, sizeof now[file]);
    memset(&kept[file], 0, sizeof kept[file]);
    return 0;
}
