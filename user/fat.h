// SPDX-License-Identifier: MIT
// FAT12 and FAT16: the files of a disk's root directory, as DOS, Linux and mtools read and write
// them.
//
// The allocation table and the root directory are in memory, and are written to the disk in an
// order that leaves no file harmed if the machine stops between any two sectors:
//
//     1. contents, into clusters that no file on the disk has, or over older contents of the file
//     2. the allocation table, both copies: the new chain is whole, and nobody's yet
//     3. one sector of the directory: the file has the new chain and length instead of the old
//     4. the allocation table again: the old chain is free
//
// So whenever the number of a file's clusters changes, it gets a whole new chain. Who writes over a
// file of as many clusters has older and newer sectors in it until the next fat_sync. Who wants the
// one text or the other sets its length to 0 first, as edit does, and then anew. What can be left
// behind is clusters that are nobody's, and two copies of the table that differ.
// Source: Microsoft, "FAT: General Overview of On-Disk Format", version 1.03.
#ifndef USER_FAT_H
#define USER_FAT_H

#include <stdbool.h>
#include <stdint.h>

#include "user/block.h"
#include "user/store_service.h"

#define FAT_ENTRIES_MOST       512 // of the root directory
#define FAT_TABLE_SECTORS_MOST 256
#define FAT_ENTRY_BYTES        32

// The files of the root directory. A file's number is that of its entry. Names are in lower case.
// An empty name means that there is no file, or that only this program knows it. fat_name_count is
// how many entries are in use.
extern struct store_name fat_names[FAT_ENTRIES_MOST];
extern uint32_t fat_name_count;

// Errors of all functions: what the device says (user/block.h); E_PAGER: the disk contradicts
// itself.

// Reads the directory, and the allocation table into `table`, which has room for so many sectors
// (at most FAT_TABLE_SECTORS_MOST). Returns 0; E_KIND: that is no FAT12 or FAT16 that can be used
// here. A disk that contradicts itself is refused, so that nothing is made worse.
int32_t fat_mount(struct block_device *device, uint8_t *table, uint32_t table_sectors);

// Bytes of a cluster.
uint32_t fat_cluster_bytes(void);

// Clusters that are free.
uint32_t fat_count_free(void);

// Where a file's sector number `index` is, and how many of the next ones lie behind it on the disk,
// as far as a page goes.
// `*run` is 0 for sectors that it has no cluster for.
int32_t fat_find_sector(uint32_t file, uint32_t index, uint32_t *sector, uint32_t *run);

// Makes a file with no bytes. Returns its number; E_ARGUMENT: that cannot be a name; E_NO_MEMORY:
// the directory is full.
int32_t fat_create(const char *name);

// Sets a file's length for what is read and written from now on. The file on the disk has that
// length after the next fat_sync. If `fills`, new bytes are 0. Returns 0; E_NO_MEMORY: the disk is
// full, since for a while it holds both the new and the old chain; then nothing changed.
int32_t fat_set_length(uint32_t file, uint32_t bytes, bool fills);

// Returns when the file, as it is, is on the disk.
int32_t fat_sync(uint32_t file);

// fat_is_unsynced: whether the file on the disk has another length than it has here. fat_revert
// makes the file what it is on the disk.
bool fat_is_unsynced(uint32_t file);
void fat_revert(uint32_t file);

// Removes a file.
int32_t fat_remove(uint32_t file);

// Takes the file out of fat_names; nobody but the caller has it then.
void fat_hide(uint32_t file);

// The file with that name, or fat_name_count.
uint32_t fat_find(const char *name);

#endif
