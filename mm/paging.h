// SPDX-License-Identifier: MIT
// Lab 3: paging. It writes page directories and page tables, so that each process has an address
// space of its own, reads what the processor notes in them, and says what a page fault was.
// It knows nothing of what a page holds or where it comes from: that is lab 4 (mm/pager.h) and up.
//
//     user address     |  31 .. 22  |  21 .. 12  |  11 .. 0   |
//                      directory slot  table slot    byte
//                            |             |
//     space->directory --> [...]           |
//                            |             |
//                            +--> table: [...] --> frame: [ 4096 bytes ]
//
// An address space has one page directory, a frame of state FRAME_KERNEL, and a page table, another
// such frame, for each 4 MiB in which something is mapped, or that are held (paging_hold_tables).
// With the last mapping or hold the table goes back to the reserve, at once. (What keeps a table
// can be counted in the entry of the table's frame, in `mappings`: nobody else uses that there.)
// The upper half of every directory is the kernel's and the same in all: a copy of
// kernel_directory's.
//
// `space->directory` is an address of the kernel. Entries hold physical addresses. The functions
// virtual_from_physical and physical_from_virtual (mm/address/types.h) translate, and the frame of
// an entry is frame_table[entry >> FRAME_SHIFT]. An entry maps something if PAGE_PRESENT is set in
// it. If not, it is absent, and its other bits may be anything. A directory entry that leads to a
// table allows ring 3 all that the table's entries allow. A table's entry that maps a page holds
// the frame's physical address, PAGE_PRESENT, PAGE_USER, the page's rights, and what the processor
// noted: PAGE_ACCESSED and PAGE_DIRTY. Its bits 9 to 11 are paging.c's, all others are 0. The
// mapped frames are not paging.c's: neither their memory nor their entries of the frame table,
// where others count who maps them. They need not even be in the table: a device's memory is not.
//
// The processor remembers translations (mm/frames/tlb.h), but only of the address space tlb_space,
// the one that is loaded, and never that a page is absent. A translation that allows more than its
// entry does now must be flushed (tlb_flush_page), and so must anything within a table that goes
// back, by a flush of some address in its 4 MiB, and a translation whose accessed or dirty bit was
// cleared, since the processor sets the bit only when it reads the entry again. Nothing else is
// flushed, and nothing at all in a space that is not loaded. No function loads a space.
//
// A user_address may be any byte of its page, unless a function requires more.
//
// The student writes paging.c: all functions below. Nothing here waits. Interrupts are off.
// Source: Intel SDM volume 3, "Paging": "32-Bit Paging", "Page-Fault Exceptions", "Accessed and
// Dirty Flags", "Caching Translation Information" (what must be flushed). The bits have their names
// in mm/address/page_bits.h.
#ifndef MM_PAGING_H
#define MM_PAGING_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/kernel_directory.h"
#include "mm/address/page_bits.h"
#include "mm/address/types.h"
#include "mm/reserve.h"

struct address_space {
    uint32_t *directory;  // PAGE_TABLE_ENTRIES entries, at their kernel address; NULL: no space
    uint32_t table_count; // page tables it has now; given code charges them to an account
    uint32_t lab_3;       // lab 3's, to use as it likes; 0 before paging_create
};

// What a mapping may allow, besides reading: bits of its entry.
#define PAGING_RIGHTS (PAGE_WRITABLE | PAGE_CACHE_DISABLED | PAGE_WRITE_THROUGH)

// Makes an address space with nothing mapped in it.
//
// Requires: `claim` holds at least one frame.
// Effect: takes one frame, as FRAME_KERNEL, for the directory: its lower half is empty, its upper
//     half the kernel's. There are no tables yet: space->table_count = 0.
void paging_create(struct address_space *space, struct claim *claim);

// Gives back the directory and all page tables, held ones too.
//
// Requires: nothing is mapped any more, and the space is not loaded.
// Effect: all its frames are free; space->directory = NULL, table_count = 0.
void paging_destroy(struct address_space *space);

// The page table entry of `address`, as the kernel sees it; NULL if there is no table for it.
// The entry need not be present.
uint32_t *paging_find_entry(const struct address_space *space, user_address address);

// How many page tables the `pages` pages from `address` on still lack: 0 to 512.
// Requires: pages > 0; all of them are user addresses.
uint32_t paging_count_missing_tables(const struct address_space *space, user_address address,
                                     uint32_t pages);

// Makes the page tables of the pages from `address` on that are missing, and holds each table of
// these pages once: it stays even when it is empty.
//
// Requires: `claim` holds as many frames as paging_count_missing_tables says; as there.
// Effect: takes that many frames as FRAME_KERNEL, all entries absent. No flush.
void paging_hold_tables(struct address_space *space, user_address address, uint32_t pages,
                        struct claim *claim);

// The inverse: takes one hold off each table. A table that nothing keeps goes back, with one flush.
// (Each of them, if several go back.)
// Requires: the same pages were given to paging_hold_tables.
void paging_release_tables(struct address_space *space, user_address address, uint32_t pages);

// Maps one page.
//
// `page` is the frame's physical address, with those of the bits PAGING_RIGHTS that are allowed.
// Requires: nothing is mapped at `address`.
// Effect: user programs reach the frame at `address`; accessed and dirty are clear. A missing table
//     is made with one frame of the claim; otherwise the claim, which may be NULL, is left alone.
//     No flush.
// Returns: true; or false, with nothing changed, if the table is missing and the claim holds no
//     frame for it.
// Cost: constant. (Clearing a new table is most of it, where one is made.)
bool paging_map(struct address_space *space, user_address address, uint32_t page,
                struct claim *claim);

// Unmaps one page, if it is mapped.
//
// Effect: the entry is 0, and no translation of it is left: one flush. (None is needed where
//     PAGE_ACCESSED was clear: the processor sets it before it remembers anything of the page.)
//     A table that nothing keeps goes back; the flush of the page may serve for it too, or one
//     more may be made.
// Returns: the entry as it was, with the processor's last word on PAGE_ACCESSED and PAGE_DIRTY; 0
//     if nothing was mapped, with nothing changed.
// Cost: constant. (mapping-walk in `make bench` is this and a little more.)
uint32_t paging_unmap(struct address_space *space, user_address address);

// Changes what a mapped page allows to `rights`, some of the bits PAGING_RIGHTS.
//
// Effect: as if mapped with these; accessed and dirty stay. Flushes once if rights were removed
//     (writing, or the cache), even if the page was never accessed; otherwise does not flush.
// Returns: whether something was mapped there; else nothing changed.
//
//     PAGE_WRITABLE goes                 flush
//     PAGE_WRITABLE comes                none: before it refuses, the processor reads the entry
//     PAGE_CACHE_DISABLED comes          flush
//     PAGE_CACHE_DISABLED goes           none: slower, but right
//     PAGE_WRITE_THROUGH comes or goes   none
bool paging_change_rights(struct address_space *space, user_address address, uint32_t rights);

// Reads and clears what the processor noted about a page.
//
// Requires: `marks` is PAGE_ACCESSED, PAGE_DIRTY or both.
// Effect: these bits are clear, so that the next access, or write, sets them again. Flushes, once,
//     if one of them was set; else not.
// Returns: those of them that were set; 0 if nothing is mapped there.
uint32_t paging_take_marks(struct address_space *space, user_address address, uint32_t marks);

// The first mapped page in [from, end), or `end` if there is none.
// Requires: both are page-aligned; from <= end; user addresses, but `end` may be the end of them.
// Cost: skips 4 MiB without a table in constant time.
user_address paging_find_mapped(const struct address_space *space, user_address from,
                                user_address end);

#define PAGING_NO_REGION UINT32_MAX

enum paging_fault {
    PAGING_FAULT_ABSENT,    // allowed, but not by the entry as it is now: it has to be supplied
    PAGING_FAULT_RESOLVED,  // allowed, and by now the entry allows it: just try again
    PAGING_FAULT_NO_REGION, // a user address that means nothing
    PAGING_FAULT_READ_ONLY, // a write where only reading is allowed
    PAGING_FAULT_KERNEL_ADDRESS, // ring 3 touched an address of the kernel
    PAGING_FAULT_RESERVED_BIT,   // an entry has a bit set that must be 0: a bug of the kernel
};

// Says what a page fault in ring 3 was.
//
// `error_code` is what the processor pushed; or PAGE_FAULT_WRITE or 0, when the kernel is about to
//     touch the page for the process: so only PAGE_FAULT_RESERVED and _WRITE mean something here.
//     `rights` are the bits PAGING_RIGHTS that the region around `address` allows, or
//     PAGING_NO_REGION.
// If several answers fit, the first of RESERVED_BIT, KERNEL_ADDRESS, NO_REGION, READ_ONLY, and then
//     of ABSENT and RESOLVED as the entry is now.
enum paging_fault paging_classify_fault(const struct address_space *space, user_address address,
                                        uint32_t error_code, uint32_t rights);

#endif
