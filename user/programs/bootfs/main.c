// SPDX-License-Identifier: MIT
// The boot file system: a pager on level 0 whose pages are those of the files in the archive that
// the system was started from. What it is asked for: user/boot_files.h.
//
// Command line: archive=BYTES, the archive's length; it lies under HANDLE_FILES
// (kernel/life/loader.h).
#include "common/archive.h"
#include "common/string.h"
#include "user/arguments.h"
#include "user/boot_files.h"
#include "user/pager.h"
#include "user/print.h"

#define WINDOW      0x10000000u
#define ARCHIVE     0x20000000u
#define SLOTS       16
#define FILES_LIMIT 36

enum { PORT = HANDLE_FREE, COPY, FIRST_FILE };

_Static_assert(FIRST_FILE + FILES_LIMIT <= HANDLE_LIBRARY, "there is a handle for each file");

static struct archive_file files[FILES_LIMIT];
static uint32_t file_count;

// --- the pager

static int32_t fetch(uint32_t badge, uint32_t page, void *memory)
{
    const struct archive_file *file = &files[badge];
    uint32_t offset = page * PAGE_BYTES, left = file->bytes - offset;

    memcpy(memory, file->contents + offset, left < PAGE_BYTES ? left : PAGE_BYTES);
    return 0;
}

// Cannot be: files are given out to be read only.
static int32_t store(uint32_t badge, uint32_t page, const void *memory)
{
    (void)badge, (void)page, (void)memory;
    return E_RIGHTS;
}

// --- the service

static int32_t open_file(struct message *message)
{
    char name[PROCESS_NAME_BYTES];
    uint32_t index = 0;

    service_take_name(message, name);
    while (index < file_count && strcmp(files[index].name, name) != 0)
        index++;
    if (index == file_count || files[index].bytes == 0)
        return E_EMPTY;
    capability_drop(COPY); // of the file that was opened before
    int32_t error = capability_copy(FIRST_FILE + index, COPY, RIGHT_READ | RIGHT_PASS, 0);
    if (error != 0)
        return error;
    message->capability = COPY;
    message->words[0] = files[index].bytes;
    return 0;
}

static int32_t describe_file(struct message *message)
{
    uint32_t index = message->words[0];

    if (index >= file_count)
        return E_ARGUMENT;
    if (message->tag == BOOT_FILES_NAME)
        service_put_name(message, files[index].name);
    else
        message->words[0] = files[index].bytes;
    return 0;
}

static void answer(struct message *message)
{
    int32_t status = E_ARGUMENT;

    message->capability = 0;
    if (message->tag == BOOT_FILES_OPEN)
        status = open_file(message);
    else if (message->tag == BOOT_FILES_NAME || message->tag == BOOT_FILES_LENGTH)
        status = describe_file(message);
    service_set_status(message, status);
}

// --- the archive

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
        files[file_count++] = file;
    }
}

static void make_objects(void)
{
    for (uint32_t i = 0; i < file_count; i++) {
        if (files[i].bytes != 0)
            must(object_create(FIRST_FILE + i, boot_file_pages(files[i].bytes), i, 0),
                 "object_create");
    }
}

int32_t main(const char *command_line);

int32_t main(const char *command_line)
{
    static const struct pager_functions functions = {fetch, store, NULL, answer};
    const char *word = arguments_find(command_line, "archive=");
    uint32_t bytes;

    if (word == NULL || !arguments_number(arguments_word(word), UINT32_MAX, &bytes))
        fail("bootfs: the command line does not say how long the archive is\n");
    must(port_create(PORT), "port_create");
    must(region_map(REGION_WORD(0, HANDLE_FILES, REGION_READ), ARCHIVE, 0, boot_file_pages(bytes),
                    TICKS_FOREVER),
         "mapping the archive");
    read_archive(bytes);
    must(pager_create(PORT, WINDOW, SLOTS, 0, 0), "pager_create");
    make_objects();
    print("bootfs   %u files in %u KiB\n", file_count, bytes / 1024);
    must(service_register(SERVICE_BOOT_FILES, PORT), "registering with init");
    return pager_serve(PORT, WINDOW, &functions);
}
