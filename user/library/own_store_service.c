// SPDX-License-Identifier: MIT
#include "user/own_store_service.h"

#include <stddef.h>

static struct block_device *disk;
static struct store_functions *functions;
static bool is_open;

// The files as they are; and how long each is on the disk.
static struct store_name names[OWN_STORE_FILES_MOST];
static const uint32_t name_count = OWN_STORE_FILES_MOST;
static uint32_t synced_bytes[OWN_STORE_FILES_MOST];

static void look_at(uint32_t file)
{
    if (own_store_describe(file, &names[file]) != 0)
        names[file] = (struct store_name){0};
}

static int32_t prepare(uint32_t tag)
{
    (void)tag;
    if (is_open)
        return 0;
    int32_t error = disk->open();
    if (error == 0)
        error = own_store_open(disk);
    if (error != 0)
        return error;
    for (uint32_t file = 0; file < OWN_STORE_FILES_MOST; file++) {
        look_at(file);
        synced_bytes[file] = names[file].bytes;
    }
    uint32_t pages = own_store_memory_pages();
    functions->capacity_pages = pages < STORE_CAPACITY_MOST ? pages : STORE_CAPACITY_MOST;
    functions->file_pages_most = own_store_file_pages();
    is_open = true;
    return 0;
}

// --- pages

static uint32_t file_of(uint32_t number)
{
    uint32_t file = store_object(number)->file;
    return file == STORE_NO_FILE ? OWN_STORE_MEMORY : file;
}

// The page's number in its file, or in memory.
static uint32_t place_of(uint32_t number, uint32_t page)
{
    return file_of(number) == OWN_STORE_MEMORY ? store_object(number)->first + page : page;
}

static int32_t fetch(uint32_t number, uint32_t page, void *memory)
{
    return own_store_fetch(file_of(number), place_of(number, page), memory);
}

static int32_t store(uint32_t number, uint32_t page, const void *memory)
{
    return own_store_store(file_of(number), place_of(number, page), memory);
}

// --- files

static int32_t set_length(uint32_t file, uint32_t bytes)
{
    int32_t error = own_store_set_length(file, bytes);
    look_at(file);
    return error;
}

static int32_t sync(uint32_t file)
{
    int32_t error = own_store_sync(file);
    if (error == 0)
        synced_bytes[file] = names[file].bytes;
    return error;
}

static bool is_unsynced(uint32_t file)
{
    return synced_bytes[file] != names[file].bytes;
}

static void revert(uint32_t file)
{
    own_store_revert(file);
    look_at(file);
}

static int32_t remove(uint32_t file)
{
    int32_t error = own_store_remove(file);
    look_at(file);
    return error;
}

static int32_t create(const char *name)
{
    int32_t file = own_store_create(name);

    if (file >= 0) {
        look_at((uint32_t)file);
        synced_bytes[file] = 0;
    }
    return file;
}

void own_store_service_describe(struct block_device *on, struct store_functions *to)
{
    disk = on;
    functions = to;
    is_open = false;
    to->fetch = fetch;
    to->store = store;
    to->store_many = NULL;
    to->promise = NULL;
    to->forget = NULL;
    to->count_left = NULL;
    to->names = names;
    to->name_count = &name_count;
    to->prepare = prepare;
    to->set_length = set_length;
    to->sync = sync;
    to->is_unsynced = is_unsynced;
    to->revert = revert;
    to->remove = remove;
    to->create = create;
}
