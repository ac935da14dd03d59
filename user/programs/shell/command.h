// SPDX-License-Identifier: MIT
// The shell's commands.
#ifndef USER_PROGRAMS_SHELL_COMMAND_H
#define USER_PROGRAMS_SHELL_COMMAND_H

#include <stdint.h>

#include "user/arguments.h"

// Does what a line says. Returns 0 if that succeeded. A line that begins with `!` succeeds if the
// rest fails; one that begins with `#` is nothing but text.
int32_t command_execute(const char *line);

// Leaves the shell, with the result of the script so far if it runs one.
_Noreturn void command_leave(void);

// The names of commands and files, one after the other, for completion; NULL at the end.
const char *command_complete(uint32_t index);

// What command_execute calls: the command itself is words[0]. Each returns 0 if it succeeded.
int32_t command_help(const struct arguments *arguments);
int32_t command_exit(const struct arguments *arguments);
int32_t command_sleep(const struct arguments *arguments);
int32_t command_files(const struct arguments *arguments);
int32_t command_run(const struct arguments *arguments);
int32_t command_wait(const struct arguments *arguments);
int32_t command_kill(const struct arguments *arguments);
int32_t command_keep(const struct arguments *arguments);
int32_t command_processes(const struct arguments *arguments);
int32_t command_pagers(const struct arguments *arguments);
int32_t command_top(const struct arguments *arguments);
int32_t command_memory(const struct arguments *arguments);
int32_t command_map(const struct arguments *arguments);
int32_t command_store(const struct arguments *arguments);
int32_t command_remove(const struct arguments *arguments);

#endif
