// SPDX-License-Identifier: MIT
// Lab 2: the reserve. It decides who may have a frame, so that those who must get one always do.
//
// Every allocation has a class, and every class a floor: the number of free frames that it must
// leave for the classes below. From the top down:
//
//     free frames
//         |  PAGED     pages of memory objects, and kernel structures for ordinary processes
//         +-- floor of PAGED = CORE_FLOOR + TURN_FRAMES * (highest level in use)
//         |  TURN(l)   faults of the one pager of level l whose turn it is to answer
//         +-- floor of TURN(l) = CORE_FLOOR + TURN_FRAMES * (l - 1): a floor for each level, one
//         |            inside the other, so that a higher level cannot take what a lower one needs
//         |  CORE      wired memory of core processes, and kernel structures for them
//         +-- floor of CORE = RESERVE_FRAMES
//         |  RESERVE   the kernel itself, where nothing may fail
//         +-- 0 = floor of RESERVE
//
// A floor *forbids* a request if, after it, fewer frames than the floor were free:
//
//     free frames   floor   a request of 1 frame   of 4 frames                  of 5 frames
//     100           96      99 left: granted       96 left, no fewer: granted   95 left: forbidden
//     97            96      96 left: granted       forbidden                    forbidden
//     96            96      forbidden              forbidden                    forbidden
//
// A *claim* is a promise of n frames, given at once or not at all. Frames that are promised are not
// free for anybody else, though nobody holds them yet; so whoever has a claim takes its frames one
// by one without any way to fail, and gives back what is left. The kernel's rule of two phases
// rests on this: check and claim everything first, then do it.
//
//     free = 100, claimed = 0, used = 0
//         reserve_claim(&claim, CLASS_PAGED, 3)     free = 97, claimed = 3, used = 0
//         reserve_take(&claim, FRAME_PAGED)         free = 97, claimed = 2, used = 1
//         reserve_take(&claim, FRAME_KERNEL)        free = 97, claimed = 1, used = 2
//         reserve_release(&claim)                   free = 98, claimed = 0, used = 2
//
// The frames themselves come from lab 1 (mm/frame.h). From reserve_init on, all are taken and given
// back here. A call changes nothing but what it says: not the entries of other frames, not another
// claim, and not the memory of a frame, which in some tests does not exist.
//
// The student writes reserve.c: all functions below but reserve_misuse, which is given
// (mm/frames/reserve_misuse.c). Nothing here waits. Interrupts are off throughout.
#ifndef MM_RESERVE_H
#define MM_RESERVE_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "mm/frame.h"

// For the kernel where nothing may fail: the page that comes back to the pager whose turn it is. It
// needs at most a page table in that pager's address space and a leaf in its object's directory of
// pages, both of which may have been given up while it was away. One pager a level has the turn and
// waits for one page at a time, and levels 1 to 7 are paged: 7 * 2 = 14, rounded up.
#define RESERVE_FRAMES 16

// What core processes can count on when everybody else has taken all they could. The number is a
// choice: 64 KiB, as much as the longest transfer of bytes by ISA DMA.
#define CORE_FRAMES 16
#define CORE_FLOOR  (RESERVE_FRAMES + CORE_FRAMES)

// The frames that one request to a pager may need, all its pages stolen before: code, stack, data
// and page tables. The number is a choice, too, 256 KiB, and a limit: a pager that needs more for
// one request may be ended (mm/pagers/turn.h).
#define TURN_FRAMES 64

// Levels order pagers: 0 pagers in wired memory, above them pagers that are paged themselves.
#define LEVEL_HIGHEST 7

// A class of allocation. CLASS_TURN(1) to CLASS_TURN(LEVEL_HIGHEST) are one class, with a floor for
// each level.
enum frame_class {
    CLASS_RESERVE,
    CLASS_CORE,
    CLASS_PAGED,
    CLASS_TURN_LOWEST,
    CLASS_TURN_HIGHEST = CLASS_TURN_LOWEST + LEVEL_HIGHEST - 1,
    CLASSES,
};

#define CLASS_TURN(level) ((enum frame_class)(CLASS_TURN_LOWEST - 1 + (level)))

// Frames that were promised and not yet taken. All zero is a claim of nothing. Its holder may read
// `frames`; only reserve.c writes to it.
struct claim {
    uint32_t frames;
};

// Where every frame is. At any moment, between two calls,
// total = free + claimed + the sum of used[], and free + claimed = frame_count_free().
struct reserve_counts {
    uint32_t total;              // frames that frame_init made free
    uint32_t free;               // neither in use nor promised
    uint32_t claimed;            // promised: the sum of all claims
    uint32_t used[FRAME_STATES]; // handed out, by state; 0 for FRAME_RESERVED and FRAME_FREE
};

// What a caller can do wrong. Each is a bug of the kernel, so the kernel stops: the function that
// notices it calls reserve_misuse. Those of this list are noticed whatever is free, and for 0
// frames too. If several misuses apply to a call, those of mm/frame.h among them, any one of them
// may be reported. What the function has changed by then does not matter.
enum reserve_misuse {
    RESERVE_MISUSE_CLASS,      // not one of the classes; value: the class
    RESERVE_MISUSE_CLAIM_HELD, // a claim made in a struct claim that still holds frames; value: how
                               // many it holds
    RESERVE_MISUSE_CLAIM_EMPTY, // a frame taken from a claim that has none left; value: 0
    RESERVE_MISUSE_LEVEL,       // above LEVEL_HIGHEST; value: the level
    RESERVE_MISUSE_STATE, // a change of state from or to one that is not of use: FRAME_RESERVED,
                          // FRAME_FREE, or any number that is no state; value: that state, the
                          // old one if both are
};

// Given. Panics with the misuse in words and `value`, which the list above names.
_Noreturn void reserve_misuse(enum reserve_misuse misuse, uint32_t value);

// Starts the books.
//
// Requires: frame_init was called, and nothing allocated since.
// Effect: all frames are free, none is claimed or in use, and the highest level in use is 0. What
//     was claimed and in use before is forgotten: it may be called again after frame_init was.
void reserve_init(void);

// Promises `frames` frames of class `class` to `claim`.
//
// Requires: `claim` holds nothing.
// Effect: `claim->frames` = `frames`; that many frames are claimed and no longer free.
//     A claim of 0 frames always succeeds, however few are free.
// Returns: 0, or E_NO_MEMORY if after it fewer frames than the class's floor were free, with
//     nothing changed.
// Misuse: RESERVE_MISUSE_CLASS, RESERVE_MISUSE_CLAIM_HELD.
// Cost: constant, whatever the size of memory, however many frames are asked for, free, claimed or
//     in use, and however many claims there are.
int reserve_claim(struct claim *claim, enum frame_class class, uint32_t frames)
    __attribute__((warn_unused_result));

// Takes one of the claim's frames. Cannot fail.
//
// Effect: as for frame_alloc; one frame is used instead of claimed, and `claim->frames` is less by
//     one.
// Returns: the frame, never NULL.
// Misuse: RESERVE_MISUSE_CLAIM_EMPTY; FRAME_MISUSE_STATE.
// Cost: constant, as for reserve_claim.
struct frame *reserve_take(struct claim *claim, enum frame_state state)
    __attribute__((warn_unused_result));

// Gives back what is left of the claim.
//
// Effect: `claim->frames` = 0, and that many frames are free again. Nothing happens to an empty
//     one.
// Cost: constant, as for reserve_claim.
void reserve_release(struct claim *claim);

// Claims one frame and takes it.
//
// Effect: as for frame_alloc; one frame is used instead of free.
// Returns: the frame, or NULL if the class's floor forbids it, with nothing changed.
// Misuse: RESERVE_MISUSE_CLASS; FRAME_MISUSE_STATE, or NULL if the floor forbids the frame.
// Cost: constant, as for reserve_claim. (A goal: `make bench` wants 60 instructions together with
//     reserve_free, frame-pair.)
struct frame *reserve_alloc(enum frame_class class, enum frame_state state)
    __attribute__((warn_unused_result));

// Claims and takes a run of frames (mm/frame.h).
//
// Effect: as for frame_alloc_run; run->frames frames are used instead of free.
// Returns: the first frame, or NULL, with nothing changed, if the class's floor forbids that many
//     or there is no such run.
// Misuse: RESERVE_MISUSE_CLASS; FRAME_MISUSE_STATE and FRAME_MISUSE_RUN, or NULL if the floor
//     forbids that many.
// Cost: open.
struct frame *reserve_alloc_run(enum frame_class class, const struct frame_run *run,
                                enum frame_state state) __attribute__((warn_unused_result));

// Gives one frame back, one of a run too.
//
// Effect: it is FRAME_FREE, and free for everybody instead of used.
// Misuse: as for frame_free.
// Cost: constant, as for reserve_claim.
void reserve_free(struct frame *frame);

// Moves a frame that is in use to another use, or to the same one.
//
// Requires: `frame` points to an entry of the frame table.
// Effect: frame->state = `state`, and the frame is used as that. The rest of its entry is its
//     holder's, and stays as it is: marks, mappings and owner.
// Misuse: RESERVE_MISUSE_STATE.
// Cost: open.
void reserve_change_state(struct frame *frame, enum frame_state state);

// Sets the highest level that a pager is on, 0 to LEVEL_HIGHEST.
//
// Effect: the floor of CLASS_PAGED follows, up or down; all other floors stay. No claim is touched,
//     even if fewer frames than the floor are free then.
// Misuse: RESERVE_MISUSE_LEVEL.
// Cost: open.
void reserve_set_highest_level(uint32_t level);

// The floor of a class at this moment, in frames.
//
// Misuse: RESERVE_MISUSE_CLASS.
// Cost: open.
uint32_t reserve_floor(enum frame_class class);

// Below STEAL_LOW free frames the page stealer starts, at STEAL_HIGH it stops (lab 5):
//     low  = floor of CLASS_PAGED + total / 32
//     high = low + total / 64
// with both shares rounded down.
// Cost: constant, as for reserve_claim: given code asks at each page fault.
uint32_t reserve_steal_low(void);
uint32_t reserve_steal_high(void);

// The books at this moment.
//
// Effect: all of `counts` is set.
// Cost: constant, as for reserve_claim: given code asks at each page fault.
void reserve_read_counts(struct reserve_counts *counts);

#endif
