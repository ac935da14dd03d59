// SPDX-License-Identifier: MIT
// The RAM store's books: what was promised to its objects, and what they take.
//
// Memory is promised, unless one asks for it otherwise: the store then has a page for each page of
// the object, whatever others do, so none of it is ever lost. What nobody was promised, or what
// those who were do not take because it is one word over and over, anybody may have, within the
// share of the client.
#ifndef USER_PROGRAMS_RAMSTORE_BOOKS_H
#define USER_PROGRAMS_RAMSTORE_BOOKS_H

#include <stdint.h>

#include "user/store_service.h"

// `object_pages_most`: how large an object may be that nothing is promised to.
// Requires: ram_store_init was called.
void books_init(uint32_t object_pages_most);

// Of user/store_service.h: a new object, one that is gone, and how many more pages can be promised
// now.
int32_t books_promise(struct store_object *object, uint32_t number);
void books_forget(uint32_t number);
uint32_t books_count_left(void);

// Stores a page of an object, if that breaks no promise and the client's share is not used up.
// Returns 0, E_NO_MEMORY or E_QUOTA.
int32_t books_store(uint32_t number, uint32_t page, const void *memory);

// How many pages could be promised in all.
uint32_t books_capacity(void);

#endif
