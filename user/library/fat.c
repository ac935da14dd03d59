// SPDX-License-Identifier: MIT
// The directory: names, entries, and the disk as a whole.
#include "user/fat.h"

#include "common/string.h"
#include "user/fat_directory.h"
#include "user/fat_name.h"
#include "user/fat_table.h"

// "FAT: General Overview", directory entry: where in it.
enum entry_field {
    ENTRY_ATTRIBUTES = 11,
    ENTRY_CREATED = 16,
    ENTRY_ACCESSED = 18,
    ENTRY_WRITTEN = 24,
    ENTRY_FIRST = 26,
    ENTRY_BYTES = 28,
};

#define NAME_FREE           0xe5 // the entry is free
#define NAME_END            0x00 // it is, and so are all behind it
#define ATTRIBUTE_ARCHIVE   0x20
#define ATTRIBUTE_NO_FILE   0x18 // the disk's name, a part of a long name, a directory
#define ATTRIBUTE_LONG_NAME 0x0f
#define DATE_FIRST          0x21 // 1 January 1980: there is no clock that says more

struct store_name fat_names[FAT_ENTRIES_MOST];
uint32_t fat_name_count;

struct block_device *fat_device;
uint16_t fat_firsts[FAT_ENTRIES_MOST];

static uint8_t root[FAT_ENTRIES_MOST * FAT_ENTRY_BYTES];

// --- entries

static uint8_t *entry_of(uint32_t file)
{
    return root + file * FAT_ENTRY_BYTES;
}

static void put_half_word(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

uint32_t fat_entry_first(uint32_t file)
{
    return fat_half_word(entry_of(file) + ENTRY_FIRST);
}

uint32_t fat_entry_bytes(uint32_t file)
{
    const uint8_t *at = entry_of(file) + ENTRY_BYTES;

    return fat_half_word(at) | fat_half_word(at + 2) << 16;
}

// --- mounting

uint32_t fat_cluster_bytes(void)
{
    return fat_layout.cluster_sectors * SECTOR_BYTES;
}

uint32_t fat_clusters_for(uint32_t bytes)
{
    return bytes / fat_cluster_bytes() + (bytes % fat_cluster_bytes() != 0);
}

// Whether the file has a chain that is long enough, of clusters that no file before it has.
static bool has_whole_chain(uint32_t file, uint8_t *taken)
{
    uint32_t cluster = fat_firsts[file], count = 0;

    if (cluster == 0)
        return fat_names[file].bytes == 0;
    for (;; cluster = fat_table_next(cluster)) {
        if (!fat_is_cluster(cluster) || (taken[cluster / 8] >> cluster % 8 & 1) != 0)
            return false;
        taken[cluster / 8] |= (uint8_t)(1u << cluster % 8);
        count++;
        if (fat_table_is_end(cluster))
            return count >= fat_clusters_for(fat_names[file].bytes);
    }
}

static bool is_file(const uint8_t *entry)
{
    return entry[0] != NAME_FREE && (entry[ENTRY_ATTRIBUTES] & ATTRIBUTE_NO_FILE) == 0;
}

int32_t fat_mount(struct block_device *from, uint8_t *table, uint32_t table_sectors)
{
    static uint8_t taken[FAT_TABLE_SECTORS_MOST * SECTOR_BYTES / 2 / 8 + 1];

    fat_device = from;
    fat_name_count = 0;
    memset(fat_names, 0, sizeof fat_names);
    memset(taken, 0, sizeof taken);
    int32_t error = fat_table_read(fat_device, table, table_sectors);
    if (error == 0)
        error = fat_device->read(fat_layout.root_first,
                                 fat_layout.data_first - fat_layout.root_first, root);
    if (error != 0)
        return error;
    for (uint32_t file = 0; file < fat_layout.root_entries; file++) {
        const uint8_t *entry = entry_of(file);
        if (entry[0] == NAME_END) {
            memset(entry_of(file), 0, (fat_layout.root_entries - file) * FAT_ENTRY_BYTES);
            break;
        }
        fat_name_count = file + 1;
        if (!is_file(entry))
            continue;
        fat_name_read(entry, fat_names[file].name);
        fat_names[file].bytes = fat_entry_bytes(file);
        fat_firsts[file] = (uint16_t)fat_entry_first(file);
        if (!has_whole_chain(file, taken))
            return E_PAGER;
    }
    return 0;
}

uint32_t fat_find(const char *name)
{
    uint32_t file = 0;

    while (file < fat_name_count && strcmp(fat_names[file].name, name) != 0)
        file++;
    return file;
}

void fat_hide(uint32_t file)
{
    fat_names[file].name[0] = '\0';
}

uint32_t fat_count_free(void)
{
    return fat_table_count_free();
}

static int32_t write_entry(uint32_t file)
{
    uint32_t sector = file * FAT_ENTRY_BYTES / SECTOR_BYTES;

    int32_t error =
        fat_device->write(fat_layout.root_first + sector, 1, root + sector * SECTOR_BYTES);
    return error == 0 ? fat_device->sync() : error;
}

static void set_contents(uint8_t *entry, uint32_t first, uint32_t bytes)
{
    put_half_word(entry + ENTRY_FIRST, first);
    put_half_word(entry + ENTRY_BYTES, bytes);
    put_half_word(entry + ENTRY_BYTES + 2, bytes >> 16);
}

int32_t fat_entry_write(uint32_t file, uint32_t first, uint32_t bytes)
{
    uint32_t old_first = fat_entry_first(file), old_bytes = fat_entry_bytes(file);

    set_contents(entry_of(file), first, bytes);
    int32_t error = write_entry(file);
    if (error != 0)
        set_contents(entry_of(file), old_first, old_bytes);
    return error;
}

int32_t fat_create(const char *name)
{
    uint32_t file = 0;
    uint8_t made[FAT_NAME_BYTES];

    if (!fat_name_write(name, made))
        return E_ARGUMENT;
    if (fat_device->is_protected)
        return E_RIGHTS;
    while (file < fat_name_count && entry_of(file)[0] != NAME_FREE)
        file++;
    if (file == fat_layout.root_entries)
        return E_NO_MEMORY;
    uint8_t *entry = entry_of(file);
    uint8_t first_byte = entry[0];
    memset(entry, 0, FAT_ENTRY_BYTES);
    memcpy(entry, made, sizeof made);
    entry[ENTRY_ATTRIBUTES] = ATTRIBUTE_ARCHIVE;
    put_half_word(entry + ENTRY_CREATED, DATE_FIRST);
    put_half_word(entry + ENTRY_ACCESSED, DATE_FIRST);
    put_half_word(entry + ENTRY_WRITTEN, DATE_FIRST);
    int32_t error = write_entry(file);
    if (error != 0) {
        entry[0] = first_byte;
        return error;
    }
    fat_firsts[file] = 0;
    fat_names[file].bytes = 0;
    fat_name_read(entry, fat_names[file].name);
    if (file == fat_name_count)
        fat_name_count++;
    return (int32_t)file;
}

// The parts of a long name stand before the entry. They go first: a file without a long name is
// whole.
static int32_t remove_long_name(uint32_t file)
{
    int32_t error = 0;

    while (error == 0 && file > 0 && entry_of(file - 1)[0] != NAME_FREE &&
           entry_of(file - 1)[ENTRY_ATTRIBUTES] == ATTRIBUTE_LONG_NAME) {
        file--;
        entry_of(file)[0] = NAME_FREE;
        error = write_entry(file);
    }
    return error;
}

int32_t fat_remove(uint32_t file)
{
    uint8_t *entry = entry_of(file);
    uint32_t on_disk = fat_entry_first(file);
    uint8_t first_byte = entry[0];

    if (fat_device->is_protected)
        return E_RIGHTS;
    int32_t error = remove_long_name(file);
    if (error != 0)
        return error;
    entry[0] = NAME_FREE;
    error = write_entry(file);
    if (error != 0) {
        entry[0] = first_byte;
        return error;
    }
    fat_hide(file);
    if (fat_firsts[file] != on_disk)
        fat_table_free(fat_firsts[file]);
    fat_table_free(on_disk);
    return fat_table_write();
}
