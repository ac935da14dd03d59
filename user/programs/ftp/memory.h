// SPDX-License-Identifier: MIT
// The pages of memory: which page of space 0 (space.h) holds each. Whenever pages are stored they
// get new places, all in a row if there is such a row, whatever pages they are: then one transfer
// stores them all, and who reads them again in the same order reads on. What they had before is
// free when they are stored.
#ifndef USER_PROGRAMS_FTP_MEMORY_H
#define USER_PROGRAMS_FTP_MEMORY_H

#include <stdint.h>

#define MEMORY_PAGES 16384 // nobody asks the server whether it has room for them

// Places of space 0 (space.h): more than pages, so that there are rows.
#define MEMORY_PLACES (MEMORY_PAGES + MEMORY_PAGES / 4)

// A page that is to be stored, by its number of all pages of memory.
struct memory_page {
    uint32_t page;
    const void *memory;
};

// Stores pages, at most MEMORY_STORE_MOST, all of them or none. Returns 0; E_PAGER, or why the
// server refuses (session.h).
#define MEMORY_STORE_MOST 32
int32_t memory_store(struct memory_page *pages, uint32_t count);

// Fetches a page that was stored. Returns 0; E_PAGER: the server failed, has lost the page, or
// has another one there; or another refusal (session.h).
int32_t memory_fetch(uint32_t page, void *memory);

// Nobody will ask for these pages again.
void memory_forget(uint32_t first, uint32_t count);

#endif
