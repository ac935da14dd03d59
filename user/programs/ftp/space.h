// SPDX-License-Identifier: MIT
// Pages on the server, in spaces: a space is a row of pages with a name. Space 0 holds the pages of
// memory, space 1 + n those pages of file number n that were stored and are not part of the file
// yet (files.h).
//
// A space has a file for each 256 pages, if the server writes into the middle of a file (REST
// before STOR: vsftpd does); that is probed when the store is used first. Else each page is a file
// (pure-ftpd cuts the rest of a file off). Names of these files begin with SPACE_PREFIX, and stay
// behind; what is in them means nothing to another machine. So a folder is for one machine at a
// time.
#ifndef USER_PROGRAMS_FTP_SPACE_H
#define USER_PROGRAMS_FTP_SPACE_H

#include <stdint.h>

#include "user/store_service.h"

#define SPACE_PREFIX        "uneon-"
#define SPACE_MEMORY        0
#define SPACE_OF_FILE(file) (1 + (file))

// Finds out how pages are kept. Returns 0 even if the server refuses to keep any (space_error),
// unless the refusal is E_PAGER. Call it within a try (client.h), as all functions here.
int32_t space_probe(void);

// Why no page can be kept, after that: 0 if they can.
int32_t space_error(void);

// A page that is to be stored.
struct space_page {
    uint32_t space, page;
    const void *memory;
};

// Stores pages: those that follow each other in the array and in their space go in one transfer.
int32_t space_store(const struct space_page *pages, uint32_t count);

// Fetches a page that was stored. E_PAGER: the server has lost it, which was said.
int32_t space_fetch(uint32_t space, uint32_t page, void *memory);

#endif
