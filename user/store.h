// SPDX-License-Identifier: MIT
// Stores: services that back memory, because they can fetch a page and store a page. What a store
// is asked for, and functions that ask. To whoever asks, all stores are alike: RAM, the boot
// archive, a disk, an FTP server. How a store is made: user/store_service.h.
//
// A store has memory, or files, or both. Both come as memory objects, whose pages come when they
// are touched. Memory is all zero at first, and forgotten when nobody has it any more. A file is
// kept: what was written to its pages is stored before they go.
//
// No program can keep the others from starting, since each client of a store has a share of it.
// What a client has first, the data and the stack of a program, it gets as long as there is
// anything left. After that it gets another object only while more objects are left than it has,
// and memory only from what is left without the last sixteenth of the store. Clients are told apart
// by the badge of the capability that they ask through: the shell gives each program one of its own
// (HANDLE_STORE), and a program's children draw on their parent's share. Whoever asks init for a
// store draws on one share with all others that did.
#ifndef USER_STORE_H
#define USER_STORE_H

#include <stdint.h>

#include "user/service.h"
#include "user/store_name.h"

// Errors of all of these, besides those that stand there: E_ARGUMENT: the store cannot do that;
// E_QUOTA: the client's share is used up; and of a device: E_STATE: there is no disk; E_STALE: it
// was changed; E_KIND: it is of an unknown kind; E_RIGHTS: it can only be read; E_PAGER: it failed,
// and the console says how.
enum store_tag {
    STORE_MEMORY = 1, // words: pages, flags; the object comes back. It ends when nobody has it any
                      // more. E_NO_MEMORY: less is left to be promised; E_LIMIT: too many pages, or
                      // too many objects; E_ARGUMENT: 0 pages, unknown flags
    STORE_OPEN,       // a name; the file's object comes back, to be read; words 0 and 1: its length
                      // in bytes, and its number. E_EMPTY: there is no such file, or it is empty
    STORE_OPEN_TO_WRITE, // the same, to be read and written. If there is no such file it is made,
                         // with no bytes. E_RIGHTS: the disk is write-protected; E_NO_MEMORY: full
    STORE_SET_LENGTH,    // words: a file's number, bytes. From now on its first so many bytes are
                      // kept. New ones are 0. E_NO_MEMORY: the disk is full; then nothing changed
    STORE_SYNC,   // word 0: a file's number. What was stored of it, and its length, are there after
                  // the machine is gone
    STORE_REMOVE, // a name. E_BUSY: somebody has the file; E_EMPTY
    STORE_NAME,   // word 0: an index; the words of the reply are the name of the file with that
                  // number. E_ARGUMENT: there are not that many; E_EMPTY: it was removed
    STORE_LENGTH, // word 0: an index; word 0 of the reply is its length in bytes
    STORE_PROMISES, // words of the reply: struct store_promises
    STORE_SERVED,   // words of the reply: struct store_served
    STORE_DEVICE,   // words of the reply: struct store_device. E_EMPTY: it has none
    STORE_COUNTS,   // the RAM store's: struct ram_store_counts from its second field on
    STORE_SHARE,    // a capability for the store comes back, with a share of its own. Only for whom
                    // init trusts: boot processes and the shell
};

// Flag of STORE_MEMORY. Nothing is promised: there can be more of it than the store has room for;
// pages that do not fit are lost. A store may promise it all the same.
#define STORE_UNPROMISED 1

struct store_promises {
    uint32_t promised; // pages of memory, of all objects
    uint32_t capacity; // that can be promised
    uint32_t objects;  // that are in use, files too
    uint32_t left;     // pages that can be promised to whoever asks, now
};

// What is in flight, requests that are not answered yet, the kernel counts for every pager:
// information_pager.
struct store_served {
    uint32_t fetches, stores;         // pages
    uint32_t not_fetched, not_stored; // of these: for an error, or for lack of room
};

struct store_device {
    uint32_t commands;   // that it was given to transfer pages
    uint32_t tries;      // that failed and were repeated
    uint32_t pages;      // times 1000, that these transfers were
    uint32_t last_error; // what it said when it failed last: its status bytes, the first lowest
};

// --- memory

// Makes an object of `pages` pages, all zero, under the free handle `to`. It is the store's that
// backs the program's own memory.
int32_t store_memory_create(uint32_t to, uint32_t pages, uint32_t flags);

// The same, and maps it at `address`, to read and write. There it stays until the program ends.
int32_t store_memory_make(uint32_t to, uint32_t address, uint32_t pages, uint32_t flags);

// The same as store_memory_create, of the store under the handle `store`.
int32_t store_memory_create_from(uint32_t store, uint32_t to, uint32_t pages, uint32_t flags);

// Why one of these failed, in words; and the same for what has to do with files.
const char *store_memory_error_text(int32_t error);
const char *store_error_text(int32_t error);

// --- files. Their names are NAME, a file of the boot archive, or STORE/NAME.

struct store_file {
    uint32_t store;  // handle of the store
    uint32_t object; // handle
    uint32_t number, bytes;
};

// For init, which cannot ask itself for a store: the one with that name lies under
// HANDLE_OTHER_STORE already.
void store_file_know(const char *store);

// Opens a file to be read; its object comes to lie under the free handle `to`.
int32_t store_file_open(struct store_file *file, const char *name, uint32_t to);

// The same to read and write; it is made if it is not there.
int32_t store_file_open_to_write(struct store_file *file, const char *name, uint32_t to);

// Sets its length. It must be large enough before pages are written to.
int32_t store_file_set_length(struct store_file *file, uint32_t bytes);

// Returns when all that was written to its pages is on the disk, and its length.
int32_t store_file_sync(const struct store_file *file);

int32_t store_file_remove(const char *name);

// Tells of file number `index` of a store. `name` has PROCESS_NAME_BYTES. E_ARGUMENT: there are not
// that many.
int32_t store_file_describe(const char *store, uint32_t index, char *name, uint32_t *bytes);

// --- the store itself, under the handle `store`

// What it tells of itself.
struct store_state {
    struct store_promises promises;
    struct store_served served;
};

int32_t store_read_state(uint32_t store, struct store_state *state);

// The words of the reply to STORE_DEVICE or STORE_COUNTS, MESSAGE_WORDS of them.
int32_t store_read_words(uint32_t store, uint32_t tag, uint32_t *words);

// A capability for the store with a share of its own, under the free handle `to`.
int32_t store_make_share(uint32_t store, uint32_t to);

#endif
