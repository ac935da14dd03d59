// SPDX-License-Identifier: MIT
// Lab 1: the frame allocator. It knows which frames of physical memory are free, hands them out and
// takes them back. It knows nothing of what they are used for: that is lab 2 (mm/reserve.h) and up.
//
// A frame is 4 KiB of physical memory. Each has one entry in the frame table, and a pointer to that
// entry is the frame's name everywhere in the kernel; frame_number_of() and frame_address() lead
// from it to the memory itself.
//
//     frame_table     +0        +1        +2        +3                 +frame_table_entries
//                      | RESERVED| FREE    | KERNEL  | FREE    |  ...  |
//                           frame 0   frame 1   frame 2   frame 3
//
// The student writes frame.c: frame_init, frame_alloc, frame_free, frame_alloc_run, frame_free_run
// and frame_count_free. The rest of this file is given (mm/frame_table.c).
// Nothing here waits. Interrupts are off throughout.
#ifndef MM_FRAME_H
#define MM_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "mm/types.h"

enum frame_state {
    FRAME_RESERVED, // not RAM, or taken before the allocator began; never handed out
    FRAME_FREE,     // the allocator's
    FRAME_KERNEL,   // page tables, process and object structures
    FRAME_CORE,     // a wired object of a core process
    FRAME_PAGED,    // one page of one memory object
    FRAME_LENT,     // in a core pager's window, during a fetch or store
    FRAME_STATES,   // how many there are; not a state
};

// One entry of the frame table. Its layout is fixed: GDB, the stealer and tests outside the machine
// read it too.
struct frame {
    union {
        struct {
            // Written by lab 1 on allocating and freeing, by lab 2 on a change of use.
            uint8_t state; // enum frame_state

            // Written by whoever holds the frame, from lab 3 on. frame_alloc and frame_alloc_run
            // hand frames out with both 0.
            uint8_t marks;
            uint16_t mappings;
        };
        uint32_t head; // all three at once: head = state sets the others to 0
    };

    union {
        struct { // while FRAME_FREE: lab 1's, to use as it likes
            struct frame *next;
            struct frame *previous;
        } free;
        struct { // else: the holder's
            void *object;
            uint32_t page;
        } owner;
    };

    uint32_t lab_1; // lab 1's, to use as it likes, in every state
};

_Static_assert(sizeof(struct frame) == 16, "16 bytes for 4 KiB: 0.4 % of the memory");

// The table, one entry for each frame from physical address 0 on. Set before frame_init is called.
extern struct frame *frame_table;
extern uint32_t frame_table_entries;

static inline frame_number frame_number_of(const struct frame *frame)
{
    return (frame_number){(uint32_t)(frame - frame_table)};
}

static inline void *frame_address(const struct frame *frame)
{
    return virtual_from_physical(physical_from_frame_number(frame_number_of(frame)));
}

// What a caller can do wrong. Each is a bug of the kernel, so the kernel stops.
enum frame_misuse {
    FRAME_MISUSE_FREED_TWICE, // freed, but it is free already
    FRAME_MISUSE_FOREIGN,     // freed, but it never was the allocator's (FRAME_RESERVED)
    FRAME_MISUSE_NO_FRAME,    // not a pointer to an entry of the frame table
    FRAME_MISUSE_STATE,       // asked for in a state that is not one of use (RESERVED, FREE, other)
    FRAME_MISUSE_RUN,         // a run of 0 frames; an alignment or a boundary that is no power of
                              // two; more frames than the boundary
};

// Given. Panics with the misuse in words and the frame. `frame` may be NULL where there is none.
_Noreturn void frame_misuse(enum frame_misuse misuse, const struct frame *frame);

// Fills the table and makes every whole frame within `ranges` free.
//
// Requires: frame_table and frame_table_entries are set; the ranges ascend, do not touch each other
//     and end within the table. Their ends may lie anywhere within a frame.
// Effect: a frame that lies in one range with all its bytes is FRAME_FREE, every other entry of the
//     table FRAME_RESERVED; marks and mappings are 0. Whatever was allocated before is forgotten:
//     it may be called again.
// The memory of the frames themselves is not touched, neither here nor below: tests let frame_init
// have maps of memory that is in use.
// Cost: at most a few instructions an entry (boot-per-mib in `make bench`).
void frame_init(const struct memory_range *ranges, uint32_t count);

// Takes one free frame.
//
// Effect: the frame has the state `state`, and marks and mappings 0. As long as a frame at or above
//     16 MiB is free, it is such a one: those below are for ISA DMA, which reaches no others.
// Returns: the frame, or NULL if none is free, with nothing changed.
// Misuse: FRAME_MISUSE_STATE.
// Cost: constant, whatever the size of memory and however many frames are free.
struct frame *frame_alloc(enum frame_state state) __attribute__((warn_unused_result));

// Gives one frame back. It may be one of a run.
//
// Effect: the frame is FRAME_FREE.
// Returns: the state that it had.
// Misuse: FRAME_MISUSE_FREED_TWICE, FRAME_MISUSE_FOREIGN, FRAME_MISUSE_NO_FRAME.
// Cost: constant.
enum frame_state frame_free(struct frame *frame);

// What a run of frames must be like.
struct frame_run {
    uint32_t frames;          // how many, one behind the other; not 0
    uint32_t align_frames;    // the first frame's number is a multiple of this power of two
    frame_number limit;       // all lie below it
    uint32_t boundary_frames; // none but the first may be a multiple of this power of two; 0: any.
                              // (An ISA DMA transfer cannot cross 64 KiB: 16 frames.)
};

// Takes a run of free frames.
//
// Effect: each frame of the run has the state `state`, and marks and mappings 0. It may lie
//     anywhere below the limit, low or high.
// Returns: the first frame, or NULL if there is no such run, with nothing changed. If a run that
//     fits exists anywhere, one is found.
// Misuse: FRAME_MISUSE_RUN, FRAME_MISUSE_STATE.
// Cost: may grow with the number of frames below `limit`.
struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
    __attribute__((warn_unused_result));

// Gives `frames` frames back, from `first` on: a whole run or any part of one.
//
// Misuse: as for frame_free, for any of the frames. FRAME_MISUSE_RUN for 0 frames.
void frame_free_run(struct frame *first, uint32_t frames);

// The number of frames that are FRAME_FREE. Cost: constant.
uint32_t frame_count_free(void);

#endif
