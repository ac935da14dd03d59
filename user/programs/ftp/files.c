// SPDX-License-Identifier: MIT
#include "user/programs/ftp/files.h"

#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/programs/ftp/client.h"
#include "user/programs/ftp/space.h"
#include "user/store_books.h"

#define BITS_OF_BYTE  8
#define REFRESH_TICKS TICKS_PER_SECOND
#define NAMES_BYTES   4096 // of the folder's names, as the server lists them

// What there is of a file besides its name and length (files_names).
static struct file {
    bool is_listed;               // it was in the folder just now
    uint32_t kept_bytes;          // its length on the server
    uint32_t valid_bytes;         // what is on the server is part of the file up to there
    char time[CLIENT_TIME_BYTES]; // when it was changed there
    uint8_t stored[FILES_PAGES_MOST / BITS_OF_BYTE]; // a bit for each page that is in its space
} files[FILES_NAMES_MOST];

struct store_name files_names[FILES_NAMES_MOST];
uint32_t files_count;
static uint32_t refreshed; // when
static bool was_refreshed;

static uint8_t page_memory[PAGE_BYTES];

static struct file *file_of(uint32_t number)
{
    return &files[number];
}

// --- pages in the space

static bool is_stored(const struct file *file, uint32_t page)
{
    return (file->stored[page / BITS_OF_BYTE] >> page % BITS_OF_BYTE & 1) != 0;
}

static bool has_stored(const struct file *file)
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
    const struct file *file = file_of(order->file);
    uint32_t from = order->page * PAGE_BYTES;

    if (is_stored(file, order->page))
        return space_fetch(SPACE_OF_FILE(order->file), order->page, order->memory);
    memset(order->memory, 0, PAGE_BYTES);
    if (from >= file->valid_bytes)
        return 0;
    uint32_t wanted = least(file->valid_bytes - from, PAGE_BYTES);
    int32_t bytes = client_read(files_names[order->file].name, from, order->memory, wanted);
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
    uint32_t from = page * PAGE_BYTES, bytes = files_names[number].bytes;
    if (error == 0 && bytes < from + PAGE_BYTES) {
        uint32_t kept = bytes > from ? bytes - from : 0;
        memset((uint8_t *)memory + kept, 0, PAGE_BYTES - kept);
    }
    return error;
}

int32_t files_store(uint32_t number, uint32_t page, const void *memory)
{
    struct page_order order = {number, page, (void *)memory};

    if (page >= store_pages(files_names[number].bytes))
        return E_LIMIT; // behind the end nothing is kept
    int32_t error = client_try(store_page, &order);
    if (error == 0)
        file_of(number)->stored[page / BITS_OF_BYTE] |= (uint8_t)(1u << page % BITS_OF_BYTE);
    return error;
}

// --- the folder

static bool is_name(const char *name, uint32_t length)
{
    if (length == 0 || length >= PROCESS_NAME_BYTES || name[0] == '.' ||
        strncmp(name, SPACE_PREFIX, strlen(SPACE_PREFIX)) == 0)
        return false;
    for (uint32_t i = 0; i < length; i++) {
        if (!is_printable(name[i]) || name[i] == '/' || name[i] == ' ')
            return false;
    }
    return true;
}

// The number of the file with that name; one that is free, if there is none; FILES_NAMES_MOST:
// there is no room.
static uint32_t find(const char *name)
{
    uint32_t free = FILES_NAMES_MOST;

    for (uint32_t i = 0; i < files_count; i++) {
        if (strcmp(files_names[i].name, name) == 0)
            return i;
        if (files_names[i].name[0] == '\0' && free == FILES_NAMES_MOST &&
            store_books_find_file(i) == STORE_OBJECTS_MOST)
            free = i;
    }
    return free == FILES_NAMES_MOST ? files_count : free;
}

// It is another file now, or none.
static void make_stale(uint32_t number)
{
    uint32_t object = store_books_find_file(number);

    if (object != STORE_OBJECTS_MOST)
        store_object(object)->is_stale = true;
    memset(file_of(number)->stored, 0, sizeof file_of(number)->stored);
}

static void take_length(uint32_t number, uint32_t bytes)
{
    struct file *file = file_of(number);

    files_names[number].bytes = bytes;
    file->kept_bytes = bytes;
    file->valid_bytes = bytes;
}

// Within a try: looks at a file that the folder has. What is no file has no length.
static int32_t look_at(const char *name)
{
    char time[CLIENT_TIME_BYTES];
    uint32_t bytes, number = find(name);

    int32_t error = client_read_size(name, &bytes);
    if (error != 0)
        return session_is_trouble(error) ? error : 0;
    error = client_read_time(name, time);
    if (error != 0 || number == FILES_NAMES_MOST || bytes > FILES_PAGES_MOST * PAGE_BYTES)
        return error;
    struct file *file = file_of(number);
    file->is_listed = true;
    bool is_known = number < files_count && files_names[number].name[0] != '\0';
    if (is_known && file->kept_bytes == bytes && strcmp(file->time, time) == 0)
        return 0;
    if (is_known)
        make_stale(number);
    memset(files_names[number].name, 0, PROCESS_NAME_BYTES);
    memcpy(files_names[number].name, name, strlen(name));
    memcpy(file->time, time, sizeof time);
    take_length(number, bytes);
    if (number == files_count)
        files_count++;
    return 0;
}

static int32_t refresh(void *unused)
{
    static char names[NAMES_BYTES];
    char name[PROCESS_NAME_BYTES];

    (void)unused;
    int32_t bytes = client_read_names(names, sizeof names);
    for (uint32_t i = 0; i < FILES_NAMES_MOST; i++)
        files[i].is_listed = false;
    for (int32_t at = 0, end; at < bytes; at = end + 1) {
        for (end = at; names[end] != '\n'; end++)
            continue;
        if (!is_name(names + at, (uint32_t)(end - at)))
            continue;
        memset(name, 0, sizeof name);
        memcpy(name, names + at, (uint32_t)(end - at));
        int32_t error = look_at(name);
        if (error != 0)
            return error;
    }
    return bytes < 0 ? bytes : 0;
}

int32_t files_refresh(void)
{
    if (was_refreshed && (uint32_t)clock_read() - refreshed < REFRESH_TICKS)
        return 0;
    int32_t error = client_try(refresh, NULL);
    if (error != 0)
        return error;
    for (uint32_t i = 0; i < files_count; i++) {
        if (files[i].is_listed || files_names[i].name[0] == '\0')
            continue;
        make_stale(i);
        files_names[i].name[0] = '\0';
    }
    was_refreshed = true;
    refreshed = (uint32_t)clock_read();
    return 0;
}

// --- lengths

// The end moves to within a page: what lay behind it there is 0 if the file grows again.
static int32_t clear_behind(uint32_t number, uint32_t bytes)
{
    struct page_order order = {number, bytes / PAGE_BYTES, page_memory};
    uint32_t kept = bytes % PAGE_BYTES;

    if (kept == 0 || !is_stored(file_of(number), order.page))
        return 0;
    int32_t error = client_try(fetch_page, &order);
    if (error != 0)
        return error;
    memset(page_memory + kept, 0, PAGE_BYTES - kept);
    return client_try(store_page, &order);
}

int32_t files_set_length(uint32_t number, uint32_t bytes)
{
    struct file *file = file_of(number);

    if (bytes > FILES_PAGES_MOST * PAGE_BYTES)
        return E_NO_MEMORY;
    if (bytes < files_names[number].bytes) {
        int32_t error = clear_behind(number, bytes);
        if (error != 0)
            return error;
        for (uint32_t page = store_pages(bytes); page < FILES_PAGES_MOST; page++)
            file->stored[page / BITS_OF_BYTE] &= (uint8_t)(~(1u << page % BITS_OF_BYTE));
        file->valid_bytes = least(file->valid_bytes, bytes);
    }
    files_names[number].bytes = bytes;
    return 0;
}

bool files_is_unsynced(uint32_t number)
{
    return files_names[number].bytes != file_of(number)->kept_bytes;
}

void files_revert(uint32_t number)
{
    struct file *file = file_of(number);

    memset(file->stored, 0, sizeof file->stored);
    take_length(number, file->kept_bytes);
}

// --- sync

// Within a try: the whole file, as it is now, is written under another name, looked at, and
// renamed.
static int32_t write_anew(void *argument)
{
    uint32_t number = *(uint32_t *)argument, bytes = files_names[number].bytes, found;
    struct page_order order = {number, 0, page_memory};

    int32_t error = client_begin_write(FILES_NEW, 0);
    for (; error == 0 && order.page < store_pages(bytes); order.page++) {
        error = fetch_page(&order);
        if (error == 0)
            error =
                client_add_copy(page_memory, least(bytes - order.page * PAGE_BYTES, PAGE_BYTES));
    }
    if (error == 0)
        error = client_end_write();
    if (error == 0)
        error = client_read_size(FILES_NEW, &found);
    if (error == 0 && found != bytes)
        error = E_PAGER;
    if (error == 0)
        error = client_rename(FILES_NEW, files_names[number].name);
    return error == 0 ? client_read_time(files_names[number].name, file_of(number)->time) : error;
}

int32_t files_sync(uint32_t number)
{
    struct file *file = file_of(number);

    if (!files_is_unsynced(number) && file->valid_bytes == file->kept_bytes && !has_stored(file))
        return 0;
    int32_t error = client_try(write_anew, &number);
    if (error != 0)
        return error;
    memset(file->stored, 0, sizeof file->stored);
    take_length(number, files_names[number].bytes);
    return 0;
}

void files_sync_idle(void)
{
    for (uint32_t i = 0; i < files_count; i++) {
        uint32_t object = store_books_find_file(i);
        if (object != STORE_OBJECTS_MOST && store_object(object)->is_idle && has_stored(file_of(i)))
            files_sync(i);
    }
}

// --- making and removing

static int32_t make_empty(void *argument)
{
    const char *name = argument;

    int32_t error = client_begin_write(name, 0);
    if (error == 0)
        error = client_end_write();
    return error == 0 ? look_at(name) : error;
}

int32_t files_create(const char *name)
{
    uint32_t number = find(name);

    if (!is_name(name, (uint32_t)strlen(name)))
        return E_ARGUMENT;
    if (number == FILES_NAMES_MOST)
        return E_NO_MEMORY;
    int32_t error = client_try(make_empty, (void *)name);
    if (error == 0 && strcmp(files_names[number].name, name) != 0)
        error = E_PAGER;
    if (error == E_EMPTY)
        error = E_RIGHTS;
    return error == 0 ? (int32_t)number : error;
}

static int32_t delete (void *argument)
{
    int32_t error = client_do("DELE", argument);
    return error == E_EMPTY ? 0 : error; // also if it was deleted by a try before
}

int32_t files_remove(uint32_t number)
{
    int32_t error = client_try(delete, files_names[number].name);
    if (error != 0)
        return error;
    make_stale(number);
    files_names[number].name[0] = '\0';
    return 0;
}
