// SPDX-License-Identifier: MIT
// Wired memory: objects that are never paged. Their frames are FRAME_CORE, of class CORE, and
// charged to their maker; device memory has no frames. How they are made at run time, for those who
// hold the core right, is lab 6's (mm/core.h); here is the rest.
// Nothing here waits. What takes long is done in slices.
#ifndef MM_OBJECTS_WIRED_H
#define MM_OBJECTS_WIRED_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

struct claim;
struct frame;
struct object;
struct process;
struct region;

// How many frames a wired object of `pages` pages of RAM takes in all.
uint32_t wired_count_frames(uint32_t pages);

// Whether some of the `pages` frames from `start` on are RAM, so that they are no device's memory.
bool wired_is_ram(physical_address start, uint32_t pages);

// Makes `frame` an ABSENT page of a wired object. A leaf that is missing comes out of the claim.
// Effect: the page is RESIDENT; frame->owner; frame and leaf are charged to the object's maker. The
//     frame's contents stay as they are.
void wired_add_page(struct object *object, uint32_t page, struct frame *frame, struct claim *claim);

// Makes a whole wired object of zeroed pages. For the boot loader: it may take long.
// Requires: the claim holds wired_count_frames(pages).
struct object *wired_make(struct process *maker, uint32_t pages, uint32_t generation,
                          struct claim *claim);

// Makes a whole object of device memory or of other physical memory that the allocator does not
// have, from `start` on. Requires: the claim holds object_count_frames(1).
struct object *wired_make_device(struct process *maker, physical_address start, uint32_t pages,
                                 uint32_t generation, struct claim *claim);

// The frame of a page of an object that is whole: OBJECT_WIRED, OBJECT_DEVICE, or OBJECT_LENT in a
// slot with a request.
frame_number wired_frame_of(const struct object *object, uint32_t page);

// Maps some of a region of wired memory from page `*page` of the region on; tables come out of the
// claim. Returns whether all is mapped, or the region or its object is going; else `*page` is where
// to go on. (If somebody took tables away meanwhile, pages are left to be mapped when they are
// touched.)
bool wired_map_some(struct region *region, struct claim *claim, uint32_t *page);

#endif
