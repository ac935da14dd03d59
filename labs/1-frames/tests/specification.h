// SPDX-License-Identifier: MIT
// Lab 1 as an executable specification (kernel/test/specification.h): the contract of mm/frame.h as
// a relation between the frame table before a call and after it. specification.c has the relation,
// calls.c makes the calls and prints them, sequences.c says which ones are tried.
#ifndef LABS_1_FRAMES_TESTS_SPECIFICATION_H
#define LABS_1_FRAMES_TESTS_SPECIFICATION_H

#include "kernel/test/specification.h"
#include "mm/boot/memory_map.h"
#include "mm/frame.h"

enum function {
    CALL_ALLOC,    // state
    CALL_FREE,     // a frame's number, or one of enum odd_pointer
    CALL_RUN,      // frames, alignment, limit, boundary, state
    CALL_FREE_RUN, // a frame's number or an odd pointer, frames
    CALL_INIT,     // how many ranges, up to two; start, end, start, end, in bytes
    CALL_CHANGE,   // a frame's number, state: what lab 2 does to a frame in use
};

// Pointers that are no frames, in place of a frame's number.
enum odd_pointer {
    POINTER_NULL = -1,
    POINTER_BELOW = -2,   // the table, by one entry
    POINTER_BETWEEN = -3, // by 1 byte, -4 by 2, and so on to -17 by 15: into the entry of a frame
    POINTER_ODD_LAST = -17,
};

// Starts the allocator on a made-up machine with a table of `entries`, and looks at the frames of
// the ranges and at some around them. `between` is a frame for pointers between entries.
void frames_begin(uint32_t entries, const struct memory_range *ranges, uint32_t count,
                  uint32_t between);

// For struct specification. Calls that are misuses are left out, but those of which a test says
// that they are to be tried: a bit for each enum function.
extern uint32_t frames_with_misuses;
bool frames_perform(const struct specified_call *call);
void frames_misused(const struct specified_call *call, uint32_t misuse, uint32_t value);
void frames_print(const struct specified_call *call, char *text, size_t bytes);

// The relation. Each is called right after the call, and ends the test if a sentence is broken.
void specify_alloc(enum frame_state state, struct frame *frame);
void specify_free(struct frame *frame, enum frame_state state);
void specify_alloc_run(const struct frame_run *run, enum frame_state state, struct frame *first);
void specify_free_run(struct frame *first, uint32_t frames);
void specify_init(const struct memory_range *ranges, uint32_t count);

// Misuses, by what could be seen before the call. Sets of them have a bit for each.
bool specify_is_of_use(uint32_t state);
uint32_t specify_misuses_of_free(const struct frame *first, uint32_t frames);

#endif
