// SPDX-License-Identifier: MIT
// Memory objects: a row of pages behind one pager, and where each page is at the moment.
//
//     struct object ---> entries: one struct page_entry a page, in the object's own frame if they
//                        fit there, else in leaves of 1,024:
//                    or  directory ---> leaf ---> entries
//                                  \--> NULL: all 1,024 pages are ABSENT
//
// The frames of a page's mappings are found by walking the object's regions; there is no other
// record of them. Nothing here waits.
#ifndef MM_OBJECTS_OBJECT_H
#define MM_OBJECTS_OBJECT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/thread/work_queue.h"
#include "mm/address/types.h"
#include "mm/frames/frame_memory.h"

struct claim;
struct pager;
struct process;

// Where a page is.
enum page_state {
    PAGE_ABSENT,   // with its pager
    PAGE_FETCHING, // a FETCH for it is open, in slot `number`
    PAGE_RESIDENT, // in frame `number`
    PAGE_STORING,  // a STORE for it is open, in slot `number`
    PAGE_FAILED,   // lost: its pager could not store it
};

struct page_entry {
    union {
        struct {
            uint32_t state : 4;   // enum page_state
            uint32_t discard : 1; // in transit, and nobody wants it: free it when answered
            uint32_t keep : 1;    // STORING because of object_sync: RESIDENT again when answered
            uint32_t : 6;
            uint32_t number : 20; // a frame's number, or a slot's
        };
        uint32_t word; // all of them
    };
};

#define PAGE_ENTRY_NUMBER_SHIFT 12

_Static_assert(sizeof(struct page_entry) == 4, "a leaf is one frame");

enum object_kind {
    OBJECT_PAGED,  // behind a pager
    OBJECT_WIRED,  // frames of state FRAME_CORE, all RESIDENT, no pager
    OBJECT_DEVICE, // physical memory that is not the allocator's, no entries
    OBJECT_LENT,   // the window of a pager on level 0: frames of state FRAME_LENT, no pager
    OBJECT_GONE,   // stands for all whose pager died or whose memory was taken back
};

// In frame->marks, for FRAME_PAGED and FRAME_LENT: written to since it came from its pager. The
// processor's own dirty bits are added to this when a mapping ends.
#define FRAME_DIRTY 0x01

#define OBJECT_LEVEL_NONE (-1) // of what has no pager: below every level

#define LEAF_SHIFT   10
#define LEAF_ENTRIES (1u << LEAF_SHIFT)
#define LEAF_MASK    (LEAF_ENTRIES - 1)

struct object {
    struct list regions; // that map it
    uint32_t region_count;
    uint32_t pages;
    struct page_entry **directory; // NULL: all entries are at `entries`
    struct page_entry *entries;
    uint32_t not_absent; // pages that are not ABSENT
    uint32_t badge;
    struct pager *pager;   // behind it, or NULL
    struct pager *backs;   // whose window it is, or NULL
    struct process *maker; // whose account it is charged to
    struct list in_maker;  // its maker's list of objects: process->objects
    union {
        struct list in_notices; // the pager's list of RELEASE notices
        struct list in_core;    // wired: its owner's list, process->core_objects
    };
    uint32_t capability_count; // but for the owner's
    uint32_t open_requests;
    uint32_t release_page;   // how far a release is
    physical_address device; // OBJECT_DEVICE: where it starts
    struct work work;        // its release, bit by bit
    uint8_t kind;            // enum object_kind
    uint8_t keeps : 1;       // OBJECT_KEEP
    uint8_t is_counted : 1;  // within information_process only
    uint8_t is_revoked;      // about to end, or not complete yet: nothing of it is mapped
    uint8_t is_noticed;      // on the pager's list of notices
    uint8_t is_stalled;      // its release waits for a slot, on the pager's list
    uint8_t has_core_owner;  // made with another's core right: it is on that one's list
    uint8_t has_channel;     // `channel` is its DMA channel
    uint8_t channel;
};

_Static_assert(sizeof(struct object) == 100, "pager_create's limit of a spill is in the manual");

// Whether so many regions map the object that what is done for each of them takes several slices of
// work: mm/pagers/crowd.h.
#define OBJECT_CROWD_REGIONS 16
static inline bool object_is_crowded(const struct object *object)
{
    return object->region_count > OBJECT_CROWD_REGIONS;
}

// How many pages fit into the object's own frame.
#define OBJECT_INLINE_PAGES ((FRAME_BYTES - sizeof(struct object)) / sizeof(struct page_entry))

// One of these stands in each region whose object is gone: object_gone_pager where the pager died,
// object_gone_revoked where wired memory was taken back.
extern struct object object_gone_pager, object_gone_revoked;

// The entry of a page; NULL if its leaf is missing (then the page is ABSENT).
static inline struct page_entry *object_find_entry(const struct object *object, uint32_t page)
{
    if (object->directory == NULL)
        return object->entries + page;
    struct page_entry *leaf = object->directory[page >> LEAF_SHIFT];
    return leaf == NULL ? NULL : leaf + (page & LEAF_MASK);
}

// The entry of a page. A missing leaf is made, with a frame of the claim.
struct page_entry *object_make_entry(struct object *object, uint32_t page, struct claim *claim);

// The part of object_set_entry that is about leaves: one page less that is not ABSENT.
void object_count_out_of_leaf(struct object *object, uint32_t page);

// Sets a page's entry, counts the pages that are not ABSENT, and gives up a leaf that has none
// left. (Its frame's `mappings` counts them for the leaf.) `entry` is invalid after PAGE_ABSENT.
static inline void object_set_entry(struct object *object, uint32_t page, struct page_entry *entry,
                                    enum page_state state, uint32_t number)
{
    bool was_absent = entry->state == PAGE_ABSENT, is_absent = state == PAGE_ABSENT;

    entry->word = number << PAGE_ENTRY_NUMBER_SHIFT | state;
    if (was_absent == is_absent)
        return;
    if (is_absent)
        object->not_absent--;
    else
        object->not_absent++;
    if (object->directory == NULL)
        return;
    if (was_absent)
        frame_of_memory(entry)->mappings++;
    else
        object_count_out_of_leaf(object, page);
}

// The same between two states that are not ABSENT.
static inline void object_change_entry(struct page_entry *entry, enum page_state state,
                                       uint32_t number)
{
    entry->word = number << PAGE_ENTRY_NUMBER_SHIFT | state;
}

// The frame of a RESIDENT page.
static inline struct frame *object_frame(const struct page_entry *entry)
{
    return &frame_table[entry->number];
}

// Unmaps a RESIDENT page in every address space, in the order that loses no write: every entry is
// cleared and flushed first, then what the processor noted counts.
// Effect: frame->mappings = 0; FRAME_DIRTY is set in frame->marks if it was written to.
void object_unmap_page(struct object *object, uint32_t page, struct frame *frame);

// The same for some of the address spaces: a slice (kernel/thread/work.h). Moves the regions that
// it has looked at to the end of the object's list. Returns whether the page is mapped nowhere now.
bool object_unmap_some(struct object *object, uint32_t page, struct frame *frame);

// Whether a RESIDENT page was written to since it came from its pager, as far as is noted by now.
bool object_page_is_dirty(const struct object *object, uint32_t page);

// The next page at or behind `page` that is not ABSENT; object->pages if there is none. Skips
// missing leaves, and looks at 64 leaves and 64 entries at the most: the page that it returns may
// be ABSENT then.
uint32_t object_find_page(const struct object *object, uint32_t page);

#endif
