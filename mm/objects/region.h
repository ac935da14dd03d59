// SPDX-License-Identifier: MIT
// Regions: which part of which memory object lies where in a process's address space. Pages appear
// in a region when they are touched (mm/pagers/page_fault.h); wired memory is there at once.
//
// A process's regions are an array of REGIONS_MOST places within struct process, and a list of the
// places in use by ascending address. A region is also on the list of its object.
// Nothing here waits. Errors: kernel/abi/error.h.
#ifndef MM_OBJECTS_REGION_H
#define MM_OBJECTS_REGION_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "mm/address/types.h"

struct address_space;
struct object;
struct process;

// The number of bits in which the pages of a region are counted; user addresses have fewer pages.
#define REGION_PAGES_BITS 20
#define REGION_PAGES_MASK ((1u << REGION_PAGES_BITS) - 1)

struct region {
    struct list in_object; // the object's list of regions
    struct object *object; // NULL: this place is free
    user_address start;
    uint32_t pages;
    uint32_t first_page; // of the object
    uint32_t patience_ticks;
    uint8_t rights;           // bits PAGING_RIGHTS, for its pages' entries
    uint32_t most_rights : 2; // PAGE_WRITABLE if its capability allowed that
    uint32_t is_window : 1;   // a pager's window: the pager cannot unmap it
    uint32_t is_going : 1;    // is being unmapped: nothing is mapped into it any more
    uint32_t unmapped_pages : REGION_PAGES_BITS; // from its start on: region_unmap_some
};

// Regions lie within their process, which fills a frame.
static inline struct process *region_process(const struct region *region)
{
    return (struct process *)((uint32_t)region & ~(uint32_t)(FRAME_BYTES - 1));
}

static inline user_address region_address_of(const struct region *region, uint32_t page)
{
    return (user_address){region->start.value + ((page - region->first_page) << FRAME_SHIFT)};
}

static inline uint32_t region_page_at(const struct region *region, user_address address)
{
    return region->first_page + ((address.value - region->start.value) >> FRAME_SHIFT);
}

static inline user_address region_end(const struct region *region)
{
    return (user_address){region->start.value + (region->pages << FRAME_SHIFT)};
}

// The address space that it is in.
struct address_space *region_space(const struct region *region);

// The region that covers `address`, or NULL. Cost: grows with the logarithm of their number.
struct region *region_find(struct process *process, user_address address);

static inline bool region_covers(const struct region *region, user_address address)
{
    return (address.value - region->start.value) >> FRAME_SHIFT < region->pages;
}

// Whether the region maps page number `page` of its object, where that is there.
static inline bool region_has_page(const struct region *region, uint32_t page)
{
    return page - region->first_page < region->pages;
}

// The entry that maps page number `page` of the object in the region; NULL if nothing is mapped
// there, or the region does not have the page.
uint32_t *region_find_mapping(const struct region *region, uint32_t page);

// What a new region is to be like.
struct region_request {
    struct object *object;
    user_address start;
    uint32_t pages;
    uint32_t first_page;
    uint32_t patience_ticks;
    uint8_t rights; // bits PAGING_RIGHTS
    uint8_t most_rights;
    bool is_window;
    int8_t object_level; // of the pager behind the object (mm/pagers/pager_life.h)
};

// Whether region_add would do: 0; E_ARGUMENT, E_ADDRESS, E_LIMIT, E_LEVEL, E_BUSY as region_map in
// kernel/abi/system_calls.h says.
int region_check(struct process *process, const struct region_request *request);

// Adds a region, with nothing mapped in it. Requires: region_check said 0.
struct region *region_add(struct process *process, const struct region_request *request);

// Looks for a mapped page of the region from `*at` on, a little way. Returns whether `*at` is one
// now; else it is where to go on, or the region's end.
bool region_find_mapped(const struct region *region, user_address *at);

// Unmaps pages of the region from unmapped_pages on, at most as many as one slice of work may (and
// looks at no more entries than that takes). Returns whether all is done.
// Requires: nothing is mapped into it any more.
bool region_unmap_some(struct region *region);

// Removes a region in which nothing is mapped any more. Returns the object that it was of, which
// may have no other (object_check_release).
struct object *region_remove(struct region *region);

// Notes in the frame's entry what unmapping returned: one mapping less, written to or not.
void region_note_unmapped(uint32_t entry);

#endif
