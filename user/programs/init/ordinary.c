// SPDX-License-Identifier: MIT
#include "user/programs/init/ordinary.h"

#include <stddef.h>
#include <stdint.h>

#include "common/format.h"
#include "common/string.h"
#include "user/arguments.h"
#include "user/error_text.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/program.h"
#include "user/programs/init/names.h"
#include "user/service.h"
#include "user/store.h"

#define SERVICE_FTP     "ftp"
#define SERVICE_NETWORK "network"
#define FTP_QUOTA       32 // frames

#define TRIES     5  // to start it again, while what the one before had goes back bit by bit
#define TRY_TICKS 20 // between two of them

static const char *command_line;
static bool (*await)(const char *name, uint32_t handle);
static uint8_t ftp, memory, driver, port; // handles: the process, what it is given, and its service
static bool is_starting;

// Copies the word behind `key`. Returns whether there is one that fits.
static bool take_word(const char *line, const char *key, char *word, uint32_t bytes)
{
    const char *at = arguments_find(line, key);

    if (at == NULL)
        return false;
    at = arguments_word(at);
    if (strlen(at) >= bytes)
        return false;
    memcpy(word, at, strlen(at) + 1);
    return true;
}

static const char *equip(void)
{
    int32_t error =
        capability_give(ftp, HANDLE_INIT, HANDLE_INIT_TRUSTED, RIGHT_SEND, INIT_BADGE_SERVICE);
    if (error == 0)
        error = capability_give(ftp, driver, HANDLE_SERVICE_DRIVER, RIGHT_SEND, 0);
    return error == 0 ? NULL : error_text(error);
}

static const char *start(const char *line, const char *store)
{
    struct program program;

    if (!await(store, memory))
        return "there is no store with the name that ftp_memory= gives";
    if (!await(SERVICE_NETWORK, driver))
        return "there is no network card";
    if (names_copy(store, HANDLE_OTHER_STORE) == 0)
        store_file_know(store);
    capability_drop(ftp); // of the one before, whose quota it gives back
    const char *problem = program_load(&program, ftp, line, FTP_QUOTA, memory);
    if (problem != NULL)
        return problem;
    problem = equip();
    int32_t error = problem == NULL ? program_run(&program) : 0;
    if (problem == NULL && error == 0)
        return await(SERVICE_FTP, port) ? NULL : "it has ended";
    process_end(ftp);
    return problem != NULL ? problem : error_text(error);
}

// Returns NULL, or why it could not, in words.
static const char *start_ftp(void)
{
    char url[PROGRAM_LINE_BYTES], store[PROCESS_NAME_BYTES] = SERVICE_RAM_STORE, patience[8] = "10";
    char line[2 * PROGRAM_LINE_BYTES], program[8] = "";

    if (!take_word(command_line, "ftp=", url, sizeof url))
        return NULL;
    take_word(command_line, "ftp_memory=", store, sizeof store);
    take_word(command_line, "ftp_patience=", patience, sizeof patience);
    bool is_of_store = take_word(command_line, "ftp_program=", program, sizeof program);
    format_to_buffer(line, sizeof line, "%s%sftp %s patience=%s", is_of_store ? store : "",
                     is_of_store ? "/" : "", url, patience);
    const char *problem =
        strlen(line) >= PROGRAM_LINE_BYTES ? "the URL is too long" : start(line, store);
    capability_drop(memory);
    capability_drop(driver);
    capability_drop(port);
    capability_drop(HANDLE_OTHER_STORE);
    return problem;
}

static void try_to_start(uint32_t tries)
{
    is_starting = true;
    const char *problem = start_ftp();
    for (uint32_t i = 1; problem != NULL && i < tries; i++) {
        process_sleep(TRY_TICKS);
        problem = start_ftp();
    }
    is_starting = false;
    if (problem != NULL)
        print("init: the FTP store cannot be started: %s\n", problem);
}

void ordinary_start(const char *line, bool (*await_service)(const char *name, uint32_t handle))
{
    command_line = line;
    await = await_service;
    ftp = handle_take();
    memory = handle_take();
    driver = handle_take();
    port = handle_take();
    try_to_start(1);
}

bool ordinary_start_again(const char *name)
{
    if (is_starting || strcmp(name, SERVICE_FTP) != 0)
        return false;
    print("init: the FTP store has ended, and is started again\n");
    try_to_start(TRIES);
    return true;
}
