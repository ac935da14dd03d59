// SPDX-License-Identifier: MIT
// Boot processes out of an archive: see kernel/life/loader.h.
#include <stdbool.h>

#include "common/archive.h"
#include "common/format.h"
#include "common/string.h"
#include "kernel/life/loader.h"
#include "kernel/machine/boot_info.h"
#include "mm/address/types.h"

#define BOOT_DIRECTORY "boot/"

// Looks at all of the archive before anything of it is started.
static const char *check(const uint8_t *archive, uint32_t bytes)
{
    struct archive_file file;
    const char *problem;
    uint32_t offset = 0;

    do
        problem = archive_next(archive, bytes, &offset, &file);
    while (problem == NULL && file.name[0] != '\0');
    return problem;
}

static bool is_boot_program(const struct archive_file *file)
{
    return strncmp(file->name, BOOT_DIRECTORY, strlen(BOOT_DIRECTORY)) == 0;
}

// The file's name, the archive's length, and all words of the module's command line but the first.
static void make_command_line(char *line, const char *name, const struct boot_module *module)
{
    memset(line, 0, BOOT_MODULE_TEXT_BYTES);
    format_to_buffer(line, BOOT_MODULE_TEXT_BYTES, "%s archive=%u %s", name,
                     loader_module_bytes(module), loader_words_behind_first(module->command_line));
}

void loader_start_archive(const struct boot_module *module)
{
    const uint8_t *archive = virtual_from_physical(module->range.start);
    uint32_t bytes = loader_module_bytes(module), offset = 0;
    struct process *last = NULL;
    struct archive_file file;

    const char *problem = check(archive, bytes);
    if (problem != NULL) {
        loader_refuse(module->command_line, problem);
        return;
    }
    while (archive_next(archive, bytes, &offset, &file) == NULL && file.name[0] != '\0') {
        char line[BOOT_MODULE_TEXT_BYTES];
        if (!is_boot_program(&file))
            continue;
        make_command_line(line, file.name + strlen(BOOT_DIRECTORY), module);
        struct process *process = loader_start(file.contents, file.bytes, line);
        if (process != NULL)
            last = process;
    }
    if (last != NULL)
        loader_add_file(last, 0, module);
    else
        loader_refuse(module->command_line,
                      "the archive has no program in its directory " BOOT_DIRECTORY
                      " that could be started: make kernel makes boot.tar");
}
