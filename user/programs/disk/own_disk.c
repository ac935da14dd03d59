// SPDX-License-Identifier: MIT
#include "user/programs/disk/own_disk.h"

#include "common/string.h"
#include "user/own_store.h"
#include "user/programs/disk/ata.h"

#define LABEL         "uNeon: the store of lab 7\n"
#define LABEL_SECTORS SECTORS_PER_PAGE

static uint8_t first_page[PAGE_BYTES];

static bool has_label(void)
{
    return memcmp(first_page, LABEL, sizeof LABEL) == 0;
}

static bool is_blank(void)
{
    for (uint32_t i = 0; i < PAGE_BYTES; i++) {
        if (first_page[i] != 0)
            return false;
    }
    return true;
}

int32_t own_disk_find(void)
{
    int32_t error = ata_whole_disk.open();
    if (error == 0 && ata_whole_disk.sectors < LABEL_SECTORS)
        error = E_KIND;
    if (error == 0)
        error = ata_whole_disk.read(0, LABEL_SECTORS, first_page);
    if (error != 0)
        return error;
    return has_label() || is_blank() ? 0 : E_KIND;
}

// --- the block device

static int32_t make_store(void)
{
    int32_t error = own_store_format(&own_disk);
    if (error != 0)
        return error;
    memcpy(first_page, LABEL, sizeof LABEL);
    error = ata_whole_disk.write(0, LABEL_SECTORS, first_page);
    if (error == 0)
        error = ata_whole_disk.sync();
    if (error != 0)
        memset(first_page, 0, sizeof first_page);
    return error;
}

static int32_t open(void)
{
    own_disk.sectors = ata_whole_disk.sectors - LABEL_SECTORS;
    return has_label() ? 0 : make_store();
}

static int32_t read(uint32_t first, uint32_t count, void *memory)
{
    return ata_whole_disk.read(LABEL_SECTORS + first, count, memory);
}

static int32_t write(uint32_t first, uint32_t count, const void *memory)
{
    return ata_whole_disk.write(LABEL_SECTORS + first, count, memory);
}

static int32_t flush(void)
{
    return ata_whole_disk.flush();
}

static int32_t sync(void)
{
    return ata_whole_disk.sync();
}

static bool is_changed(void)
{
    return ata_whole_disk.is_changed();
}

struct block_device own_disk = {
    .is_changed = is_changed,
    .open = open,
    .read = read,
    .write = write,
    .flush = flush,
    .sync = sync,
};
