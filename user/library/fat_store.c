// SPDX-License-Identifier: MIT
#include "user/fat_store.h"

#include <stddef.h>

#include "common/string.h"
#include "user/fat.h"
#include "user/fat_swap.h"

#define REST_TICKS 200

static const struct fat_store *fat_store;
static struct store_functions *functions;
static bool is_mounted;

// --- the disk

// The disk that all objects are of has gone.
static int32_t check_gone(int32_t error)
{
    if (is_mounted && (error == E_STALE || error == E_STATE)) {
        is_mounted = false;
        store_forget_all();
    }
    return error;
}

static int32_t mount(void)
{
    int32_t error = fat_store->device->open();
    if (error == 0)
        error = fat_mount(fat_store->device, fat_store->table, fat_store->table_sectors);
    if (error != 0) {
        fat_name_count = 0;
        return error;
    }
    // Every file has an object of as many pages as the disk has, so that it can grow.
    functions->file_pages_most = fat_store->device->sectors / SECTORS_PER_PAGE;
    is_mounted = true;
    fat_swap_find();
    return 0;
}

static int32_t prepare(uint32_t tag)
{
    if (is_mounted && fat_store->device->is_changed())
        check_gone(E_STALE);
    int32_t error = is_mounted ? 0 : mount();
    if (error != 0 || tag != STORE_MEMORY)
        return error;
    if (fat_store->device->is_protected)
        return E_RIGHTS;
    return check_gone(fat_swap_make());
}

// --- pages

static bool is_memory(uint32_t number)
{
    return store_object(number)->file == STORE_NO_FILE;
}

static uint32_t file_of(uint32_t number)
{
    return is_memory(number) ? fat_swap_file() : store_object(number)->file;
}

// The page's number in its file, or its place in memory.
static uint32_t place_of(uint32_t number, uint32_t page)
{
    return is_memory(number) ? store_object(number)->first + page : page;
}

// The sectors of a page from number `from` on that lie in a row on the device: how many of them,
// none behind the end of the file.
static int32_t find_run(uint32_t file, uint32_t page, uint32_t from, uint32_t *sector,
                        uint32_t *run)
{
    int32_t error = fat_find_sector(file, page * SECTORS_PER_PAGE + from, sector, run);

    if (*run > SECTORS_PER_PAGE - from)
        *run = SECTORS_PER_PAGE - from;
    return error;
}

static int32_t read_page(uint32_t file, uint32_t page, uint8_t *memory)
{
    uint32_t sector, run;
    int32_t error = 0;

    for (uint32_t i = 0; error == 0 && i < SECTORS_PER_PAGE; i += run) {
        error = find_run(file, page, i, &sector, &run);
        if (run == 0)
            break;
        if (error == 0)
            error = fat_store->device->read(sector, run, memory + i * SECTOR_BYTES);
    }
    return error;
}

static int32_t fetch_of_file(uint32_t file, uint32_t page, void *memory)
{
    int32_t error = read_page(file, page, memory);
    if (error != 0)
        return error;
    // What lies behind the end in the last sectors means nothing.
    uint32_t bytes = fat_names[file].bytes, from = page * PAGE_BYTES;
    if (bytes < from + PAGE_BYTES) {
        uint32_t kept = bytes > from ? bytes - from : 0;
        memset((uint8_t *)memory + kept, 0, PAGE_BYTES - kept);
    }
    return 0;
}

static int32_t fetch(uint32_t number, uint32_t page, void *memory)
{
    return check_gone(is_memory(number) ? fat_swap_fetch(number, page, memory)
                                        : fetch_of_file(file_of(number), page, memory));
}

static int32_t write_to_file(uint32_t file, uint32_t page, const uint8_t *memory)
{
    uint32_t sector, run;
    int32_t error = 0;

    for (uint32_t i = 0; error == 0 && i < SECTORS_PER_PAGE; i += run) {
        error = find_run(file, page, i, &sector, &run);
        if (run == 0)
            return error != 0 ? error : i == 0 ? E_LIMIT : 0; // behind the end nothing is kept
        if (error == 0)
            error = fat_store->device->write(sector, run, memory + i * SECTOR_BYTES);
    }
    return error;
}

static int32_t write_page(uint32_t number, uint32_t page, const void *memory)
{
    return is_memory(number) ? fat_swap_store(number, page, memory)
                             : write_to_file(file_of(number), page, memory);
}

static int32_t store_one(uint32_t number, uint32_t page, const void *memory)
{
    int32_t error = write_page(number, page, memory);
    if (error == 0)
        error = fat_store->device->flush();
    return check_gone(error);
}

static bool comes_before(const struct store_request *left, const struct store_request *right)
{
    uint32_t left_file = file_of(left->object), right_file = file_of(right->object);

    if (left_file != right_file)
        return left_file < right_file;
    return place_of(left->object, left->page) < place_of(right->object, right->page);
}

// In the order in which they lie on the disk, mostly.
static void sort(struct store_request *requests, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        struct store_request request = requests[i];
        uint32_t place = i;
        for (; place > 0 && comes_before(&request, &requests[place - 1]); place--)
            requests[place] = requests[place - 1];
        requests[place] = request;
    }
}

// All together; if something fails, each by itself, to know which.
static void store_many(struct store_request *requests, uint32_t count)
{
    int32_t error = 0;

    sort(requests, count);
    for (uint32_t i = 0; error == 0 && i < count; i++) {
        requests[i].status = 0;
        error = write_page(requests[i].object, requests[i].page, requests[i].memory);
    }
    if (error == 0)
        error = fat_store->device->flush();
    for (uint32_t i = 0; error != 0 && i < count; i++)
        requests[i].status = store_one(requests[i].object, requests[i].page, requests[i].memory);
}

// --- files

static int32_t set_length(uint32_t file, uint32_t bytes)
{
    if (bytes > functions->file_pages_most * PAGE_BYTES)
        return E_NO_MEMORY;
    return check_gone(fat_set_length(file, bytes, true));
}

static int32_t sync(uint32_t file)
{
    return is_mounted ? check_gone(fat_sync(file)) : E_STALE;
}

static int32_t remove_file(uint32_t file)
{
    return check_gone(fat_remove(file));
}

static int32_t create(const char *name)
{
    return strcmp(name, FAT_STORE_SWAP) == 0 ? E_BUSY : check_gone(fat_create(name));
}

static int32_t tell(uint32_t tag, uint32_t *words)
{
    if (tag != STORE_DEVICE)
        return E_EMPTY;
    memcpy(words, fat_store->state, sizeof *fat_store->state);
    return 0;
}

void fat_store_describe(const struct fat_store *store, struct store_functions *to)
{
    fat_store = store;
    functions = to;
    *to = (struct store_functions){
        .name = store->name,
        .fetch = fetch,
        .store = store_one,
        .store_many = store_many,
        .names = fat_names,
        .name_count = &fat_name_count,
        .prepare = prepare,
        .set_length = set_length,
        .sync = sync,
        .is_unsynced = fat_is_unsynced,
        .revert = fat_revert,
        .remove = remove_file,
        .create = create,
        .tell = tell,
        .idle = store->rest,
        .idle_ticks = REST_TICKS,
        .device_ticks = store->device_ticks,
    };
    fat_swap_describe(store, to);
}

void fat_store_start(const struct fat_store *store)
{
    static struct store_functions own_functions;

    fat_store_describe(store, &own_functions);
    store_service_start(&own_functions, store->window, store->slots);
}
