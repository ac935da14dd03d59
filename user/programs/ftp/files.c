// SPDX-License-Identifier: MIT
#include "user/programs/ftp/files.h"

#include <stddef.h>

#include "common/string.h"
#include "user/programs/ftp/folder.h"
#include "user/programs/ftp/space.h"
#include "user/store_books.h"

static uint8_t page_memory[PAGE_BYTES];

// --- pages in the space

static bool is_stored(const struct folder_file *file, uint32_t page)
{
    return (file->stored[page / FOLDER_BITS_OF_BYTE] >> page % FOLDER_BITS_OF_BYTE & 1) != 0;
}

static bool has_stored(const struct folder_file *file)
{
    for (uint32_t i = 0; i < sizeof file->stored; i++) {
        if (file->stored[i] != 0)
            return true;
    }
    return false;
}

struct page_order {
    uint32_t file, page;
    void *memory;
};

static uint32_t least(uint32_t left, uint32_t right)
{
    return left < right ? left : right;
}

// Within a try: a page as it is now. What lies behind the file's end, or what is there of it on the
// server, is 0.
static int32_t fetch_page(void *argument)
{
    const struct page_order *order = argument;
    const struct folder_file *file = folder_file(order->file);
    uint32_t from = order->page * PAGE_BYTES;

    if (is_stored(file, order->page))
        return space_fetch(SPACE_OF_FILE(order->file), order->page, order->memory);
    memset(order->memory, 0, PAGE_BYTES);
    if (from >= file->valid_bytes)
        return 0;
    uint32_t wanted = least(file->valid_bytes - from, PAGE_BYTES);
    int32_t bytes = client_read(folder_names[order->file].name, from, order->memory, wanted);
    if (bytes < 0)
        return bytes;
    return (uint32_t)bytes == wanted ? 0 : E_STALE; // somebody else has shortened it
}

static int32_t store_page(void *argument)
{
    const struct page_order *order = argument;
    const struct space_page page = {SPACE_OF_FILE(order->file), order->page, order->memory};

    return space_store(&page, 1);
}

int32_t files_fetch(uint32_t number, uint32_t page, void *memory)
{
    struct page_order order = {number, page, memory};

    int32_t error = client_try(fetch_page, &order);
    uint32_t from = page * PAGE_BYTES, bytes = folder_names[number].bytes;
    if (error == 0 && bytes < from + PAGE_BYTES) {
        uint32_t kept = bytes > from ? bytes - from : 0;
        memset((uint8_t *)memory + kept, 0, PAGE_BYTES - kept);
    }
    return error;
}

int32_t files_store(uint32_t number, uint32_t page, const void *memory)
{
    struct page_order order = {number, page, (void *)memory};

    if (page >= store_pages(folder_names[number].bytes))
        return E_LIMIT; // behind the end nothing is kept
    int32_t error = client_try(store_page, &order);
    if (error == 0)
        folder_file(number)->stored[page / FOLDER_BITS_OF_BYTE] |=
            (uint8_t)(1u << page % FOLDER_BITS_OF_BYTE);
    return error;
}

// --- lengths

// The end moves to within a page: what lay behind it there is 0 if the file grows again.
static int32_t clear_behind(uint32_t number, uint32_t bytes)
{
    struct page_order order = {number, bytes / PAGE_BYTES, page_memory};
    uint32_t kept = bytes % PAGE_BYTES;

    if (kept == 0 || !is_stored(folder_file(number), order.page))
        return 0;
    int32_t error = client_try(fetch_page, &order);
    if (error != 0)
        return error;
    memset(page_memory + kept, 0, PAGE_BYTES - kept);
    return client_try(store_page, &order);
}

int32_t files_set_length(uint32_t number, uint32_t bytes)
{
    struct folder_file *file = folder_file(number);

    if (bytes > FOLDER_PAGES_MOST * PAGE_BYTES)
        return E_NO_MEMORY;
    if (bytes < folder_names[number].bytes) {
        int32_t error = clear_behind(number, bytes);
        if (error != 0)
            return error;
        for (uint32_t page = store_pages(bytes); page < FOLDER_PAGES_MOST; page++)
            file->stored[page / FOLDER_BITS_OF_BYTE] &=
                (uint8_t)(~(1u << page % FOLDER_BITS_OF_BYTE));
        file->valid_bytes = least(file->valid_bytes, bytes);
    }
    folder_names[number].bytes = bytes;
    return 0;
}

bool files_is_unsynced(uint32_t number)
{
    return folder_names[number].bytes != folder_file(number)->kept_bytes;
}

void files_revert(uint32_t number)
{
    struct folder_file *file = folder_file(number);

    memset(file->stored, 0, sizeof file->stored);
    folder_take_length(number, file->kept_bytes);
}

// --- sync

// Within a try: the next page of the file goes behind those that were written. An error of the page
// itself ends the transfer, too.
static int32_t write_page(struct page_order *order, uint32_t bytes)
{
    int32_t error = fetch_page(order);
    if (error == 0)
        return client_add_copy(page_memory, least(bytes - order->page * PAGE_BYTES, PAGE_BYTES));
    int32_t trouble = session_is_trouble(error) ? error : client_give_up_write();
    return trouble != 0 ? trouble : error;
}

// Within a try: the whole file, as it is now, is written under another name, looked at, and
// renamed.
static int32_t write_anew(void *argument)
{
    uint32_t number = *(uint32_t *)argument, bytes = folder_names[number].bytes, found;
    struct page_order order = {number, 0, page_memory};

    int32_t error = client_delete(FILES_NEW); // the server may wait there for somebody who is gone
    if (!session_is_trouble(error))
        error = client_begin_write(FILES_NEW, 0);
    for (; error == 0 && order.page < store_pages(bytes); order.page++)
        error = write_page(&order, bytes);
    if (error == 0)
        error = client_end_write();
    if (error == 0)
        error = client_read_size(FILES_NEW, &found);
    if (error == 0 && found != bytes)
        error = E_PAGER;
    if (error == 0)
        error = client_rename(FILES_NEW, folder_names[number].name);
    return error == 0 ? client_read_time(folder_names[number].name, folder_file(number)->time)
                      : error;
}

int32_t files_sync(uint32_t number)
{
    struct folder_file *file = folder_file(number);

    if (!files_is_unsynced(number) && file->valid_bytes == file->kept_bytes && !has_stored(file))
        return 0;
    int32_t error = client_try(write_anew, &number);
    if (error != 0)
        return error;
    memset(file->stored, 0, sizeof file->stored);
    folder_take_length(number, folder_names[number].bytes);
    return 0;
}

void files_sync_idle(void)
{
    for (uint32_t i = 0; i < folder_count; i++) {
        uint32_t object = store_books_find_file(i);
        if (object != STORE_OBJECTS_MOST && store_object(object)->is_idle &&
            has_stored(folder_file(i)))
            files_sync(i);
    }
}
