// SPDX-License-Identifier: MIT
// A disk for tests, in memory, that keeps to user/block.h and no more than that. It can fail, lose
// its power between any two sectors that are written, and change what it holds. What was written
// since the last sync is there after a loss of power or not, each sector for itself.
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_DISK_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_DISK_H

#include "user/block.h"

#define DISK_NEVER UINT32_MAX

extern struct block_device disk;

// Another one, small, with which nothing ever happens.
extern struct block_device other_disk;

// One that may have any number of sectors, since it keeps none of them.
extern struct block_device forgetful_disk;

// What the disk was asked to do since it was made or restarted, and what it will fail at: the write
// of sector number `write_fails_at`, counted from 0, which says E_PAGER, or, if it `fails_late`,
// leaves that to the next flush or sync; the sync of number `sync_fails_at`; reading one of the
// unreadable sectors. With the event, a write or a sync, of number `stops_at` the power is lost:
// from then on the disk says E_STATE, and does nothing.
struct disk_faults {
    uint32_t writes, syncs, events;
    uint32_t write_fails_at, sync_fails_at, stops_at; // DISK_NEVER: it does not
    bool fails_late;
    uint32_t unreadable_first, unreadable_count;
    uint32_t unreadable_period; // so many sectors on it is so again; 0: nowhere else
};

extern struct disk_faults disk_faults;

// Makes a disk of so many sectors, full of garbage; nothing fails. The same number again, or fewer,
// uses the same memory. Ends the test if there is no memory for it.
void disk_make(uint32_t sectors);

// The handle of its memory, as programs see it.
extern uint8_t disk_memory;

// Makes a disk of the memory that another process had for its own, which lies under `memory` now.
void disk_take(uint8_t memory, uint32_t sectors);

// Fills it with zeros.
void disk_clear(void);

// What becomes of sectors that were written and not synced when the power is lost.
enum disk_loss {
    DISK_LOSES_NOTHING,
    DISK_LOSES_ALL,
    DISK_LOSES_SOME,
    DISK_LOSES_OLD, // the older half
};

// The power comes back; nothing fails any more. `seed` says which sectors are some.
void disk_restart(enum disk_loss loss, uint32_t seed);

// Changes one bit of a sector, and changes it back when called again.
void disk_change(uint32_t sector, uint32_t seed);

// Exchanges a page's worth of sectors from `first` on with those behind them: as if writes had gone
// astray.
void disk_exchange(uint32_t first);

#endif
