// SPDX-License-Identifier: MIT
// Lab 1 as an executable specification (kernel/test_specification.h): the contract of mm/frame.h as
// a relation between the frame table before a call and after it.
#ifndef LABS_1_FRAMES_TESTS_SPECIFICATION_H
#define LABS_1_FRAMES_TESTS_SPECIFICATION_H

#include "kernel/test_specification.h"
#include "mm/memory_map.h"

enum function {
    FRAME_ALLOC,     // state
    FRAME_FREE_CALL, // frame's number, or one of enum odd_pointer
    FRAME_ALLOC_RUN, // frames, alignment, limit, boundary, state
    FRAME_FREE_RUN,  // first frame's number or an odd pointer, frames
    FRAME_INIT,      // how many ranges, up to two; start, end, start, end, in bytes
};

// Pointers that are no frames, in place of a frame's number.
enum odd_pointer {
    POINTER_NULL = -1,
    POINTER_BELOW = -2,   // the table, by one entry
    POINTER_BETWEEN = -3, // into the middle of an entry of a frame in use
    POINTER_BYTE = -4,    // by one byte behind the start of one
};

// Calls a contract's function and checks all that can be seen: the entries of the frames [first,
// end) that the specification looks at, the count, and marks in the frames' own memory.
bool frames_perform(const struct specified_call *call);
void frames_misused(const struct specified_call *call, uint32_t misuse, uint32_t value);
void frames_print(const struct specified_call *call, char *text, size_t bytes);

// Makes the frame table that short, with entries around it that nobody may touch.
void frames_set_table(uint32_t entries);

// Starts the allocator with a map, and looks at the frames [first, end) from now on. The rest of
// the table must stay as it is: frames_check_rest compares it.
void frames_begin(const struct memory_range *ranges, uint32_t count, uint32_t first, uint32_t end);
void frames_check_rest(void);

// Checks the whole table against the ranges that frame_init was called with.
void frames_check_init(const struct memory_range *ranges, uint32_t count);

#endif
