// SPDX-License-Identifier: MIT
// The directory and the files in it. What is on the disk of a file stands in `root`, as the disk
// has it; what it is now, in `firsts` and fat_names.
#include "user/fat.h"

#include "common/string.h"
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
#define BASE_BYTES          8
#define COPY_SECTORS        SECTORS_PER_PAGE

struct store_name fat_names[FAT_ENTRIES_MOST];
uint32_t fat_name_count;

static struct block_device *device;
static uint8_t root[FAT_ENTRIES_MOST * FAT_ENTRY_BYTES];
static uint16_t firsts[FAT_ENTRIES_MOST]; // cluster of each file; 0: it has none
static uint8_t copied[COPY_SECTORS * SECTOR_BYTES];

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

static uint32_t half_word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8;
}

static uint32_t entry_bytes(const uint8_t *entry)
{
    return half_word(entry + ENTRY_BYTES) | half_word(entry + ENTRY_BYTES + 2) << 16;
}

static char lower(uint8_t character)
{
    return (char)(character >= 'A' && character <= 'Z' ? character + 'a' - 'A' : character);
}

static uint8_t upper(char character)
{
    return (uint8_t)(character >= 'a' && character <= 'z' ? character + 'A' - 'a' : character);
}

// What stands before the blanks in a part of a name. Returns where it ends.
static char *read_part(const uint8_t *part, uint32_t most, char *name)
{
    for (uint32_t i = 0; i < most && part[i] != ' '; i++)
        *name++ = lower(part[i]);
    return name;
}

static void read_name(const uint8_t *entry, char *name)
{
    name = read_part(entry, BASE_BYTES, name);
    if (entry[BASE_BYTES] != ' ') {
        *name++ = '.';
        name = read_part(entry + BASE_BYTES, FAT_NAME_BYTES - BASE_BYTES, name);
    }
    *name = '\0';
}

static bool is_name_character(char character)
{
    static const char others[] = "$%'-_@~`!(){}^#&";

    if ((upper(character) >= 'A' && upper(character) <= 'Z') ||
        (character >= '0' && character <= '9'))
        return true;
    for (uint32_t i = 0; others[i] != '\0'; i++) {
        if (character == others[i])
            return true;
    }
    return false;
}

// Returns whether it can be a name.
static bool write_name(const char *name, uint8_t *entry)
{
    uint32_t at = 0;
    bool has_dot = false;

    memset(entry, ' ', FAT_NAME_BYTES);
    for (; *name != '\0'; name++) {
        if (*name == '.') {
            if (has_dot || at == 0)
                return false;
            has_dot = true;
            at = BASE_BYTES;
        } else if (!is_name_character(*name) || at == (has_dot ? FAT_NAME_BYTES : BASE_BYTES)) {
            return false;
        } else {
            entry[at++] = upper(*name);
        }
    }
    return at != 0 && !(has_dot && at == BASE_BYTES);
}

// --- mounting

uint32_t fat_cluster_bytes(void)
{
    return fat_layout.cluster_sectors * SECTOR_BYTES;
}

static uint32_t clusters_for(uint32_t bytes)
{
    return bytes / fat_cluster_bytes() + (bytes % fat_cluster_bytes() != 0);
}

// Whether the file has a chain that is long enough, of clusters that no file before it has.
static bool has_whole_chain(uint32_t file, uint8_t *taken)
{
    uint32_t cluster = firsts[file], count = 0;

    if (cluster == 0)
        return fat_names[file].bytes == 0;
    for (;; cluster = fat_table_next(cluster)) {
        if (!fat_is_cluster(cluster) || (taken[cluster / 8] >> cluster % 8 & 1) != 0)
            return false;
        taken[cluster / 8] |= (uint8_t)(1u << cluster % 8);
        count++;
        if (fat_table_is_end(cluster))
            return count >= clusters_for(fat_names[file].bytes);
    }
}

static bool is_file(const uint8_t *entry)
{
    return entry[0] != NAME_FREE && (entry[ENTRY_ATTRIBUTES] & ATTRIBUTE_NO_FILE) == 0;
}

int32_t fat_mount(struct block_device *from)
{
    static uint8_t taken[(FAT_TABLE_SECTORS_MOST * SECTOR_BYTES) / 8 + 1];

    device = from;
    fat_name_count = 0;
    memset(fat_names, 0, sizeof fat_names);
    memset(taken, 0, sizeof taken);
    int32_t error = fat_table_read(device);
    if (error == 0)
        error = device->read(fat_layout.root_first, fat_layout.data_first - fat_layout.root_first,
                             root);
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
        read_name(entry, fat_names[file].name);
        fat_names[file].bytes = entry_bytes(entry);
        firsts[file] = (uint16_t)half_word(entry + ENTRY_FIRST);
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

// --- contents

static uint32_t cluster_of(uint32_t file, uint32_t index)
{
    uint32_t cluster = firsts[file];

    for (; index > 0 && cluster != 0; index--)
        cluster = fat_table_next(cluster);
    return cluster;
}

int32_t fat_find_sector(uint32_t file, uint32_t index, uint32_t *sector, uint32_t *run)
{
    uint32_t has = clusters_for(fat_names[file].bytes) * fat_layout.cluster_sectors;
    uint32_t in_cluster = index % fat_layout.cluster_sectors;

    *run = *sector = 0;
    if (index >= has)
        return 0;
    uint32_t cluster = cluster_of(file, index / fat_layout.cluster_sectors);
    if (!fat_is_cluster(cluster))
        return E_PAGER;
    *sector = fat_sector_of(cluster) + in_cluster;
    *run = fat_layout.cluster_sectors - in_cluster;
    for (; index + *run < has && fat_table_next(cluster) == cluster + 1; cluster++)
        *run += fat_layout.cluster_sectors;
    return 0;
}

// Sets the sectors [from, to) of a file to zeros.
static int32_t clear_sectors(uint32_t file, uint32_t from, uint32_t to)
{
    uint32_t sector, run;
    int32_t error = 0;

    memset(copied, 0, sizeof copied);
    while (error == 0 && from < to) {
        error = fat_find_sector(file, from, &sector, &run);
        if (run > to - from)
            run = to - from;
        if (run > COPY_SECTORS)
            run = COPY_SECTORS;
        if (error == 0)
            error = run == 0 ? E_PAGER : device->write(sector, run, copied);
        from += run;
    }
    return error;
}

// Sets all bytes of a file's last sectors from `bytes` on to zeros.
static int32_t clear_from(uint32_t file, uint32_t bytes)
{
    uint32_t first = bytes / SECTOR_BYTES, sector, run;
    uint32_t all = clusters_for(fat_names[file].bytes) * fat_layout.cluster_sectors;

    if (bytes % SECTOR_BYTES != 0) {
        int32_t error = fat_find_sector(file, first, &sector, &run);
        if (error == 0)
            error = device->read(sector, 1, copied);
        memset(copied + bytes % SECTOR_BYTES, 0, SECTOR_BYTES - bytes % SECTOR_BYTES);
        if (error == 0)
            error = device->write(sector, 1, copied);
        if (error != 0)
            return error;
        first++;
    }
    return clear_sectors(file, first, all);
}

// Copies the first `sectors` sectors of a file, as it is now, to another chain.
static int32_t copy_to(uint32_t file, uint32_t chain, uint32_t sectors)
{
    uint32_t sector, run;
    int32_t error = 0;

    for (uint32_t i = 0; error == 0 && i < sectors; i += fat_layout.cluster_sectors) {
        for (uint32_t j = 0; error == 0 && j < fat_layout.cluster_sectors; j++) {
            error = fat_find_sector(file, i + j, &sector, &run);
            if (error == 0)
                error = device->read(sector, 1, copied);
            if (error == 0)
                error = device->write(fat_sector_of(chain) + j, 1, copied);
        }
        chain = fat_table_next(chain);
    }
    return error;
}

// --- files

static bool is_on_disk(uint32_t file, uint32_t chain)
{
    return chain == half_word(entry_of(file) + ENTRY_FIRST);
}

// Gives the file another chain. The one on the disk stays as it is until the next fat_sync.
static int32_t change_chain(uint32_t file, uint32_t bytes, bool fills)
{
    struct store_name *name = &fat_names[file];
    uint32_t before = name->bytes, old = firsts[file], chain;
    uint32_t kept = clusters_for(bytes < before ? bytes : before);

    int32_t error = fat_table_take(clusters_for(bytes), &chain);
    if (error == 0 && fills)
        error = copy_to(file, chain, kept * fat_layout.cluster_sectors);
    if (error == 0) {
        name->bytes = bytes;
        firsts[file] = (uint16_t)chain;
        if (fills && bytes > before)
            error = clear_from(file, before);
    }
    if (error == 0 && fills)
        error = device->flush();
    if (error == 0) {
        if (!is_on_disk(file, old))
            fat_table_free(old);
        return 0;
    }
    name->bytes = before;
    firsts[file] = (uint16_t)old;
    fat_table_free(chain);
    return error;
}

int32_t fat_set_length(uint32_t file, uint32_t bytes, bool fills)
{
    struct store_name *name = &fat_names[file];
    uint32_t before = name->bytes;

    if (bytes == before)
        return 0;
    if (clusters_for(bytes) != clusters_for(before))
        return change_chain(file, bytes, fills);
    int32_t error = fills && bytes > before ? clear_from(file, before) : 0;
    if (error == 0)
        name->bytes = bytes;
    return error;
}

static int32_t write_entry(uint32_t file)
{
    uint32_t sector = file * FAT_ENTRY_BYTES / SECTOR_BYTES;

    int32_t error = device->write(fat_layout.root_first + sector, 1, root + sector * SECTOR_BYTES);
    return error == 0 ? device->flush() : error;
}

static void set_contents(uint8_t *entry, uint32_t first, uint32_t bytes)
{
    put_half_word(entry + ENTRY_FIRST, first);
    put_half_word(entry + ENTRY_BYTES, bytes);
    put_half_word(entry + ENTRY_BYTES + 2, bytes >> 16);
}

int32_t fat_sync(uint32_t file)
{
    uint8_t *entry = entry_of(file);
    uint32_t old = half_word(entry + ENTRY_FIRST), old_bytes = entry_bytes(entry);
    uint32_t bytes = fat_names[file].bytes;

    int32_t error = device->flush();
    if (error != 0 || !fat_is_unsynced(file))
        return error;
    if (old != firsts[file])
        error = fat_table_write();
    if (error != 0)
        return error;
    set_contents(entry, firsts[file], bytes);
    error = write_entry(file);
    if (error != 0)
        set_contents(entry, old, old_bytes); // so that it is tried again
    if (error != 0 || old == firsts[file])
        return error;
    fat_table_free(old);
    return fat_table_write();
}

bool fat_is_unsynced(uint32_t file)
{
    const uint8_t *entry = entry_of(file);

    return firsts[file] != half_word(entry + ENTRY_FIRST) ||
           fat_names[file].bytes != entry_bytes(entry);
}

void fat_revert(uint32_t file)
{
    const uint8_t *entry = entry_of(file);

    if (!is_on_disk(file, firsts[file]))
        fat_table_free(firsts[file]);
    firsts[file] = (uint16_t)half_word(entry + ENTRY_FIRST);
    fat_names[file].bytes = entry_bytes(entry);
}

int32_t fat_create(const char *name)
{
    uint32_t file = 0;
    uint8_t made[FAT_NAME_BYTES];

    if (!write_name(name, made))
        return E_ARGUMENT;
    if (device->is_protected)
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
    firsts[file] = 0;
    fat_names[file].bytes = 0;
    read_name(entry, fat_names[file].name);
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
    uint32_t on_disk = half_word(entry + ENTRY_FIRST);
    uint8_t first_byte = entry[0];

    if (device->is_protected)
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
    if (firsts[file] != on_disk)
        fat_table_free(firsts[file]);
    fat_table_free(on_disk);
    return fat_table_write();
}
