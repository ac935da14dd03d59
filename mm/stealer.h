// SPDX-License-Identifier: MIT
// Lab 5: the page stealer. When free frames run short it takes pages away from those who have not
// used them for a while: clean ones it frees, dirty ones it has stored by their pager.
//
// One hand goes round the frame table, like that of a clock. What it meets:
//
//     frame                                hand
//     FREE, KERNEL, CORE, LENT, RESERVED   passes over it
//     PAGED                                visits it, mapping by mapping:
//       used since the last visit            it stays; the processor's note of that is cleared
//       not used since                       it is taken: unmapped
//       no mapping left                      the page goes: freed if clean, stored if dirty
//
// So a page that somebody uses between two visits stays, and one that several processes map goes
// when the last of them has left it alone for a lap. (The processor notes only the first use after
// a visit, and nothing is kept of the order of uses: an approximation of LRU that costs next to
// nothing.)
//
// When it runs: from free frames below reserve_steal_low() on until reserve_steal_high(), at most
// one lap a tick of the clock. Given code (mm/pagers/shortage.h) sees to that; it calls
// stealer_step, slice by slice, when frames are taken, on the clock and while nobody runs.
//
// The student writes stealer.c: stealer_is_needed, stealer_visit and stealer_step. Nothing here
// waits. Interrupts are off throughout.
// Source: F. Corbato, "A Paging Experiment with the Multics System", 1968 (the clock).
#ifndef MM_STEALER_H
#define MM_STEALER_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/thread/thread.h"
#include "mm/frame.h"
#include "mm/objects/object.h"

struct region;

// The stealer's state, for stealer.c to keep and for others to read. All 0 at the start.
struct stealer {
    uint32_t hand;   // the number of the frame that it looks at next
    bool is_running; // free frames were below the lower threshold, and since not at the upper one
    bool is_forced;  // given code's: somebody waits, and a whole lap took nothing
    bool has_met_crowd; // given code's: the hand has passed pages of crowded objects
    uint32_t passed;    // frames that the hand has gone past, visited ones too
    uint32_t visited;   // PAGED frames among them
    uint32_t freed;     // pages that went clean
    uint32_t stored;    // pages that were handed to their pager to be stored
    uint32_t refused;   // dirty pages that stayed: there was no slot, or too many frames were lent
};

extern struct stealer stealer;

// In frame->marks, for FRAME_PAGED, besides FRAME_DIRTY (mm/objects/object.h).
#define FRAME_FRESH 0x02 // supplied; who asked for it may not have run since. Given code sets it.
#define FRAME_GRACE 0x04 // a window page that the hand has visited since it came there

// What a visit came to.
enum steal {
    STEAL_KEPT,    // it stays; perhaps with fewer mappings
    STEAL_FREED,   // it was clean: its frame is free
    STEAL_STORING, // it was dirty: its pager has been asked to store it
    STEAL_REFUSED, // it is dirty and mapped nowhere, but cannot be stored now; the next lap tries
};

// --- written by the student

// Whether the stealer is to run, with hysteresis, so that it does not start and stop all the time.
//
// Effect: stealer.is_running becomes true if fewer than reserve_steal_low() frames are free, and
//     false if reserve_steal_high() or more are; in between it stays as it was.
// Returns: stealer.is_running.
bool stealer_is_needed(void);

// Visits one frame.
//
// Requires: frame->state is FRAME_PAGED: its owner says which page of which object it holds, and
//     that page is RESIDENT.
// Effect: stealer.visited is one more. A page of an object that is at its end (stealer_may_take
//     says no) stays as it is; at most its accessed bits are cleared, and FRAME_FRESH with them.
//     Otherwise, a window page (object->backs) without FRAME_GRACE gets that mark, and stays for
//     this lap as it is. Otherwise, each of the page's mappings is looked at, in any order. A
//     region of the object (object->regions) that covers the page has one or none, at
//     region_address_of in the address space of its process (region_process); a process can have
//     several such regions. Used (PAGE_ACCESSED): the note is cleared (paging_take_marks),
//     FRAME_FRESH goes, and the mapping stays. But after that, the mapping of a window page counts
//     as unused all the same, however often its pager touches it, and while stealer.is_forced any
//     one does. Unused: it stays if stealer_keeps says so. Else it is taken: paging_unmap, and the
//     frame's count `mappings` and mark FRAME_DIRTY are what they must be then. A page that has a
//     mapping left stays, and one that has none leaves its object, with its first visit too:
//     pager_evict, without `keep`. But it is refused, and pager_evict not called, if it is dirty,
//     its pager is on level 0, and stealer_may_lend says no; and it is refused if pager_evict finds
//     no slot. A page that is refused stays RESIDENT. As it comes out, stealer.freed, .stored or
//     .refused is one more. Nothing else of stealer changes.
// Returns: what came of it.
// Cost: grows with the object's regions; with the hand's way at most 110 instructions for a page
//     that stays and that one region maps (hand-visit in `make bench`).
enum steal stealer_visit(struct frame *frame);

// One slice: the hand goes on, visits the PAGED frames that it meets, and goes on from the end of
// the table at its beginning, until the slice has cost STEALER_SLICE, or the stealer is not needed
// any more. (It looks whether it is needed before the slice, and after each frame that it freed,
// unless the cost ends the slice there.)
//
// Effect: the slice ends behind the first frame with which its cost is STEALER_SLICE or more: 1 for
//     a frame that is passed over, stealer_visit_cost for one that is visited. stealer.hand is the
//     frame behind that one; stealer.passed counts all of them.
// Cost: at most 12 instructions for a frame that is passed over (hand-skip in `make bench`).
void stealer_step(void);

// --- given: mm/pagers/shortage.c

// What a slice may cost, so that interrupts are never off for long: some 4,000 instructions.
#define STEALER_SLICE 256

#define STEALER_COST_VISIT  3
#define STEALER_COST_REGION 4  // and that for each region of its object
#define STEALER_COST_STOLEN 30 // and that again if the page went, or was refused

// What a visit adds to the cost of a slice. `regions`: of the page's object.
static inline uint32_t stealer_visit_cost(uint32_t regions, enum steal result)
{
    uint32_t visit = STEALER_COST_VISIT + STEALER_COST_REGION * regions;
    return result == STEAL_KEPT ? visit : visit + STEALER_COST_STOLEN;
}

// Whether the object has a pager that serves it, and is not about to destroy it.
static inline bool object_is_served(const struct object *object)
{
    return !thread_is_over(process_thread(object->maker)) && !object->is_revoked;
}

// Whether pages of the object may be taken: its pager serves it, and is not about to destroy it.
// Nor do so many regions map it that one visit takes too long: given code goes through the mappings
// of such pages in slices, when the hand has passed them (mm/pagers/crowd.h).
static inline bool stealer_may_take(const struct object *object)
{
    if (object_is_crowded(object)) {
        stealer.has_met_crowd = true;
        return false;
    }
    return object_is_served(object);
}

// Whether an unused mapping of the frame, in that region, must stay all the same: the process has
// not run since the page was supplied to it (or it would have used it), or it is a pager that needs
// the page in its turn (mm/pagers/turn.h).
bool stealer_keeps(const struct frame *frame, const struct region *region);

// Whether another frame may be lent to a core pager for a store. The bound is a sixteenth of all
// frames, so that slow core pagers, all together, leave memory for everybody else.
bool stealer_may_lend(void);

#endif
