// SPDX-License-Identifier: MIT
// What is in files, and how long they are.
#include <stddef.h>

#include "common/string.h"
#include "user/fat_directory.h"
#include "user/fat_table.h"

#define COPY_SECTORS SECTORS_PER_PAGE

static uint8_t copied[COPY_SECTORS * SECTOR_BYTES];

// --- contents

// Where one was last in a chain: what comes next is often behind it.
static struct {
    uint32_t file, first, index, cluster;
} last;

static uint32_t cluster_of(uint32_t file, uint32_t index)
{
    uint32_t at = 0, cluster = fat_firsts[file];

    if (last.file == file && last.first == cluster && last.index <= index && last.cluster != 0) {
        at = last.index;
        cluster = last.cluster;
    }
    for (; at < index && cluster != 0; at++)
        cluster = fat_table_next(cluster);
    last.file = file;
    last.first = fat_firsts[file];
    last.index = index;
    last.cluster = cluster;
    return cluster;
}

int32_t fat_find_sector(uint32_t file, uint32_t index, uint32_t *sector, uint32_t *run)
{
    uint32_t has = fat_clusters_for(fat_names[file].bytes) * fat_layout.cluster_sectors;
    uint32_t in_cluster = index % fat_layout.cluster_sectors;

    *run = *sector = 0;
    if (index >= has)
        return 0;
    uint32_t cluster = cluster_of(file, index / fat_layout.cluster_sectors);
    if (!fat_is_cluster(cluster))
        return E_PAGER;
    *sector = fat_sector_of(cluster) + in_cluster;
    *run = fat_layout.cluster_sectors - in_cluster;
    for (; *run < SECTORS_PER_PAGE && index + *run < has && fat_table_next(cluster) == cluster + 1;
         cluster++)
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
            error = run == 0 ? E_PAGER : fat_device->write(sector, run, copied);
        from += run;
    }
    return error;
}

// Sets all bytes of a file's last sectors from `bytes` on to zeros.
static int32_t clear_from(uint32_t file, uint32_t bytes)
{
    uint32_t first = bytes / SECTOR_BYTES, sector, run;
    uint32_t all = fat_clusters_for(fat_names[file].bytes) * fat_layout.cluster_sectors;

    if (bytes % SECTOR_BYTES != 0) {
        int32_t error = fat_find_sector(file, first, &sector, &run);
        if (error == 0)
            error = fat_device->read(sector, 1, copied);
        memset(copied + bytes % SECTOR_BYTES, 0, SECTOR_BYTES - bytes % SECTOR_BYTES);
        if (error == 0)
            error = fat_device->write(sector, 1, copied);
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
                error = fat_device->read(sector, 1, copied);
            if (error == 0)
                error = fat_device->write(fat_sector_of(chain) + j, 1, copied);
        }
        chain = fat_table_next(chain);
    }
    return error;
}

// --- files

static bool is_on_disk(uint32_t file, uint32_t chain)
{
    return chain == fat_entry_first(file);
}

// Gives the file another chain. The one on the disk stays as it is until the next fat_sync.
static int32_t change_chain(uint32_t file, uint32_t bytes, bool fills)
{
    struct store_name *name = &fat_names[file];
    uint32_t before = name->bytes, old = fat_firsts[file], chain;
    uint32_t kept = fat_clusters_for(bytes < before ? bytes : before);

    int32_t error = fat_table_take(fat_clusters_for(bytes), &chain);
    if (error == 0 && fills)
        error = copy_to(file, chain, kept * fat_layout.cluster_sectors);
    if (error == 0) {
        name->bytes = bytes;
        fat_firsts[file] = (uint16_t)chain;
        if (fills && bytes > before)
            error = clear_from(file, before);
    }
    if (error == 0 && fills)
        error = fat_device->sync();
    if (error == 0) {
        if (!is_on_disk(file, old))
            fat_table_free(old);
        return 0;
    }
    name->bytes = before;
    fat_firsts[file] = (uint16_t)old;
    fat_table_free(chain);
    return error;
}

int32_t fat_set_length(uint32_t file, uint32_t bytes, bool fills)
{
    struct store_name *name = &fat_names[file];
    uint32_t before = name->bytes;

    if (bytes == before)
        return 0;
    if (fat_clusters_for(bytes) != fat_clusters_for(before))
        return change_chain(file, bytes, fills);
    int32_t error = fills && bytes > before ? clear_from(file, before) : 0;
    if (error == 0)
        name->bytes = bytes;
    return error;
}

int32_t fat_sync(uint32_t file)
{
    uint32_t old = fat_entry_first(file);
    uint32_t bytes = fat_names[file].bytes;

    int32_t error = fat_device->sync();
    if (error != 0 || !fat_is_unsynced(file))
        return error;
    if (old != fat_firsts[file])
        error = fat_table_write();
    if (error != 0)
        return error;
    error = fat_entry_write(file, fat_firsts[file], bytes);
    if (error != 0 || old == fat_firsts[file])
        return error;
    fat_table_free(old);
    return fat_table_write();
}

bool fat_is_unsynced(uint32_t file)
{
    return fat_firsts[file] != fat_entry_first(file) ||
           fat_names[file].bytes != fat_entry_bytes(file);
}

void fat_revert(uint32_t file)
{
    if (!is_on_disk(file, fat_firsts[file]))
        fat_table_free(fat_firsts[file]);
    fat_firsts[file] = (uint16_t)fat_entry_first(file);
    fat_names[file].bytes = fat_entry_bytes(file);
}
