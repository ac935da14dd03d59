// SPDX-License-Identifier: MIT
// The boot file system: a store whose files are those in the archive that the system was started
// from, to be read only.
//
// Command line: archive=BYTES, the archive's length; it lies under HANDLE_FILES
// (kernel/life/loader.h).
#include <stddef.h>

#include "common/archive.h"
#include "common/string.h"
#include "user/arguments.h"
#include "user/print.h"
#include "user/store_service.h"

#define WINDOW      0x10000000u
#define ARCHIVE     0x20000000u
#define SLOTS       16
#define FILES_LIMIT 64

static struct store_name names[FILES_LIMIT];
static const uint8_t *contents[FILES_LIMIT];
static uint32_t file_count;

static int32_t fetch(uint32_t object, uint32_t page, void *memory)
{
    uint32_t file = store_object(object)->file;
    uint32_t offset = page * PAGE_BYTES, left = names[file].bytes - offset;

    memcpy(memory, contents[file] + offset, left < PAGE_BYTES ? left : PAGE_BYTES);
    return 0;
}

// Cannot be: files are given out to be read only.
static int32_t store(uint32_t object, uint32_t page, const void *memory)
{
    (void)object, (void)page, (void)memory;
    return E_RIGHTS;
}

static void read_archive(uint32_t bytes)
{
    const uint8_t *archive = (const uint8_t *)ARCHIVE;
    struct archive_file file;
    uint32_t offset = 0;

    for (;;) {
        const char *problem = archive_next(archive, bytes, &offset, &file);
        if (problem != NULL)
            fail("bootfs: the archive is refused: %s\n", problem);
        if (file.name[0] == '\0')
            return;
        if (strlen(file.name) >= PROCESS_NAME_BYTES)
            fail("bootfs: the archive is refused: the name '%s' has more than %u bytes\n",
                 file.name, (uint32_t)PROCESS_NAME_BYTES - 1);
        if (file_count == FILES_LIMIT)
            fail("bootfs: the archive is refused: it has more than %u files\n",
                 (uint32_t)FILES_LIMIT);
        contents[file_count] = file.contents;
        names[file_count].bytes = file.bytes;
        memcpy(names[file_count++].name, file.name, strlen(file.name));
    }
}

int32_t main(const char *command_line)
{
    static const struct store_functions functions = {
        .name = SERVICE_BOOT_FILES,
        .fetch = fetch,
        .store = store,
        .names = names,
        .name_count = &file_count,
    };
    const char *word = arguments_find(command_line, "archive=");
    uint32_t bytes;

    if (word == NULL || !arguments_number(arguments_word(word), UINT32_MAX, &bytes))
        fail("bootfs: the command line does not say how long the archive is\n");
    must(object_map(HANDLE_FILES, ARCHIVE, store_pages(bytes), REGION_READ), "mapping the archive");
    read_archive(bytes);
    print("bootfs   %u files in %u KiB\n", file_count, bytes / 1024);
    store_service_start(&functions, WINDOW, SLOTS);
    return store_service_run();
}
