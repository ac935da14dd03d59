// SPDX-License-Identifier: MIT
#include "kernel/life/loader.h"
#include "kernel/life/process_make.h"

#include "common/archive.h"
#include "common/elf.h"
#include "common/format.h"
#include "common/string.h"
#include "kernel/machine/boot_info.h"
#include "kernel/process/process.h"
#include "kernel/report/console.h"
#include "kernel/report/record.h"
#include "mm/objects/object_life.h"
#include "mm/objects/wired.h"

// A boot process's stack ends where the last page below the user addresses' end begins; that page
// stays unmapped, and so does everything below the stack. At its top lies the command line.
#define STACK_PAGES       8
#define STACK_TOP         (USER_END - PAGE_BYTES)
#define STACK_BOTTOM      (STACK_TOP - STACK_PAGES * PAGE_BYTES)
#define PROGRAM_LIMIT     (STACK_BOTTOM - PAGE_BYTES)
#define COMMAND_LINE_ROOM BOOT_MODULE_TEXT_BYTES

static struct process *first; // boot process, to which the others are connected

// A module's first word, without directories and `.elf`.
static void copy_name(const char *text, char *name)
{
    uint32_t length = 0;

    for (; *text != '\0' && *text != ' '; text++) {
        if (*text == '/')
            length = 0;
        else if (length < PROCESS_NAME_BYTES - 1)
            name[length++] = is_printable(*text) ? *text : '?';
    }
    if (length > 4 && memcmp(name + length - 4, ".elf", 4) == 0)
        length -= 4;
    name[length] = '\0';
}

const char *loader_words_behind_first(const char *text)
{
    while (*text != '\0' && *text != ' ')
        text++;
    while (*text == ' ')
        text++;
    return text;
}

static bool is_file(const struct boot_module *module)
{
    const char *words = loader_words_behind_first(module->command_line);
    return strncmp(words, "file", 4) == 0 && (words[4] == '\0' || words[4] == ' ');
}

uint32_t loader_module_bytes(const struct boot_module *module)
{
    return module->range.end.value - module->range.start.value;
}

// Makes a whole wired object of zeroed pages and maps it.
static struct object *make_memory(struct process *process, uint32_t address, uint32_t pages,
                                  uint32_t rights, uint32_t handle, struct claim *claim)
{
    uint32_t generation = capability_new_generation();
    struct object *object = wired_make(process, pages, generation, claim);

    const struct region_request request = {
        .object = object,
        .start = {address},
        .pages = pages,
        .patience_ticks = TICKS_FOREVER,
        .rights = (uint8_t)rights,
        .most_rights = PAGE_WRITABLE,
    };
    struct region *region = region_add(process, &request);
    for (uint32_t page = 0; !wired_map_some(region, claim, &page);)
        continue;
    capability_make(process, handle, CAPABILITY_OBJECT, object, RIGHTS_ALL);
    return object;
}

// Copies into an object's pages, which need not lie next to each other.
static void copy_in(const struct object *object, uint32_t offset, const uint8_t *from,
                    uint32_t bytes)
{
    while (bytes > 0) {
        uint32_t within = offset % PAGE_BYTES, part = PAGE_BYTES - within;
        const struct page_entry *entry = object_find_entry(object, offset / PAGE_BYTES);
        if (part > bytes)
            part = bytes;
        memcpy((uint8_t *)frame_address(object_frame(entry)) + within, from, part);
        offset += part;
        from += part;
        bytes -= part;
    }
}

static uint32_t count_tables(uint32_t address, uint32_t pages)
{
    uint32_t last = address + (pages - 1) * PAGE_BYTES;
    return (last >> LARGE_PAGE_SHIFT) - (address >> LARGE_PAGE_SHIFT) + 1;
}

static uint32_t count_frames(const struct elf_program *program)
{
    uint32_t frames =
        PROCESS_FRAMES + wired_count_frames(STACK_PAGES) + count_tables(STACK_BOTTOM, STACK_PAGES);
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        frames +=
            wired_count_frames(segment->pages) + count_tables(segment->address, segment->pages);
    }
    return frames;
}

static struct process *make(const struct elf_program *program, const uint8_t *file,
                            const char *command_line, struct claim *claim)
{
    char name[PROCESS_NAME_BYTES];
    uint32_t generation = capability_new_generation();

    copy_name(command_line, name);
    struct process *process = process_make(NULL, QUOTA_UNLIMITED, name, generation, claim);
    capability_make(process, HANDLE_SELF, CAPABILITY_PROCESS, process,
                    RIGHTS_ALL & ~(uint32_t)RIGHT_OWN);
    capability_make(process, HANDLE_CORE, CAPABILITY_CORE, process, RIGHTS_ALL);
    for (uint32_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint32_t rights = segment->is_writable ? PAGE_WRITABLE : 0;
        const struct object *object = make_memory(process, segment->address, segment->pages, rights,
                                                  HANDLE_SEGMENTS + i, claim);
        copy_in(object, segment->skipped_bytes, file + segment->file_offset, segment->file_bytes);
    }
    const struct object *stack =
        make_memory(process, STACK_BOTTOM, STACK_PAGES, PAGE_WRITABLE, HANDLE_STACK, claim);
    copy_in(stack, STACK_PAGES * PAGE_BYTES - COMMAND_LINE_ROOM, (const uint8_t *)command_line,
            COMMAND_LINE_ROOM);
    process_start(process, program->entry, STACK_TOP - COMMAND_LINE_ROOM,
                  STACK_TOP - COMMAND_LINE_ROOM);
    return process;
}

void loader_refuse(const char *what, const char *problem)
{
    console_printf("program  %s is refused: %s\n", what, problem);
    record_send("refused", "text=%s", problem);
}

// The first boot process gets a port, and every other one the right to send to it: so they find
// each other.
static void connect(struct process *process)
{
    if (first == NULL) {
        first = process;
        return;
    }
    if (first->capabilities[HANDLE_INIT].kind == CAPABILITY_NONE) {
        struct port *port = port_make(first);
        capability_make(first, HANDLE_INIT, CAPABILITY_PORT, port, RIGHTS_ALL);
    }
    capability_copy(&first->capabilities[HANDLE_INIT], process, HANDLE_INIT,
                    RIGHT_SEND | RIGHT_PASS, 0);
}

struct process *loader_start(const uint8_t *file, uint32_t bytes, const char *command_line)
{
    struct elf_program program;
    struct claim claim = {0};

    const char *problem = elf_read(file, bytes, PROGRAM_LIMIT, &program);
    if (problem == NULL && reserve_claim(&claim, CLASS_CORE, count_frames(&program)) != 0)
        problem = "there is not enough memory for it";
    if (problem != NULL) {
        loader_refuse(command_line, problem);
        return NULL;
    }
    struct process *process = make(&program, file, command_line, &claim);
    reserve_release(&claim);
    connect(process);
    return process;
}

// The file's pages stay where the boot loader put them. What lies behind its end in the last page
// is not the file's: nobody else was given it, and it is cleared.
void loader_add_file(struct process *process, uint32_t number, const struct boot_module *module)
{
    uint32_t bytes = loader_module_bytes(module), pages = (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
    struct claim claim = {0};

    if (pages == 0 || module->range.start.value % PAGE_BYTES != 0) {
        loader_refuse(module->command_line, "the file is empty, or not page-aligned");
        return;
    }
    if (number == FILES_MOST || reserve_claim(&claim, CLASS_CORE, object_count_frames(1)) != 0) {
        loader_refuse(module->command_line, "there is no room for another file");
        return;
    }
    uint8_t *start = virtual_from_physical(module->range.start);
    memset(start + bytes, 0, pages * PAGE_BYTES - bytes);
    uint32_t generation = capability_new_generation();
    struct object *object =
        wired_make_device(process, module->range.start, pages, generation, &claim);
    capability_make(process, HANDLE_FILES + number, CAPABILITY_OBJECT, object, RIGHTS_ALL);
}

void loader_start_modules(void)
{
    struct process *process = NULL;
    uint32_t files = 0;

    first = NULL;
    for (uint32_t i = 0; i < boot_info.module_count; i++) {
        const struct boot_module *module = &boot_info.modules[i];
        const uint8_t *bytes = virtual_from_physical(module->range.start);
        if (is_file(module) && process == NULL) {
            loader_refuse(module->command_line, "there is no program that it is a file of");
        } else if (is_file(module)) {
            loader_add_file(process, files++, module);
        } else if (archive_begins(bytes, loader_module_bytes(module))) {
            loader_start_archive(module);
        } else {
            process = loader_start(bytes, loader_module_bytes(module), module->command_line);
            files = 0;
        }
    }
}
