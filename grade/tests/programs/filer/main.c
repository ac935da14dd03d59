// SPDX-License-Identifier: MIT
// For grade/tests/stores.bats: an ordinary program that writes files through its memory. A file
// that it writes has lines, each with the file's seed and the line's number, so that what is not
// whole can be told on the disk.
//
//     filer write NAME SEED LINES     makes the file, or writes it anew
//     filer change NAME SEED LINES    writes over what it has
//     filer check NAME SEED LINES     whether that is what it has
//     filer storm ROUNDS SEED STORE   writes and removes a few files, in an order that looks random
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/arguments.h"
#include "user/demo_memory.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/store.h"

#define PLACE      0x50000000u
#define LINE_BYTES 18 // "%08u %08u\n"
#define LINES_MOST 200000
#define STORM_SIZE 600
#define FILES      4
#define NAME_BYTES 32

static uint8_t object; // handle of the file that is open

static void make_line(char *line, uint32_t seed, uint32_t number)
{
    char text[LINE_BYTES + 1];

    format_to_buffer(text, sizeof text, "%08u %08u\n", seed, number);
    memcpy(line, text, LINE_BYTES);
}

// Returns 0, or an error, which was printed.
static int32_t finish(const char *name, const char *what, int32_t error)
{
    if (error != 0)
        print("filer: %s: %s: %s\n", name, what, store_error_text(error));
    return error;
}

static int32_t map(const struct store_file *file, uint32_t rights)
{
    return object_map(file->object, PLACE, store_pages(file->bytes), rights);
}

static void close(void)
{
    region_unmap(0, PLACE);
    capability_drop(object);
}

static int32_t write_lines(const struct store_file *file, uint32_t seed)
{
    int32_t error = map(file, REGION_READ | REGION_WRITE);
    if (error != 0)
        return error;
    for (uint32_t i = 0; i < file->bytes / LINE_BYTES; i++)
        make_line((char *)PLACE + i * LINE_BYTES, seed, i);
    return store_file_sync(file);
}

static int32_t write_file(const char *name, uint32_t seed, uint32_t lines, bool anew)
{
    struct store_file file;

    int32_t error = store_file_open_to_write(&file, name, object);
    if (error != 0)
        return finish(name, "opening", error);
    if (anew) // so that it gets other clusters: it is as it was until it is all there
        error = store_file_set_length(&file, 0);
    if (error == 0)
        error = store_file_set_length(&file, lines * LINE_BYTES);
    if (finish(name, "setting its length", error) == 0)
        error = finish(name, "writing", write_lines(&file, seed));
    close();
    if (error == 0)
        print("filer: wrote %s %u %u\n", name, seed, lines);
    return error;
}

static int32_t check_file(const char *name, uint32_t seed, uint32_t lines)
{
    struct store_file file;
    char line[LINE_BYTES];
    uint32_t wrong = 0;

    int32_t error = store_file_open(&file, name, object);
    if (error == 0)
        error = map(&file, REGION_READ);
    if (error != 0)
        return finish(name, "opening", error);
    if (file.bytes != lines * LINE_BYTES)
        print("filer: %s has %u bytes, not %u\n", name, file.bytes, lines * LINE_BYTES);
    for (uint32_t i = 0; i < file.bytes / LINE_BYTES; i++) {
        make_line(line, seed, i);
        wrong += memcmp((char *)PLACE + i * LINE_BYTES, line, LINE_BYTES) != 0;
    }
    close();
    print("filer: %s has %u lines, %u of them wrong\n", name, lines, wrong);
    return wrong == 0 && file.bytes == lines * LINE_BYTES ? 0 : 1;
}

static int32_t storm(uint32_t rounds, uint32_t seed, const char *store)
{
    uint32_t state = seed;
    char name[NAME_BYTES];

    for (uint32_t i = 0; i < rounds; i++) {
        uint32_t what = demo_random(&state) >> 16, lines = (demo_random(&state) >> 16) % STORM_SIZE;
        format_to_buffer(name, sizeof name, "%s/file%u", store, what % FILES);
        bool removes = what / FILES % FILES == 0;
        int32_t error =
            removes ? store_file_remove(name) : write_file(name, seed + i, lines + 1, true);
        if (removes && error == 0)
            print("filer: removed %s\n", name);
        if (error != 0 && error != E_EMPTY)
            return 1;
    }
    return 0;
}

int32_t main(const char *command_line)
{
    struct arguments arguments;

    arguments_split(&arguments, command_line);
    if (arguments.count != 5)
        fail("filer: write|change|check NAME SEED LINES, storm ROUNDS SEED STORE\n");
    const char *what = arguments.words[1];
    object = handle_take();
    if (strcmp(what, "storm") == 0)
        return storm(arguments_take_number(&arguments, 2, LINES_MOST, 0),
                     arguments_take_number(&arguments, 3, LINES_MOST, 0), arguments.words[4]);
    const char *name = arguments.words[2];
    uint32_t seed = arguments_take_number(&arguments, 3, LINES_MOST, 0);
    uint32_t lines = arguments_take_number(&arguments, 4, LINES_MOST, 0);
    if (strcmp(what, "check") == 0)
        return check_file(name, seed, lines);
    return write_file(name, seed, lines, strcmp(what, "write") == 0);
}
