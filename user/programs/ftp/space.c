// SPDX-License-Identifier: MIT
#include "user/programs/ftp/space.h"

#include <stdbool.h>

#include "common/format.h"
#include "common/string.h"
#include "user/print.h"
#include "user/programs/ftp/client.h"
#include "user/programs/ftp/folder.h"
#include "user/programs/ftp/memory.h"

// In front of the pages in a file there is room for one, which in the first file says what this is:
// a transfer to a file's beginning would cut the rest off.
static const char heading[] =
    "Pages of a machine that runs uNeon. They mean nothing when it is off.\n";

// A file is read while others are written to, but not while it is written to itself.
#define FILE_PAGES 256

// Of a space: nobody has more pages of memory than places for them.
#define SPACE_FILES (MEMORY_PLACES / FILE_PAGES)
#define SPACES      SPACE_OF_FILE(FOLDER_FILES_MOST)

static bool has_ranges;                  // else each page is a file
static int32_t refusal;                  // of the server to keep any
static bool is_new[SPACES][SPACE_FILES]; // the file is one of this start of the store

static void make_name(uint32_t space, uint32_t page, char *name)
{
    format_to_buffer(name, SESSION_NAME_BYTES, SPACE_PREFIX "%u.%u", space,
                     has_ranges ? page / FILE_PAGES : page);
}

static uint32_t offset_of(uint32_t page)
{
    return has_ranges ? (1 + page % FILE_PAGES) * PAGE_BYTES : 0;
}

static int32_t write_all(const char *name, uint32_t offset, const void *memory, uint32_t bytes)
{
    int32_t error = client_begin_write(name, offset);
    if (error == 0)
        error = client_add(memory, bytes);
    return error == 0 ? client_end_write() : error;
}

// What a store that had the folder before has left is deleted, as far as the server lets it be. The
// server may believe still that the one before is writing there, and have others wait for that.
static int32_t make_new(uint32_t space, uint32_t page, const char *name)
{
    bool *is = &is_new[space][page / FILE_PAGES];

    if (!has_ranges || *is)
        return 0;
    int32_t error = client_delete(name);
    if (session_is_trouble(error))
        return error;
    *is = true;
    return 0;
}

// Whether a byte behind the file's end, and one within it, make it just as long as it should be.
int32_t space_probe(void)
{
    char name[SESSION_NAME_BYTES];
    uint32_t bytes = 0;

    has_ranges = true;
    make_name(SPACE_MEMORY, 0, name);
    int32_t error = make_new(SPACE_MEMORY, 0, name);
    if (error == 0)
        error = write_all(name, 0, heading, sizeof heading - 1);
    bool is_refused = error != 0;
    if (error == 0)
        error = write_all(name, offset_of(0), heading, 1);
    if (error == 0)
        error = write_all(name, sizeof heading, heading, 1);
    if (error == 0)
        error = client_read_size(name, &bytes);
    if (error < 0 && (session_is_trouble(error) || error == E_PAGER))
        return error;
    refusal = error == E_NO_MEMORY ? E_NO_MEMORY : is_refused ? E_RIGHTS : 0;
    has_ranges = error == 0 && bytes == offset_of(0) + 1;
    return 0;
}

int32_t space_error(void)
{
    return refusal;
}

static bool follows(const struct space_page *page)
{
    return has_ranges && page[1].space == page->space && page[1].page == page->page + 1 &&
           page[1].page % FILE_PAGES != 0;
}

int32_t space_store(const struct space_page *pages, uint32_t count)
{
    char name[SESSION_NAME_BYTES];
    int32_t error = 0;

    for (uint32_t i = 0; error == 0 && i < count; i++) {
        bool is_first = i == 0 || !follows(&pages[i - 1]);
        bool is_last = i == count - 1 || !follows(&pages[i]);
        if (is_first) {
            make_name(pages[i].space, pages[i].page, name);
            error = make_new(pages[i].space, pages[i].page, name);
            if (error == 0)
                error = client_begin_write(name, offset_of(pages[i].page));
        }
        if (error == 0)
            error = client_add(pages[i].memory, PAGE_BYTES);
        if (error == 0 && is_last)
            error = client_end_write();
    }
    return error;
}

// A page that was stored is not there. That is said, but not of the same file again and again.
static void note_loss(const char *name, const char *how)
{
    static char told_name[SESSION_NAME_BYTES];
    static const char *told_how;
    static uint32_t told; // when

    uint32_t now = (uint32_t)clock_read();
    if (strcmp(name, told_name) == 0 && how == told_how && now - told < CLIENT_TOLD_TICKS)
        return;
    print("ftp      the server has lost a page: its file %s %s\n", name, how);
    memcpy(told_name, name, strlen(name) + 1);
    told_how = how;
    told = now;
}

int32_t space_fetch(uint32_t space, uint32_t page, void *memory)
{
    char name[SESSION_NAME_BYTES];

    make_name(space, page, name);
    int32_t bytes = client_read(name, offset_of(page), memory, PAGE_BYTES);
    if (bytes == PAGE_BYTES)
        return 0;
    if (bytes < 0 && bytes != E_EMPTY)
        return bytes;
    note_loss(name, bytes < 0 ? "is gone" : "ends too early");
    return E_PAGER;
}
