// SPDX-License-Identifier: MIT
// The files that the server's folder has, as it was seen last. A file's number is its index.
//
// What somebody else changes on the server is noticed by a file's length and time, whenever a name
// is asked for: who has the old file open gets no more pages of it.
#ifndef USER_PROGRAMS_FTP_FOLDER_H
#define USER_PROGRAMS_FTP_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "user/programs/ftp/client.h"
#include "user/store_service.h"

// Not shown: files beyond the first FOLDER_FILES_MOST, files of more than FOLDER_PAGES_MOST pages,
// and files whose names have PROCESS_NAME_BYTES characters or more.
#define FOLDER_FILES_MOST   48
#define FOLDER_PAGES_MOST   2048
#define FOLDER_BITS_OF_BYTE 8

// What there is of a file besides its name and length (folder_names).
struct folder_file {
    bool is_listed;               // it was in the folder just now
    uint32_t kept_bytes;          // its length on the server
    uint32_t valid_bytes;         // what is on the server is part of the file up to there
    char time[CLIENT_TIME_BYTES]; // when it was changed there
    // A bit for each page that is in its space.
    uint8_t stored[FOLDER_PAGES_MOST / FOLDER_BITS_OF_BYTE];
};

// Names and lengths, as user/store_service.h wants them; a length is what the file is to have.
extern struct store_name folder_names[FOLDER_FILES_MOST];
extern uint32_t folder_count;

struct folder_file *folder_file(uint32_t number);

// The file on the server has that length now.
void folder_take_length(uint32_t number, uint32_t bytes);

// As user/store_service.h asks for. Errors: those of session.h.
int32_t folder_create(const char *name);
int32_t folder_remove(uint32_t number);

// Reads the folder, unless that was just done.
int32_t folder_refresh(void);

#endif
