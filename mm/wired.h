// SPDX-License-Identifier: MIT
// Wired memory: objects that are never paged, for those who hold the core right. Their frames are
// FRAME_CORE, of class CORE, and charged to their maker; device memory has no frames.
// Nothing here waits. What takes long is done in slices.
#ifndef MM_WIRED_H
#define MM_WIRED_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/object.h"

struct process;
struct region;

struct wired_request {
    uint32_t pages;
    uint32_t flags;          // WIRED_ (kernel/abi/rights.h)
    physical_address device; // WIRED_DEVICE
};

// How many frames a wired object of `pages` pages of RAM takes in all.
uint32_t wired_count_frames(uint32_t pages);

// Begins to make a wired object, which counts as revoked until it is whole. Frames for all of it
// are set aside in `claim`.
// Returns 0, or an error as object_create_wired in kernel/abi/system_calls.h says.
int wired_begin(struct process *process, const struct wired_request *request, struct claim *claim,
                struct object **object);

// Fills in, zeroed, some pages from `*page` on. Returns whether the object is whole, which then is
// not revoked any more; else `*page` is where to go on.
bool wired_build_some(struct object *object, struct claim *claim, uint32_t *page);

// Makes a whole object of device memory or of other physical memory that the allocator does not
// have, from `start` on. For the boot loader. Requires: the claim holds object_count_frames(1).
struct object *wired_make_device(struct process *maker, physical_address start, uint32_t pages,
                                 uint32_t generation, struct claim *claim);

// Maps some of a region of wired memory from page `*page` of the region on; tables come out of the
// claim. Returns whether all is mapped, or the region or its object is going; else `*page` is where
// to go on. (If somebody took tables away meanwhile, pages are left to be mapped when they are
// touched.)
bool wired_map_some(struct region *region, struct claim *claim, uint32_t *page);

#endif
