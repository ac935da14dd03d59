// SPDX-License-Identifier: MIT
// The books of a store (user/store_service.h): which objects there are, what each client has of the
// store, and which range of the store's memory is whose.
#ifndef USER_STORE_BOOKS_H
#define USER_STORE_BOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "user/store_service.h"

// Badges of clients.
enum {
    STORE_CLIENT_PUBLIC,    // whoever asked init: all together are one client
    STORE_CLIENT_KEEPER,    // whom init trusts: no share limits it
    STORE_CLIENT_FIRST_OWN, // programs with a share of their own
};

void store_books_init(const struct store_functions *functions);

// Enters an object for `client`; `*number` is its number from now on. `file` is STORE_NO_FILE for
// memory. Returns 0; E_LIMIT: too many pages, or no object is free; E_NO_MEMORY: less is left to be
// promised; E_QUOTA: the client's share is used up.
int32_t store_books_enter(uint32_t client, uint32_t pages, uint32_t file, uint32_t flags,
                          uint32_t *number);

// The object is gone.
void store_books_strike(uint32_t number);

// The number of the object for a file, or STORE_OBJECTS_MOST.
uint32_t store_books_find_file(uint32_t file);

// A file that nobody had is the client's now. Returns 0 or E_QUOTA.
int32_t store_books_use(uint32_t number, uint32_t client);

// Objects that are in use.
uint32_t store_books_count_objects(void);

// Pages that can be promised, of all and to a client.
uint32_t store_books_count_left(void);
uint32_t store_books_count_left_to(uint32_t client);

// How much a client may have of what is left.
uint32_t store_books_share(uint32_t client, uint32_t left);

// Gives an object that is being promised a row of its own among `places` places (first, taken).
// Returns 0, or E_NO_MEMORY: what is free is in pieces.
int32_t store_books_take_range(struct store_object *object, uint32_t places);

// store_books_was_stored: whether a page of memory was stored, and so is to be fetched.
// store_books_set_stored notes that it was.
bool store_books_was_stored(uint32_t number, uint32_t page);
void store_books_set_stored(uint32_t number, uint32_t page);

#endif
