// SPDX-License-Identifier: MIT
#include "user/program.h"

#include <stddef.h>

#include "common/elf.h"
#include "common/string.h"
#include "user/error_text.h"
#include "user/handle.h"
#include "user/store.h"

#define STACK_PAGES   8
#define STACK_TOP     (USER_END - PAGE_BYTES)
#define STACK_BOTTOM  (STACK_TOP - STACK_PAGES * PAGE_BYTES)
#define PROGRAM_LIMIT ADDRESS_LIBRARY

// Where the loader looks at the file and fills the memory.
#define PLACE_FILE      ADDRESS_LIBRARY
#define PLACE_MEMORY    (ADDRESS_LIBRARY + 0x04000000u)
#define PATH_BYTES      (2 * PROCESS_NAME_BYTES) // of a file: STORE/NAME
#define FILE_PAGES_MOST ((PLACE_MEMORY - PLACE_FILE) / PAGE_BYTES)

struct load {
    struct elf_program elf;
    uint32_t file_bytes;
    uint32_t store;        // handle of the one that backs its memory
    uint32_t memory_pages; // data and stack
    uint8_t file, memory;  // handles
};

static uint32_t word_length(const char *line)
{
    uint32_t length = 0;
    while (line[length] != '\0' && line[length] != ' ')
        length++;
    return length;
}

// The first word of the line is the file; the process is called as it is, without its store.
static const char *open_file(const char *line, char *name, struct load *load)
{
    uint32_t length = word_length(line);
    struct store_file file;
    char path[PATH_BYTES] = "";

    if (length == 0 || length >= PATH_BYTES)
        return "there is no such program";
    memcpy(path, line, length);
    int32_t error = store_file_open(&file, path, load->file);
    if (error == E_EMPTY)
        return "there is no such program";
    if (error != 0)
        return error_text(error);
    const char *last = path;
    for (const char *at = path; *at != '\0'; at++) {
        if (*at == '/')
            last = at + 1;
    }
    memset(name, 0, PROCESS_NAME_BYTES);
    memcpy(name, last, strlen(last));
    load->file_bytes = file.bytes;
    return NULL;
}

// A segment can be mapped from the file if it lies there as it lies in memory, page for page.
static bool can_be_mapped(const struct elf_segment *segment, uint32_t file_bytes)
{
    if (segment->file_offset % PAGE_BYTES != segment->skipped_bytes)
        return false;
    return segment->pages <= store_pages(file_bytes) - segment->file_offset / PAGE_BYTES;
}

static const char *read_file(struct load *load)
{
    uint32_t pages = store_pages(load->file_bytes);

    if (pages == 0 || pages > FILE_PAGES_MOST)
        return "the file is empty or too large";
    int32_t error = object_map(load->file, PLACE_FILE, pages, REGION_READ);
    if (error != 0)
        return error_text(error);
    const char *problem =
        elf_read((const uint8_t *)PLACE_FILE, load->file_bytes, PROGRAM_LIMIT, &load->elf);
    load->memory_pages = STACK_PAGES;
    for (uint32_t i = 0; problem == NULL && i < load->elf.segment_count; i++) {
        const struct elf_segment *segment = &load->elf.segments[i];
        if (segment->is_writable)
            load->memory_pages += segment->pages;
        else if (!can_be_mapped(segment, load->file_bytes))
            problem = "its text cannot be mapped from the file";
    }
    return problem;
}

static int32_t map(uint32_t process, uint32_t object, uint32_t rights, uint32_t address,
                   uint32_t first, uint32_t pages)
{
    return region_map(REGION_WORD(process, object, rights), address, first, pages, TICKS_FOREVER);
}

// Maps everything into the process, and copies the data into its memory.
static int32_t fill(const struct load *load, uint32_t process)
{
    const uint8_t *file = (const uint8_t *)PLACE_FILE;
    uint32_t page = 0;
    int32_t error = 0;

    for (uint32_t i = 0; error == 0 && i < load->elf.segment_count; i++) {
        const struct elf_segment *segment = &load->elf.segments[i];
        if (!segment->is_writable) {
            error = map(process, load->file, REGION_READ, segment->address,
                        segment->file_offset / PAGE_BYTES, segment->pages);
            continue;
        }
        error = map(process, load->memory, REGION_READ | REGION_WRITE, segment->address, page,
                    segment->pages);
        memcpy((uint8_t *)PLACE_MEMORY + page * PAGE_BYTES + segment->skipped_bytes,
               file + segment->file_offset, segment->file_bytes);
        page += segment->pages;
    }
    if (error == 0)
        error =
            map(process, load->memory, REGION_READ | REGION_WRITE, STACK_BOTTOM, page, STACK_PAGES);
    return error;
}

static int32_t give_capabilities(const struct load *load, uint32_t process)
{
    int32_t error = capability_give(process, HANDLE_INIT, HANDLE_INIT, RIGHT_SEND | RIGHT_PASS,
                                    INIT_BADGE_ORDINARY);
    if (error == 0)
        error = capability_give(process, process, HANDLE_SELF, RIGHT_READ | RIGHT_WRITE, 0);
    if (error == 0)
        error = capability_give(process, load->file, HANDLE_SEGMENTS, RIGHT_READ, 0);
    if (error == 0)
        error = capability_give(process, load->memory, HANDLE_SEGMENTS + 1,
                                RIGHT_READ | RIGHT_WRITE, 0);
    if (error == 0)
        error = capability_give(process, load->store, HANDLE_STORE, RIGHT_SEND | RIGHT_PASS, 0);
    return error;
}

static void write_line(const struct load *load, const char *line)
{
    char *top = (char *)PLACE_MEMORY + load->memory_pages * PAGE_BYTES;
    uint32_t length = (uint32_t)strlen(line);

    if (length > PROGRAM_LINE_BYTES - 1)
        length = PROGRAM_LINE_BYTES - 1;
    memcpy(top - PROGRAM_LINE_BYTES, line, length);
}

static int32_t create_process(uint32_t process, uint32_t quota_frames, const char *name)
{
    struct message message = {
        .port = HANDLE_INIT_TRUSTED,
        .accept = (uint8_t)process,
        .tag = INIT_PROCESS,
    };

    if (quota_frames != QUOTA_OF_INIT)
        return process_create(process, quota_frames, name);
    service_put_name(&message, name);
    return service_call(&message);
}

static const char *make(struct load *load, struct program *program, const char *name,
                        const char *line, uint32_t quota_frames)
{
    int32_t error = store_memory_create_from(load->store, load->memory, load->memory_pages, 0);
    if (error != 0)
        return store_memory_error_text(error);
    error = map(0, load->memory, REGION_READ | REGION_WRITE, PLACE_MEMORY, 0, load->memory_pages);
    if (error == 0)
        error = create_process(program->process, quota_frames, name);
    if (error != 0)
        return error_text(error);
    error = fill(load, program->process);
    if (error == 0)
        error = give_capabilities(load, program->process);
    if (error != 0) {
        process_end(program->process);
        capability_drop(program->process);
        return error_text(error);
    }
    write_line(load, line);
    program->entry = load->elf.entry;
    program->stack = STACK_TOP - PROGRAM_LINE_BYTES;
    return NULL;
}

const char *program_load(struct program *program, uint32_t process, const char *line,
                         uint32_t quota_frames, uint32_t store)
{
    char name[PROCESS_NAME_BYTES];
    struct load load = {.store = store, .file = handle_take(), .memory = handle_take()};

    program->process = process;
    const char *problem = open_file(line, name, &load);
    if (problem == NULL)
        problem = read_file(&load);
    if (problem == NULL)
        problem = make(&load, program, name, line, quota_frames);
    // What was not made does not have to go: errors mean nothing here.
    region_unmap(0, PLACE_FILE);
    region_unmap(0, PLACE_MEMORY);
    handle_give_back(load.file);
    handle_give_back(load.memory);
    return problem;
}

int32_t program_run(const struct program *program)
{
    return process_start(program->process, program->entry, program->stack, program->stack);
}
