// SPDX-License-Identifier: MIT
// Lab 7: a store of your own. It keeps pages on a disk: those of memory, and those of files.
//
// Memory is pages with the numbers 0 to own_store_memory_pages() - 1. Nobody needs it any more when
// the machine has stopped. Files are what is there when the machine comes back: each is then as it
// was at its last sync.
//
// The disk is a block device (user/block.h), and the store's alone. What lies where on it, and how
// the store finds that again, is open. Sectors are written one by one, and the machine may stop
// between any two of them; what was written since the device's last sync may be on the disk then or
// not, each sector for itself.
//
// The student writes own_store.c: all functions below. Given code makes a service of them
// (user/own_store_service.h), and calls the others only after own_store_format or own_store_open
// has returned 0. Both can be called again, with another disk, too: then only that one counts.
#ifndef USER_OWN_STORE_H
#define USER_OWN_STORE_H

#include <stdint.h>

#include "user/block.h"
#include "user/store_name.h"

#define OWN_STORE_FILES_MOST       16
#define OWN_STORE_DISK_PAGES_LEAST 64
#define OWN_STORE_DISK_PAGES_MOST  8192 // what a disk has more need not be used

#define OWN_STORE_MEMORY UINT32_MAX // instead of a file's number

// Errors of all functions: what the device says; E_PAGER: what came from the disk is not what was
// written there, though the device says nothing. A wrong page never comes with 0. Unless it says
// otherwise, a call that returns an error has changed nothing, and can be made again. But what
// own_store_create, own_store_sync or own_store_remove was to do to the disk when it failed may
// have been done, and be seen when the disk is opened again.

// Makes an empty store on the disk, whatever was there.
// Returns: 0; E_LIMIT: the disk has fewer than OWN_STORE_DISK_PAGES_LEAST pages.
int32_t own_store_format(struct block_device *disk);

// Finds the store that is on the disk.
// Effect: each file is as it was at its last sync: its name, its number, its length, its pages.
// Returns: 0; E_KIND: there is none. Where what is on the disk has changed by itself this may be
// E_KIND or E_PAGER, or the last syncs may count as if they had never been.
int32_t own_store_open(struct block_device *disk);

// How many pages of memory there can be: at least half of the disk's.
uint32_t own_store_memory_pages(void);

// How many pages all files together can have: at least a sixteenth of the disk's.
uint32_t own_store_file_pages(void);

// Fills `memory`, a zeroed page, with page `page` of a file, as it was stored last; leaves it alone
// if that page was never stored.
// Requires: of memory, that it was stored since the disk was opened.
// Effect: what lies behind the end of the file is 0. After an error `memory` may hold anything.
int32_t own_store_fetch(uint32_t file, uint32_t page, void *memory);

// Keeps `memory`, a page, as that page from now on.
// Effect: what lies behind the end of the file is not kept.
// Returns: 0; E_LIMIT: all of the page lies behind the end of the file. After another error a page
// of memory may be lost: it is what it was, or own_store_fetch returns an error.
int32_t own_store_store(uint32_t file, uint32_t page, const void *memory);

// Tells a file's name and length, as it is now.
// Returns: 0; E_EMPTY: no file has that number.
int32_t own_store_describe(uint32_t file, struct store_name *name);

// Makes a file without pages. It is on the disk when this returns 0.
// Requires: no file has that name, which has 1 to PROCESS_NAME_BYTES - 1 characters.
// Returns: the number of the file, below OWN_STORE_FILES_MOST; E_NO_MEMORY: there are so many.
int32_t own_store_create(const char *name);

// Sets a file's length, in bytes. What is new is 0.
// Returns: 0: then each page of the file can be stored from now on, as often as it may be;
// E_NO_MEMORY: all files together would have more than own_store_file_pages(), where each counts
// with the pages that it has or those that it had at its last sync, if these are more.
int32_t own_store_set_length(uint32_t file, uint32_t bytes);

// Makes the file on the disk what it is now, all of it at once: if the machine stops meanwhile, it
// is what it was at the sync before, or what it is now.
// Effect: no other file on the disk changes.
int32_t own_store_sync(uint32_t file);

// Makes the file what it was at its last sync.
void own_store_revert(uint32_t file);

// Removes a file. It is gone from the disk when this returns 0, and its pages are free.
int32_t own_store_remove(uint32_t file);

#endif
