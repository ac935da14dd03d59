// SPDX-License-Identifier: MIT
// Memory from the RAM store, the service that keeps pages in the machine's own memory: what it is
// asked for, and functions that ask. It backs the data, the stack and all other memory of ordinary
// programs.
#ifndef USER_RAM_MEMORY_H
#define USER_RAM_MEMORY_H

#include <stdint.h>

#include "user/ram_store.h"
#include "user/service.h"

enum ram_memory_tag {
    RAM_MEMORY_CREATE = 1, // words: pages, flags; the object comes back. It ends when nobody has it
                           // any more. E_NO_MEMORY: less is left to be promised; E_LIMIT: too many
                           // pages, or too many objects; E_ARGUMENT
    RAM_MEMORY_COUNTS,     // words of the reply: struct ram_store_counts from its second field on
    RAM_MEMORY_PROMISES,   // words of the reply: struct ram_memory_promises
    RAM_MEMORY_SERVED,     // words of the reply: struct ram_memory_served
};

// Nothing is promised: there can be more of it than the store has room for. Pages of one word over
// and over take next to no room; if all others do not fit, they are lost.
#define RAM_MEMORY_UNPROMISED 1

struct ram_memory_promises {
    uint32_t promised; // pages, of all objects
    uint32_t capacity; // that can be promised
    uint32_t objects;  // that there are
    uint32_t left;     // that can be promised now: others may have taken some
};

struct ram_memory_served {
    uint32_t fetches, stores;
    uint32_t refused; // stores for which there was no room
};

// Makes an object of `pages` pages, all zero, under the free handle `to`.
int32_t ram_memory_create(uint32_t to, uint32_t pages, uint32_t flags);

// The same, and maps it at `address`, to read and write. There it stays until the program ends.
int32_t ram_memory_make(uint32_t to, uint32_t address, uint32_t pages, uint32_t flags);

// Why ram_memory_create failed, in words.
const char *ram_memory_error_text(int32_t error);

// What the store tells of itself.
struct ram_memory_state {
    struct ram_store_counts counts;
    struct ram_memory_promises promises;
    struct ram_memory_served served;
};

int32_t ram_memory_read_state(struct ram_memory_state *state);

#endif
