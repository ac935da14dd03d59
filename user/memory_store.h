// SPDX-License-Identifier: MIT
// Lab 4, the program: a store that keeps pages in memory. With the loop that is given
// (user/pager.h) it makes a pager, user/programs/tour/.
//
// It has an arena of whole pages, and knows for each page that was stored, by the badge of its
// object and its number, which page of the arena holds it. Badges and page numbers may be any
// numbers.
//
// The student writes memory_store.c: all functions below. The program has no malloc: what it needs
// besides the arena it keeps in variables, enough for MEMORY_STORE_PAGES_MOST pages.
#ifndef USER_MEMORY_STORE_H
#define USER_MEMORY_STORE_H

#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/limits.h"

#define MEMORY_STORE_PAGES_MOST 4096

// Starts with an empty store. Whatever was kept before is forgotten: it may be called again.
// Requires: `arena` is page-aligned; 0 < pages <= MEMORY_STORE_PAGES_MOST.
void memory_store_init(void *arena, uint32_t pages);

// Keeps a copy of `memory`, a page, as page `page` of the object with `badge`, instead of what was
// kept for that before.
// Returns: 0; E_NO_MEMORY if the arena is full and this page is not in it: then nothing changed.
// Cost: does not grow with the number of pages that are kept, if badges and pages are spread well.
int32_t memory_store_store(uint32_t badge, uint32_t page, const void *memory);

// Fills `memory`, a zeroed page, with what was stored last as that page; leaves it alone if nothing
// was. Returns: 0. Cost: as above.
int32_t memory_store_fetch(uint32_t badge, uint32_t page, void *memory);

// Forgets all pages of the object with `badge`: their places in the arena are free.
// Cost: may grow with the number of pages in the arena.
void memory_store_release(uint32_t badge);

// Pages of the arena that are free.
uint32_t memory_store_count_free(void);

#endif
