// SPDX-License-Identifier: MIT
// The boot processes: each boot module that is a program becomes a core process, in wired memory. A
// module whose second word is `file` is a file for the program before it (HANDLE_FILES). What
// cannot be loaded is refused with a reason, and the others start all the same.
//
// A module can also be a tar archive (common/archive.h): then the files in its directory boot/ are
// the programs, in their order there, and the archive itself is a file for the last of them. Each
// finds its length in its command line, as archive=BYTES.
#ifndef KERNEL_LIFE_LOADER_H
#define KERNEL_LIFE_LOADER_H

#include <stdint.h>

struct boot_module;
struct process;

// Loads and starts all boot modules. Requires: lab 3 is up.
void loader_start_modules(void);

// --- between kernel/life/loader.c and kernel/life/loader_archive.c

void loader_start_archive(const struct boot_module *module);

// Starts the program in `file`; returns NULL if it is refused. `command_line` has
// BOOT_MODULE_TEXT_BYTES.
struct process *loader_start(const uint8_t *file, uint32_t bytes, const char *command_line);

// Gives the module to the process, as a file. `number` is how many files the process has already.
void loader_add_file(struct process *process, uint32_t number, const struct boot_module *module);

// Says that something is refused, and why.
void loader_refuse(const char *what, const char *problem);

uint32_t loader_module_bytes(const struct boot_module *module);
const char *loader_words_behind_first(const char *text);

#endif
