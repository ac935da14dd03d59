// SPDX-License-Identifier: MIT
#include "user/programs/shell/command.h"

#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/keyboard.h"
#include "user/print.h"
#include "user/store.h"
#include "user/system.h"

static const struct command {
    const char *name, *parameters, *help;
    int32_t (*run)(const struct arguments *arguments);
    uint32_t words_least, words_most; // behind its name
} commands[] = {
    {"help", "", "this list", command_help, 0, 0},
    {"ls", "[STORE]", "the files: programs and scripts; or those of a store", command_files, 0, 1},
    {"run", "[--store STORE] PROGRAM [WORD ...] [&]",
     "runs a program, as its name does; & does not wait", command_run, 1, ARGUMENTS_MOST},
    {"rm", "STORE/FILE", "removes a file", command_remove, 1, 1},
    {"wait", "", "waits for those in the background; Ctrl-C ends the one it names", command_wait, 0,
     0},
    {"kill", "N", "ends process N, and all that it made", command_kill, 1, 1},
    {"keep", "N", "has process N live on when the one that made it ends", command_keep, 1, 1},
    {"ps", "", "the processes, and what they wait for", command_processes, 0, 0},
    {"top", "[N]", "the same again and again, busiest first, until q; or N times", command_top, 0,
     1},
    {"pagers", "", "the processes that serve pages, and their open requests", command_pagers, 0, 0},
    {"mem", "", "what the memory is used for", command_memory, 0, 0},
    {"map", "[N]", "a picture of the memory; or the regions of process N", command_map, 0, 1},
    {"store", "[STORE]", "what the stores keep, promised, and have done", command_store, 0, 1},
    {"sleep", "N", "waits for N hundredths of a second", command_sleep, 1, 1},
    {"exit", "[STATUS]", "turns the machine off; in a script: with STATUS, or its result",
     command_exit, 0, 1},
};

#define CALL_BYTES   48 // a name and its parameters
#define CALL_COLUMNS 28
#define SLEEP_MOST   (3600 * TICKS_PER_SECOND)
#define COMMANDS     (sizeof commands / sizeof commands[0])

int32_t command_help(const struct arguments *arguments)
{
    (void)arguments;
    for (uint32_t i = 0; i < COMMANDS; i++) {
        char call[CALL_BYTES];
        format_to_buffer(call, sizeof call, "%s %s", commands[i].name, commands[i].parameters);
        if (strlen(call) > CALL_COLUMNS) { // a line by itself
            print("  %s\n", call);
            call[0] = '\0';
        }
        print("  %-28s %s\n", call, commands[i].help);
    }
    return 0;
}

int32_t command_exit(const struct arguments *arguments)
{
    uint32_t status;

    if (arguments->count == 1)
        command_leave();
    if (!arguments_number(arguments->words[1], INT32_MAX, &status)) {
        print("exit: '%s' is no number\n", arguments->words[1]);
        return 1;
    }
    process_exit((int32_t)status);
}

int32_t command_sleep(const struct arguments *arguments)
{
    uint32_t ticks;

    if (!arguments_number(arguments->words[1], SLEEP_MOST, &ticks)) {
        print("sleep: '%s' is not a number up to %u\n", arguments->words[1], (uint32_t)SLEEP_MOST);
        return 1;
    }
    // What is typed meanwhile is for whoever reads next.
    uint32_t end = (uint32_t)clock_read() + ticks;
    for (;;) {
        int32_t left = (int32_t)(end - (uint32_t)clock_read());
        if (left <= 0)
            return 0;
        int32_t key = keyboard_can_return() ? keyboard_read_new((uint32_t)left) : E_LIMIT;
        if (key == KEY_CONTROL('C'))
            return 1;
        if (key >= 0)
            keyboard_return(key);
        else if (key != E_TIMEOUT)
            process_sleep((uint32_t)left);
    }
}

const char *command_complete(uint32_t index)
{
    static char name[PROCESS_NAME_BYTES];
    uint32_t bytes;

    if (index < COMMANDS)
        return commands[index].name;
    return store_file_describe(SERVICE_BOOT_FILES, index - COMMANDS, name, &bytes) == 0 ? name
                                                                                        : NULL;
}

// A name with a store in it is one, as far as is known here.
static bool is_file(const char *wanted)
{
    char name[PROCESS_NAME_BYTES];
    uint32_t bytes;

    for (const char *at = wanted; *at != '\0'; at++) {
        if (*at == '/')
            return true;
    }
    for (uint32_t i = 0; store_file_describe(SERVICE_BOOT_FILES, i, name, &bytes) == 0; i++) {
        if (strcmp(name, wanted) == 0)
            return true;
    }
    return false;
}

// A program's name by itself means the same as behind `run`.
static int32_t run_file(const struct arguments *arguments)
{
    static char run[] = "run";
    struct arguments with_run = {.count = arguments->count + 1, .words = {run}};

    if (arguments->count == ARGUMENTS_MOST) {
        print("A line has at most %u words, `run` among them; nothing was done.\n",
              (uint32_t)ARGUMENTS_MOST);
        return 1;
    }
    memcpy(&with_run.words[1], arguments->words, arguments->count * sizeof(char *));
    return command_run(&with_run);
}

static int32_t execute(const struct arguments *arguments)
{
    for (uint32_t i = 0; i < COMMANDS; i++) {
        const struct command *command = &commands[i];
        if (strcmp(command->name, arguments->words[0]) != 0)
            continue;
        uint32_t words = arguments->count - 1;
        if (words >= command->words_least && words <= command->words_most)
            return command->run(arguments);
        print("usage: %s %s\n", command->name, command->parameters);
        return 1;
    }
    if (is_file(arguments->words[0]))
        return run_file(arguments);
    print("There is no command and no program '%s'. `help` and `ls` list them.\n",
          arguments->words[0]);
    return 1;
}

int32_t command_execute(const char *line)
{
    struct arguments arguments;
    bool inverted = *line == '!';

    arguments_split(&arguments, inverted ? line + 1 : line);
    if (arguments.count == 0 || arguments.words[0][0] == '#')
        return 0;
    if (arguments.has_more) {
        print("A line has at most %u words; nothing was done.\n", (uint32_t)ARGUMENTS_MOST);
        return 1;
    }
    int32_t status = execute(&arguments);
    return inverted ? status == 0 : status;
}
