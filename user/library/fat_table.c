// SPDX-License-Identifier: MIT
#include "user/fat_table.h"

#include "common/string.h"
#include "user/fat.h"

// "FAT: General Overview", BIOS parameter block: where in the boot sector.
enum boot_field {
    BOOT_BYTES_OF_SECTOR = 11,
    BOOT_SECTORS_OF_CLUSTER = 13,
    BOOT_RESERVED_SECTORS = 14,
    BOOT_TABLES = 16,
    BOOT_ROOT_ENTRIES = 17,
    BOOT_SECTORS = 19, // 0: see BOOT_SECTORS_LARGE
    BOOT_TABLE_SECTORS = 22,
    BOOT_SECTORS_LARGE = 32,
};

// "FAT type determination": the number of clusters says it, and nothing else.
#define CLUSTERS_LEAST_16 4085
#define CLUSTERS_LEAST_32 65525

// "FAT data structure": entries from here on are the end of a chain.
#define END_12   0xff8
#define END_16   0xfff8
#define LAST     0xffff // as it is written, cut to 12 bits
#define MASK_12  0xfff
#define FREE     0
#define ENTRY_12 3 // half bytes

struct fat_layout fat_layout;

static struct block_device *device;
static uint8_t *table;
static uint32_t sectors_most;
static bool is_changed[FAT_TABLE_SECTORS_MOST];

static uint32_t half_word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8;
}

static uint32_t table_bytes_needed(void)
{
    uint32_t entries = fat_layout.clusters + FAT_FIRST_CLUSTER;
    return fat_layout.has_16_bits ? entries * 2 : (entries * ENTRY_12 + 1) / 2;
}

static int32_t read_layout(const uint8_t *boot)
{
    struct fat_layout *layout = &fat_layout;
    uint32_t sectors = half_word(boot + BOOT_SECTORS);

    if (sectors == 0)
        sectors = half_word(boot + BOOT_SECTORS_LARGE) | half_word(boot + BOOT_SECTORS_LARGE + 2)
                                                             << 16;
    layout->cluster_sectors = boot[BOOT_SECTORS_OF_CLUSTER];
    layout->table_first = half_word(boot + BOOT_RESERVED_SECTORS);
    layout->tables = boot[BOOT_TABLES];
    layout->table_sectors = half_word(boot + BOOT_TABLE_SECTORS);
    layout->root_first = layout->table_first + layout->tables * layout->table_sectors;
    layout->root_entries = half_word(boot + BOOT_ROOT_ENTRIES);
    layout->data_first = layout->root_first +
                         (layout->root_entries * FAT_ENTRY_BYTES + SECTOR_BYTES - 1) / SECTOR_BYTES;
    if (half_word(boot + BOOT_BYTES_OF_SECTOR) != SECTOR_BYTES || layout->cluster_sectors == 0 ||
        layout->table_first == 0 || layout->tables == 0 || layout->table_sectors == 0 ||
        layout->table_sectors > sectors_most || layout->root_entries == 0 ||
        layout->root_entries > FAT_ENTRIES_MOST || sectors > device->sectors ||
        layout->data_first + layout->cluster_sectors > sectors)
        return E_KIND;
    layout->clusters = (sectors - layout->data_first) / layout->cluster_sectors;
    layout->has_16_bits = layout->clusters >= CLUSTERS_LEAST_16;
    return layout->clusters >= CLUSTERS_LEAST_32 ||
                   table_bytes_needed() > layout->table_sectors * SECTOR_BYTES
               ? E_KIND
               : 0;
}

int32_t fat_table_read(struct block_device *from, uint8_t *memory, uint32_t table_sectors)
{
    static uint8_t boot[SECTOR_BYTES];

    device = from;
    table = memory;
    sectors_most = table_sectors;
    memset(is_changed, false, sizeof is_changed);
    int32_t error = device->read(0, 1, boot);
    if (error == 0)
        error = read_layout(boot);
    if (error != 0)
        return error;
    return device->read(fat_layout.table_first, fat_layout.table_sectors, table);
}

int32_t fat_table_write(void)
{
    int32_t error = 0;

    for (uint32_t copy = 0; error == 0 && copy < fat_layout.tables; copy++) {
        uint32_t first = fat_layout.table_first + copy * fat_layout.table_sectors;
        for (uint32_t i = 0; error == 0 && i < fat_layout.table_sectors; i++) {
            if (is_changed[i])
                error = device->write(first + i, 1, table + i * SECTOR_BYTES);
        }
        if (error == 0)
            error = device->sync();
    }
    if (error == 0)
        memset(is_changed, false, sizeof is_changed);
    return error;
}

// --- entries

static uint32_t get(uint32_t cluster)
{
    if (fat_layout.has_16_bits)
        return half_word(table + cluster * 2);
    // Two entries are three bytes: the even one has the lower 12 bits.
    uint32_t value = half_word(table + cluster * ENTRY_12 / 2);
    return cluster % 2 == 0 ? value & MASK_12 : value >> 4;
}

static void set(uint32_t cluster, uint32_t value)
{
    uint32_t at = fat_layout.has_16_bits ? cluster * 2 : cluster * ENTRY_12 / 2;

    if (!fat_layout.has_16_bits && cluster % 2 == 0)
        value = (value & MASK_12) | (half_word(table + at) & ~(uint32_t)MASK_12);
    else if (!fat_layout.has_16_bits)
        value = value << 4 | (table[at] & 0xf);
    table[at] = (uint8_t)value;
    table[at + 1] = (uint8_t)(value >> 8);
    is_changed[at / SECTOR_BYTES] = true;
    is_changed[(at + 1) / SECTOR_BYTES] = true;
}

uint32_t fat_table_next(uint32_t cluster)
{
    uint32_t next = fat_is_cluster(cluster) ? get(cluster) : 0;
    return fat_is_cluster(next) ? next : 0;
}

bool fat_table_is_end(uint32_t cluster)
{
    return get(cluster) >= (fat_layout.has_16_bits ? END_16 : END_12);
}

uint32_t fat_table_count_free(void)
{
    uint32_t count = 0;

    for (uint32_t i = FAT_FIRST_CLUSTER; i < fat_layout.clusters + FAT_FIRST_CLUSTER; i++)
        count += get(i) == FREE;
    return count;
}

// The first of so many free clusters in a row; 0 if there are none.
static uint32_t find_row(uint32_t clusters)
{
    uint32_t row = 0;

    for (uint32_t i = FAT_FIRST_CLUSTER; i < fat_layout.clusters + FAT_FIRST_CLUSTER; i++) {
        row = get(i) == FREE ? row + 1 : 0;
        if (row == clusters)
            return i + 1 - clusters;
    }
    return 0;
}

int32_t fat_table_take(uint32_t clusters, uint32_t *first)
{
    uint32_t last = 0;

    *first = 0;
    if (clusters == 0)
        return 0;
    if (fat_table_count_free() < clusters)
        return E_NO_MEMORY;
    uint32_t next = find_row(clusters);
    if (next == 0)
        next = FAT_FIRST_CLUSTER;
    for (; clusters > 0; next++) {
        if (get(next) != FREE)
            continue;
        if (last == 0)
            *first = next;
        else
            set(last, next);
        set(next, LAST);
        last = next;
        clusters--;
    }
    return 0;
}

void fat_table_free(uint32_t first)
{
    while (fat_is_cluster(first)) {
        uint32_t next = get(first);
        set(first, FREE);
        first = next;
    }
}
