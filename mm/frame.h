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
// The functions read and write entries of the table, and variables of frame.c. They touch neither
// what lies before the table or behind it, nor the memory of the frames: that may be in use, and in
// some tests the frames are those of a larger machine, and their memory does not exist.
//
// The student writes frame.c: frame_init, frame_alloc, frame_free, frame_alloc_run, frame_free_run
// and frame_count_free. The rest of this file is given (mm/frames/frame_table.c).
// Nothing here waits. Interrupts are off throughout.
#ifndef MM_FRAME_H
#define MM_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "mm/address/types.h"

// What a frame is used for. Lab 1 tells three kinds apart: reserved, free, and in use. The four
// states of use are alike for it: they are told here to be complete, and later labs make them
// different.
enum frame_state {
    FRAME_RESERVED, // not RAM, or taken before the allocator began; never handed out
    FRAME_FREE,     // the allocator's, to be handed out
    FRAME_KERNEL,   // in use by the kernel: page tables, process and object structures
    FRAME_CORE,     // in use by a core process, which is never paged out (lab 6)
    FRAME_PAGED,    // in use by a process, and can be paged out: a page of an object (lab 4)
    FRAME_LENT,     // in use by a pager while it fetches or stores the page in it (lab 4)
    FRAME_STATES,   // how many there are; not a state
};

// One entry of the frame table. Its layout is fixed: GDB, the stealer and tests outside the machine
// read it too. Who writes what (the holder is whoever asked for the frame):
//
//     field             reserved frame    free frame      frame in use
//     state             lab 1             lab 1           lab 1; lab 2, another state of use
//     marks, mappings   nobody: both 0    lab 1           the holder
//     free, owner       lab 1: free       lab 1: free     the holder: owner
//     lab_1             lab 1             lab 1           lab 1
struct frame {
    union {
        struct {
            uint8_t state; // enum frame_state

            // Used from lab 3 on. A frame is handed out with both 0.
            uint8_t marks;
            uint16_t mappings;
        };
        uint32_t head; // all three at once: head = state sets the others to 0
    };

    union {
        struct { // for links between free frames, or whatever lab 1 likes
            struct frame *next;
            struct frame *previous;
        } free;
        struct { // holds anything when the frame is handed out
            void *object;
            uint32_t page;
        } owner;
        uint64_t generation; // of what capabilities name, in place of owner
    };

    uint32_t lab_1; // for whatever lab 1 likes, in every state
};

_Static_assert(sizeof(struct frame) == 16, "16 bytes for 4 KiB: 0.4 % of the memory");

// The table, one entry for each frame from physical address 0 on. Set before frame_init is called,
// each time: tests give it another table.
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

// What a caller can do wrong. Each is a bug of the kernel, so the kernel stops: the function that
// notices it calls frame_misuse. If several apply to a call, any one of them may be reported. What
// the function has changed by then does not matter.
enum frame_misuse {
    FRAME_MISUSE_FREED_TWICE, // freed, but it is FRAME_FREE already
    FRAME_MISUSE_FOREIGN,     // freed, but it is FRAME_RESERVED: it never was the allocator's
    FRAME_MISUSE_NO_FRAME,    // freed, but it does not point to the start of an entry of the table
    FRAME_MISUSE_STATE,       // asked for in a state that is not one of use: FRAME_RESERVED,
                              // FRAME_FREE, or any number that is no state
    FRAME_MISUSE_RUN, // a run of 0 frames; an alignment that is no power of two (0 is none);
                      // a boundary that is neither 0 nor a power of two; more frames than
                      // the boundary, if it is not 0
};

// Given. Panics with the misuse in words and the frame. `frame` is the pointer that cannot be
// freed; for the last two misuses it is not looked at.
_Noreturn void frame_misuse(enum frame_misuse misuse, const struct frame *frame);

// Fills the table and makes every whole frame within `ranges` free.
//
// Requires: frame_table and frame_table_entries are set. There are at most MEMORY_MAP_RANGES
//     ranges, and perhaps none. They ascend, have at least one byte each, do not touch each other
//     and end within the table. Their ends may lie anywhere within a frame.
// Effect: a frame that lies in one range with all its bytes is FRAME_FREE, every other entry of the
//     table FRAME_RESERVED; marks and mappings are 0 in all. Whatever was allocated before is
//     forgotten: it may be called again.
// Cost: at most 100 instructions an entry, where there are few ranges. (A goal: `make bench` wants
//     about twelve, boot-per-mib.)
void frame_init(const struct memory_range *ranges, uint32_t count);

// Takes one free frame.
//
// Effect: the frame has the state `state`, and marks and mappings 0. As long as a frame at or above
//     16 MiB is free, it is such a one: those below are for ISA DMA, which reaches no others. Which
//     of them, is open.
// Returns: the frame, or NULL if none is free, with nothing changed.
// Misuse: FRAME_MISUSE_STATE, also if no frame is free.
// Cost: constant, whatever the size of memory and however many frames are free, low or high.
struct frame *frame_alloc(enum frame_state state) __attribute__((warn_unused_result));

// Gives one frame back. It may be one of a run.
//
// Effect: the frame is FRAME_FREE.
// Returns: the state that it had.
// Misuse: FRAME_MISUSE_FREED_TWICE, FRAME_MISUSE_FOREIGN, FRAME_MISUSE_NO_FRAME.
// Cost: constant, as for frame_alloc.
enum frame_state frame_free(struct frame *frame);

// What a run of frames must be like. As an example, four frames with an alignment of 2, the limit
// 13 and a boundary of 8, where the frames 2 to 14 are free:
//
//     frame      0  1  2  3  4  5  6  7  8  9 10 11 12 13 14
//                #  #  .  .  .  .  .  .  .  .  .  .  .  .  .
//     fits             x  x  x  x
//     does not            x  x  x  x                          3 is no multiple of 2
//     does not                     x  x  x  x                 8 is within the run
//     fits                               x  x  x  x
//     does not                                 x  x  x  x     13 is not below the limit
struct frame_run {
    uint32_t frames;          // how many, one behind the other
    uint32_t align_frames;    // the first frame's number is a multiple of this power of two
    frame_number limit;       // all lie below it, and in the table, which may end before it
    uint32_t boundary_frames; // none but the first may be a multiple of this power of two; 0: any
                              // may. (An ISA DMA transfer of bytes cannot cross 64 KiB: 16 frames.)
};

// Takes a run of free frames.
//
// Effect: each frame of the run has the state `state`, and marks and mappings 0. The run may be low
//     or high, or lie on both sides of 16 MiB.
// Returns: the first frame, or NULL if there is no such run, with nothing changed. If a run that
//     fits exists anywhere, one is found; which one, is open.
// Misuse: FRAME_MISUSE_RUN, FRAME_MISUSE_STATE, also if there is no such run.
// Cost: may grow with the number of frames below `limit`, but not with that of the others.
struct frame *frame_alloc_run(const struct frame_run *run, enum frame_state state)
    __attribute__((warn_unused_result));

// Gives `frames` frames back, from `first` on: a whole run, any part of one, or any other frames in
// a row that are in use.
//
// Effect: each is FRAME_FREE.
// Misuse: as for frame_free, for any of the frames. FRAME_MISUSE_RUN for 0 frames.
// Cost: open.
void frame_free_run(struct frame *first, uint32_t frames);

// The number of frames that are FRAME_FREE. Cost: constant.
uint32_t frame_count_free(void);

#endif
