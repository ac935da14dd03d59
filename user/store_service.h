// SPDX-License-Identifier: MIT
// A skeleton for stores: whoever has a function that fetches a page, one that stores a page, and a
// table of names has a store (user/store.h says what that is asked for). The skeleton makes the
// objects, keeps the books of what is promised and of the clients' shares, and answers.
//
// The store's memory is `capacity_pages` pages in a row, of which each memory object has a range:
//
//     place   0 ...                              capacity_pages
//             | object 3 | object 0 | free | object 7 | free |
#ifndef USER_STORE_SERVICE_H
#define USER_STORE_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "user/store.h"

#define STORE_OBJECTS_MOST  36
#define STORE_CAPACITY_MOST 16384 // pages
#define STORE_NO_FILE       UINT32_MAX

struct store_object {
    uint32_t pages;  // 0: there is no such object
    uint8_t handle;  // under which the store has it
    uint32_t client; // badge of whoever asked for it
    bool is_idle;    // a file that nobody has: its pages may still be in memory
    bool is_stale;   // what it was is not there any more: its pages cannot be had
    uint32_t file;   // its number; STORE_NO_FILE: it is memory
    uint32_t first;  // of its pages in the store's memory
    uint32_t flags;  // STORE_UNPROMISED
    uint32_t taken;  // pages of the store that it has or was promised: of its client's share
};

// A page that is to be stored.
struct store_request {
    uint32_t object, page;
    const void *memory;
    int32_t status; // what the store says
};

struct store_functions {
    const char *name; // of the service
    // Fills `memory`, a zeroed page, with page `page` of object number `object`. Returns 0 or an
    // error: then whoever waits for the page ends. It is called only for pages of memory that were
    // stored before.
    int32_t (*fetch)(uint32_t object, uint32_t page, void *memory);
    // Saves `memory` as that page. Returns 0 or an error: then the page is lost.
    int32_t (*store)(uint32_t object, uint32_t page, const void *memory);
    // Its files: a table with so many names. NULL: it has none.
    const struct store_name *names;
    const uint32_t *name_count;
    uint32_t capacity_pages; // of its memory
    // The handle of an object that backs the window (pager_create); 0: frames are lent to it, which
    // is for core processes.
    uint32_t spill;

    // All of these may be NULL.

    // Saves several pages at once, in any order, and says in each request how that went; instead of
    // `store`.
    void (*store_many)(struct store_request *requests, uint32_t count);
    // For a store that keeps the books of its memory itself. promise: whether it can make this
    // object, whose `taken` it sets. forget: the object is gone. count_left: how many pages can be
    // promised now.
    int32_t (*promise)(struct store_object *object, uint32_t number);
    void (*forget)(uint32_t number);
    uint32_t (*count_left)(void);
    // Called with the tag of each request for a file or for memory, before anything else is done:
    // finds out whether the device is there.
    int32_t (*prepare)(uint32_t tag);
    // STORE_SET_LENGTH, STORE_SYNC, STORE_REMOVE by number, and making a file: returns its number.
    int32_t (*set_length)(uint32_t file, uint32_t bytes);
    int32_t (*sync)(uint32_t file);
    // is_unsynced: whether the file on the disk has another length than it has here. revert makes
    // the file what it is on the disk.
    bool (*is_unsynced)(uint32_t file);
    void (*revert)(uint32_t file);
    int32_t (*remove)(uint32_t file);
    int32_t (*create)(const char *name);
    uint32_t file_pages_most; // of an object for a file that can be written to
    // Words of the reply to STORE_DEVICE or STORE_COUNTS.
    int32_t (*tell)(uint32_t tag, uint32_t *words);
    // Called when there was nothing to do for `idle_ticks` ticks.
    void (*idle)(void);
    uint32_t idle_ticks;
    uint32_t device_ticks; // how long its device may take (pager_create); 0: 30 seconds
};

// Makes the caller a store, and tells init. A program does this before anything else, so that
// nobody looks for the store in vain; requests that come meanwhile wait. Ends the program with a
// message if that fails.
void store_service_start(const struct store_functions *functions, uint32_t window, uint32_t slots);

// Serves requests for ever. Returns the error of a failing system call, which is a bug.
int32_t store_service_run(void);

// An object that is there, of those with the numbers from 0 to STORE_OBJECTS_MOST - 1.
struct store_object *store_object(uint32_t number);

// A sum of a page's words. A store keeps it, to notice that something else comes back from where
// the page was.
uint32_t store_sum_page(const void *memory);

// What the objects were of is not there any more: another disk is in the drive, say. All objects
// are stale: whoever touches a page of them that is not in memory ends.
void store_forget_all(void);

#endif
