// SPDX-License-Identifier: MIT
// Lab 6, the program: the RAM store. It keeps pages in memory that is never paged, so it can stand
// at the end of every chain of pagers; user/programs/ramstore/ makes a pager of it.
//
// All that it has is its arena: pages in a row, taken once, at the start. Whatever number of pages
// that is, they hold both the pages that are kept and the index, which knows for the badge of an
// object and the number of a page where that page is:
//
//     arena   | index       | page | page | free | page | free | ...
//
// Memory is dear here, and much of what programs have written is one word over and over. So a page
// all of whose words are equal is not kept but remembered: it takes an entry of the index and no
// page. A page of zeros takes nothing at all, since a page that is not there is zeros.
//
// The student writes ramstore.c: all functions below. Badges and page numbers may be any numbers.
#ifndef USER_RAM_STORE_H
#define USER_RAM_STORE_H

#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/limits.h"

// The index takes at most this many of the arena's pages, and has room for at least twice as many
// entries as the other pages are.
#define RAM_STORE_INDEX_PAGES_MOST(arena_pages) ((arena_pages) / 64 + 1)

// What every page of the arena is for, and what is kept.
struct ram_store_counts {
    uint32_t arena_pages;   // as ram_store_init was told: index_pages + free_pages + kept_pages
    uint32_t index_pages;   // hold the index
    uint32_t free_pages;    // hold nothing
    uint32_t kept_pages;    // hold a page that was stored
    uint32_t uniform_pages; // pages that were stored and take an entry of the index only
};

// Starts with an empty store. Whatever was kept before is forgotten: it may be called again, with
// another arena too.
// Requires: `arena` is page-aligned; pages > 0. What lies in the arena may be anything.
void ram_store_init(void *arena, uint32_t pages);

// Keeps `memory`, a page, as page `page` of the object with `badge`, instead of what was kept for
// that before, whose place in the arena is used again or free, as is its entry.
// Returns: 0; E_NO_MEMORY if no page or no entry is free for it: then nothing has changed. (What
// has a page already, or an entry if `memory` is uniform, can always be stored again.) Cost: does
// not grow with the number of pages that are kept, if badges and pages are spread well.
int32_t ram_store_store(uint32_t badge, uint32_t page, const void *memory);

// Fills `memory`, a zeroed page, with what was stored last as that page; leaves it alone if nothing
// was. Returns: 0. Cost: as above.
int32_t ram_store_fetch(uint32_t badge, uint32_t page, void *memory);

// Forgets all pages of the object with `badge`: their pages and entries are free.
// Cost: may grow with the size of the index, but reads none of the pages that are kept.
void ram_store_release(uint32_t badge);

// What the store has and holds at this moment. Cost: constant.
void ram_store_read_counts(struct ram_store_counts *counts);

#endif
