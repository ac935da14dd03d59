// SPDX-License-Identifier: MIT
// Lab 4, the pages: how a page gets from its pager into an object, and back.
//
// A pager is a process that serves memory objects. Its window is a row of pages in its own address
// space, one for each slot, backed by an object of its own: on level 0 by frames that are lent to
// it, above that by its spill, which is behind another pager. A request takes a slot, from its
// start until it is answered *and* the slot's window page is ABSENT again.
//
//     object's page                       slot, window page                pager
//
//     ABSENT                              idle, ABSENT
//       |  pager_start_fetch              FETCH, RESIDENT (zeroed)  ---->  TAG_FETCH
//     FETCHING                                                             fills it
//       |  pager_answer                   idle, ABSENT              <----  answers
//     RESIDENT  (the same frame)
//       |  pager_evict, if dirty          STORE, RESIDENT (same)    ---->  TAG_STORE
//     STORING                                                              saves it
//       |  pager_answer                   idle, ABSENT              <----  answers
//     ABSENT    (the frame is free)
//
// Frames move; nothing is copied. A frame's owner names the page that it is at the moment: in the
// window, pager->window and the slot's number, else the object and its page. Its state is
// FRAME_LENT in the window of a pager on level 0, and FRAME_PAGED everywhere else. What lies in a
// slot's window page is dirty from the start (FRAME_DIRTY), so that no way out of the window loses
// it; what a FETCH brings into its object is clean. A window page of a spill may be evicted like
// any page while its request is open; the pager gets it back by touching it. One request a page at
// a time. Requests are received in the order in which they began.
//
// The student writes pager.c: all functions below that are not given. Each changes what its comment
// says, and nothing else. An object counts its pages that are not ABSENT (not_absent), and gives a
// leaf up in which all are: object_set_entry sees to both. Interrupts are off. Nothing here waits
// but what says so.
#ifndef MM_PAGER_H
#define MM_PAGER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/abi/error.h"
#include "kernel/abi/limits.h"
#include "kernel/abi/message.h"
#include "mm/objects/object.h"

struct port;
struct process;
struct trap_frame;

enum slot_state {
    SLOT_IDLE,
    SLOT_FETCH,
    SLOT_STORE,
    SLOT_DRAINING, // answered, but its window page is on its way one level down
};

struct slot {
    struct list link; // IDLE: of the pager's idle slots; FETCH, STORE: of its open ones
    // Processes that wait for its page, in the order in which they came: given code appends them.
    struct list waiters;
    struct object *object; // FETCH, STORE: the page that it is for
    uint32_t page;
    uint32_t word;         // of the latest request: the slot's number, a generation above
    uint16_t opened_clock; // the pager's clock when the request began
    uint8_t state;         // enum slot_state
    bool is_delivered;     // the pager has received the request
};

struct pager {
    struct process *process;
    struct port *port;         // where its requests come
    struct object *window;     // its spill, or `lent`
    user_address window_start; // page i of the window is slot i
    uint32_t slot_count;
    int level;
    struct list idle; // slots, the one that has been idle longest in front: it is taken next
    // Slots with a request that was not answered, the oldest first. (So those that were received
    // are in front.) A slot that drains is on neither list.
    struct list open;
    // The link of the first of them that was not received; &open if there is none.
    struct list *next_request;
    struct list slot_waiters; // processes that wait for a slot, lowest level first
    struct list notices;      // objects with a RELEASE that was not received yet
    struct list stalled;      // objects whose release waits for a slot
    struct list all;          // of all pagers
    struct list in_turn;      // of those that queue for the turn of its level: mm/pagers/turn.h
    uint8_t turn;             // enum turn_state
    uint32_t fetches,
        stores; // how many open requests are of each kind; draining slots do not count
    uint32_t most_of_one_kind; // slots that either kind may use: some are kept for the other
    uint16_t clock;            // patience: given code counts here
    uint16_t patience_ticks;
    uint32_t counted_tick; // the tick that the clock was moved on in
    uint32_t end_progress;
    uint32_t lab_4; // lab 4's, to use as it likes; 0 in a new pager
    struct slot slots[PAGER_SLOTS_MOST];
    // Level 0: the window's object, with an entry for each slot.
    struct object lent;
    struct page_entry lent_entries[PAGER_SLOTS_MOST];
};

_Static_assert(sizeof(struct pager) <= FRAME_BYTES, "a pager fills a frame");

// The frame's `mappings` counts the address spaces that map such a page. The functions paging_map
// and paging_unmap know nothing of it: whoever calls them counts, so for a page in a window too (1
// while it is mapped there). A RESIDENT window page need not be mapped. The window's page tables
// are held, so paging_map there needs no claim (NULL).

// --- written by the student

// Makes all slots of a new pager idle.
// Requires: slot_count is set; everything else that is lab 4's is 0 (the lists too).
// Effect: the lists idle and open, next_request, and every slot. The slot words of a slot's
//     requests begin with generation 1, and each has the next one. (The word of a slot that had no
//     request yet is open.) They are idle in the order 0, 1, 2, ...; one
//     that becomes idle again goes behind the others.
void pager_init_slots(struct pager *pager);

// Whether a request of that kind, SLOT_FETCH or SLOT_STORE, can have a slot: one is idle, and fewer
// than most_of_one_kind are in use for that kind.
bool pager_has_slot(const struct pager *pager, enum slot_state kind);

// Asks the pager for a page.
//
// `frame` is a new one, FRAME_LENT on level 0 and FRAME_PAGED above, with old contents.
// Requires: the page is ABSENT, and its leaf is there; pager_has_slot(object->pager, SLOT_FETCH).
// Effect: the frame is zeroed (frame_clear) and lies in the window, dirty, mapped writable there.
//     The page is FETCHING in that slot, and the request is pending. The object has one open
//     request more (open_requests). Calls pager_notify.
// Returns: the slot, the first of the idle ones.
struct slot *pager_start_fetch(struct object *object, uint32_t page, struct frame *frame);

// What became of a page that should go.
enum pager_evict {
    EVICT_FREED,   // it was clean: its frame is free, the page ABSENT
    EVICT_STORING, // it was dirty: the page is STORING
    EVICT_NO_SLOT, // it is dirty and there is no slot: it is RESIDENT still, mapped nowhere
    EVICT_CLEAN,   // with `keep`, it was clean: RESIDENT as it was, but mapped nowhere
};

// Takes a page out of its object. First it is unmapped everywhere (object_unmap_page), and only
// then its dirty mark says what to do.
//
// Requires: the page is RESIDENT, in an object behind a pager.
// Effect: as enum pager_evict says. A dirty page's frame moves to a slot, as FRAME_LENT on level 0,
//     mapped writable in the window; the request is pending; object->open_requests is one more.
//     With `keep` the entry says so, and the page comes back with the answer, if it can; and a
//     clean page stays. Calls pager_notify, if there is a new request.
enum pager_evict pager_evict(struct object *object, uint32_t page, bool keep);

// Hands the oldest pending request out.
//
// Effect: EBX, ECX, EDX and ESI of `registers` are the request's tag, the object's badge, the page
//     and the slot word; EDI and EBP 0. The request is delivered.
// Returns: whether there was one; else nothing changed.
bool pager_take_request(struct pager *pager, struct trap_frame *registers);

// Takes an answer. `status` is 0, or anything else, above 0 too, for a failure.
//
//     request      status  window page   the object's page   frame     waiters
//     FETCH        0       RESIDENT      RESIDENT, clean     moves     page_supply
//     FETCH        0       else          nothing is done but page_fault_in for it
//     FETCH        failed  any           ABSENT              freed     page_fail, END_FETCH_FAILED
//     STORE        0       any           ABSENT              freed     page_wake
//     STORE, keep  0       RESIDENT      RESIDENT, clean     moves     page_supply
//     STORE, keep  0       else          ABSENT              freed     page_wake
//     STORE        failed  any           FAILED              freed     page_fail, END_STORE_FAILED
//     with `discard` on the object's page:
//     any          0       any           ABSENT              freed     page_wake
//     any          failed  any           ABSENT              freed     page_fail, as above
//
// FETCH, 0: the window page's frame moves to the object, FRAME_PAGED, clean, and the page is
//     RESIDENT; page_supply maps it for the first waiter and wakes them all. If the window page is
//     not RESIDENT (it was evicted), nothing is done but page_fault_in for it: the call waits.
// FETCH, failed: the frame is freed, the page is ABSENT, and page_fail ends the waiters,
//     END_FETCH_FAILED.
// STORE, 0: the frame is freed, the page is ABSENT, and its waiters are woken, to fetch it. If the
//     entry says `keep` and the window page is RESIDENT, its frame goes back to the object instead,
//     clean, as with a FETCH.
// STORE, failed: the frame is freed, the page is FAILED, page_fail ends the waiters,
//     END_STORE_FAILED.
// In all: the slot is idle, or DRAINING as long as its window page is FETCHING or STORING: then
//     that page's `discard` is set. The object has one open request less (open_requests), and then
//     object_check_release is called.
//     A slot that is idle again is told to pager_slot_freed.
//     The answered page may itself be the window page of a pager above. If it is to be discarded,
//     its frame is freed and it is ABSENT, whatever the answer; and a slot that was DRAINING
//     because of it is idle. A FETCH that is to be discarded may also wait for its window page.
//     A window page that is FAILED has no frame any more: the slot is idle, and whether that page
//     stays FAILED or is ABSENT then is open.
//
// Returns: 0; E_STALE, with nothing changed, unless the slot word names an open request that was
//     received; SYSTEM_CALL_WAITS, with nothing changed, if it waits for the window page.
int32_t pager_answer(struct pager *pager, uint32_t slot_word, int32_t status);

// --- given: mm/pagers/pager_life.c, page_waiters.c, page_fault.c, object_end.c

// A request is pending: if the pager waits at its port, it receives it now.
void pager_notify(struct pager *pager);

// The part of pager_slot_freed that has something to do.
void pager_wake_for_slot(struct pager *pager);

// A slot is idle again: wakes who waits for one, if pager_has_slot says that it may have it.
static inline void pager_slot_freed(struct pager *pager)
{
    if (!list_is_empty(&pager->slot_waiters) || !list_is_empty(&pager->stalled))
        pager_wake_for_slot(pager);
}

void page_waiters_init(void);

// The page has come: maps it for the first of the waiters, and wakes all of them.
// mm/pagers/page_waiters.c
void page_supply(struct list *waiters, struct frame *frame);

// The page will not come: ends the waiters with `reason` (those of object_sync go on).
void page_fail(struct list *waiters, uint32_t reason);

// Wakes all waiters, to look again.
void page_wake(struct list *waiters);

// Makes the calling process wait until the page at `address`, which is its own, is there; it then
// does its system call again. Returns SYSTEM_CALL_WAITS.
int32_t page_fault_in(struct process *process, user_address address);

// The part of object_check_release that has something to do.
void object_release_if_unused(struct object *object);

// Something that uses the object has gone: if that was the last, the object is released.
// mm/pagers/object_end.c
static inline void object_check_release(struct object *object)
{
    if (object->region_count == 0)
        object_release_if_unused(object);
}

#endif
