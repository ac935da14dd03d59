// SPDX-License-Identifier: MIT
// What the kernel tells of itself: memory, processes, their regions, pagers. Everything may be
// different a moment later. Anybody may look: what processes keep from each other is what is in
// their memory, not that they are there.
#ifndef KERNEL_ABI_INFORMATION_H
#define KERNEL_ABI_INFORMATION_H

#include <stdint.h>

#include "kernel/abi/limits.h"
#include "kernel/abi/process_state.h"

// USE(name, a letter for pictures, what it is)
#define FRAME_USE_LIST(USE)                                                                        \
    USE(FRAME_USE_RESERVED, ' ', "no RAM, or the kernel's image and the boot modules")             \
    USE(FRAME_USE_FREE, '.', "free")                                                               \
    USE(FRAME_USE_KERNEL, 'k', "page tables, processes, objects")                                  \
    USE(FRAME_USE_CORE, 'c', "wired memory of core processes")                                     \
    USE(FRAME_USE_PAGED, 'p', "a page of a memory object")                                         \
    USE(FRAME_USE_LENT, 'l', "lent to a core pager, for a request")

#define FRAME_USE_VALUE(name, letter, text) name,

enum frame_use { FRAME_USE_LIST(FRAME_USE_VALUE) FRAME_USES };

#undef FRAME_USE_VALUE

// A frame in information_map: its use in the lowest bits, and
#define FRAME_INFORMATION_USE    0x0f
#define FRAME_INFORMATION_DIRTY  0x10 // written to since it came from its pager, as far as is known
#define FRAME_INFORMATION_MAPPED 0x20

// information_map tells of at most this many frames a call.
#define INFORMATION_MAP_MOST 64

struct information_frames {
    uint32_t table_entries; // frames in the frame table, RAM or not
    uint32_t total;         // that the allocator has
    uint32_t free, claimed; // claimed: promised, and not taken yet
    uint32_t used[FRAME_USES];
    uint32_t reserve_frames, core_floor, paged_floor; // floors of the classes: mm/reserve.h
    uint32_t steal_low, steal_high;
    uint32_t ordinary_frames, ordinary_most;              // quotas of all ordinary processes
    uint32_t stealer_laps, stealer_freed, stealer_stored; // since the start
    uint32_t ticks;
};

struct information_process {
    uint32_t place;         // in the frame table, for the other calls
    uint32_t number;        // 0: there is none
    uint32_t state;         // enum process_state
    uint32_t wait;          // enum process_wait
    uint32_t waits_for;     // number of the process that owes it the reply or the page; 0: nobody
    uint32_t creator;       // number of the process that made it; 0: the boot loader
    uint32_t is_core;       // a core process
    int32_t level;          // as a pager, or LEVEL_NONE
    uint32_t priority;      // the lower, the sooner
    uint32_t ticks_used;    // of the clock, while it ran
    uint32_t quota_frames;  // of its account; QUOTA_UNLIMITED
    uint32_t used_frames;   // of these
    uint32_t regions;       // how many it has
    uint32_t present_pages; // of all the objects that it maps, those that are in memory
    char name[PROCESS_NAME_BYTES];
};

// Whose memory a region is.
enum region_kind {
    REGION_KIND_PAGED,  // behind a pager
    REGION_KIND_WIRED,  // wired memory
    REGION_KIND_DEVICE, // device memory
    REGION_KIND_WINDOW, // the window of a pager
    REGION_KIND_GONE,   // what was there has ended
};

struct information_region {
    uint32_t address, pages;
    uint32_t first_page;                  // of the object
    uint32_t rights;                      // REGION_ (kernel/abi/rights.h)
    uint32_t kind;                        // enum region_kind
    uint32_t badge;                       // of the object
    uint32_t pager;                       // number of the process behind it; 0: none
    uint32_t object_pages, present_pages; // the object's, and those of them that are in memory
};

struct information_pager {
    uint32_t level;
    uint32_t slots;
    uint32_t fetches, stores; // open requests
    uint32_t undelivered;     // those of them that it has not received
    uint32_t oldest_ticks;    // for how long the oldest is open, as its patience counts
    uint32_t patience_ticks;
    uint32_t waiting; // processes that wait for its pages or slots, counted up to
                      // INFORMATION_WAITING_MOST
};

#define INFORMATION_WAITING_MOST 99

#endif
