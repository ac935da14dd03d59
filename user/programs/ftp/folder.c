// SPDX-License-Identifier: MIT
#include "user/programs/ftp/folder.h"

#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/programs/ftp/space.h"
#include "user/store_books.h"

#define REFRESH_TICKS TICKS_PER_SECOND
#define NAMES_BYTES   4096 // of the folder's names, as the server lists them

struct store_name folder_names[FOLDER_FILES_MOST];
uint32_t folder_count;

static struct folder_file files[FOLDER_FILES_MOST];
static uint32_t refreshed; // when
static bool was_refreshed;

struct folder_file *folder_file(uint32_t number)
{
    return &files[number];
}

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

// The number of the file with that name; one that is free, if there is none; FOLDER_FILES_MOST:
// there is no room.
static uint32_t find(const char *name)
{
    uint32_t free = FOLDER_FILES_MOST;

    for (uint32_t i = 0; i < folder_count; i++) {
        if (strcmp(folder_names[i].name, name) == 0)
            return i;
        if (folder_names[i].name[0] == '\0' && free == FOLDER_FILES_MOST &&
            store_books_find_file(i) == STORE_OBJECTS_MOST)
            free = i;
    }
    return free == FOLDER_FILES_MOST ? folder_count : free;
}

// It is another file now, or none.
static void make_stale(uint32_t number)
{
    uint32_t object = store_books_find_file(number);

    if (object != STORE_OBJECTS_MOST)
        store_object(object)->is_stale = true;
    memset(folder_file(number)->stored, 0, sizeof folder_file(number)->stored);
}

void folder_take_length(uint32_t number, uint32_t bytes)
{
    struct folder_file *file = folder_file(number);

    folder_names[number].bytes = bytes;
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
    if (error != 0 || number == FOLDER_FILES_MOST || bytes > FOLDER_PAGES_MOST * PAGE_BYTES)
        return error;
    struct folder_file *file = folder_file(number);
    file->is_listed = true;
    bool is_known = number < folder_count && folder_names[number].name[0] != '\0';
    if (is_known && file->kept_bytes == bytes && strcmp(file->time, time) == 0)
        return 0;
    if (is_known)
        make_stale(number);
    error = client_end_reading(name);
    if (error != 0)
        return error;
    memset(folder_names[number].name, 0, PROCESS_NAME_BYTES);
    memcpy(folder_names[number].name, name, strlen(name));
    memcpy(file->time, time, sizeof time);
    folder_take_length(number, bytes);
    if (number == folder_count)
        folder_count++;
    return 0;
}

static int32_t refresh(void *unused)
{
    static char names[NAMES_BYTES];
    char name[PROCESS_NAME_BYTES];

    (void)unused;
    int32_t bytes = client_read_names(names, sizeof names);
    for (uint32_t i = 0; i < FOLDER_FILES_MOST; i++)
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

int32_t folder_refresh(void)
{
    if (was_refreshed && (uint32_t)clock_read() - refreshed < REFRESH_TICKS)
        return 0;
    int32_t error = client_try(refresh, NULL);
    if (error != 0)
        return error;
    for (uint32_t i = 0; i < folder_count; i++) {
        if (files[i].is_listed || folder_names[i].name[0] == '\0')
            continue;
        make_stale(i);
        folder_names[i].name[0] = '\0';
    }
    was_refreshed = true;
    refreshed = (uint32_t)clock_read();
    return 0;
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

int32_t folder_create(const char *name)
{
    uint32_t number = find(name);

    if (!is_name(name, (uint32_t)strlen(name)))
        return E_ARGUMENT;
    if (number == FOLDER_FILES_MOST)
        return E_NO_MEMORY;
    int32_t error = client_try(make_empty, (void *)name);
    if (error == 0 && strcmp(folder_names[number].name, name) != 0)
        error = E_PAGER;
    if (error == E_EMPTY)
        error = E_RIGHTS;
    return error == 0 ? (int32_t)number : error;
}

static int32_t delete_file(void *argument)
{
    int32_t error = client_delete(argument);
    return error == E_EMPTY ? 0 : error; // also if it was deleted by a try before
}

int32_t folder_remove(uint32_t number)
{
    int32_t error = client_try(delete_file, folder_names[number].name);
    if (error != 0)
        return error;
    make_stale(number);
    folder_names[number].name[0] = '\0';
    return 0;
}
