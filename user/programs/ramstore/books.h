// SPDX-License-Identifier: MIT
// The RAM store's books: which objects there are, what was promised to them, and what they take.
//
// Memory is promised, unless one asks for it otherwise: the store then has a page for each page of
// the object, whatever others do, so none of it is ever lost. What nobody was promised, or what
// those who were do not take because it is one word over and over, anybody may have.
#ifndef USER_PROGRAMS_RAMSTORE_BOOKS_H
#define USER_PROGRAMS_RAMSTORE_BOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "user/ram_memory.h"

#define BOOKS_OBJECTS_MOST 36

// `object_pages_most`: how large an object may be that nothing is promised to.
// Requires: ram_store_init was called.
void books_init(uint32_t object_pages_most);

// Enters a new object; `*index` is what it is called from now on. Returns 0; E_ARGUMENT: 0 pages,
// unknown flags; E_LIMIT: too many pages, or too many objects; E_NO_MEMORY: less is left to
// be promised.
int32_t books_enter(uint32_t pages, uint32_t flags, uint32_t *index);

// The object is gone, and so is all that the store kept of it.
void books_strike(uint32_t index);

bool books_has(uint32_t index);

// Stores a page of an object, if that breaks no promise. Returns 0 or E_NO_MEMORY.
int32_t books_store(uint32_t index, uint32_t page, const void *memory);

uint32_t books_count_objects(void);

// How many pages are promised, and how many could be in all.
uint32_t books_count_promised(void);
uint32_t books_capacity(void);

// How many more can be promised now: others may have what nobody was promised.
uint32_t books_count_left(void);

#endif
