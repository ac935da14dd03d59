// SPDX-License-Identifier: MIT
// Calls of the reserve as the driver (kernel/test/specification.h) has them: with numbers for
// arguments, made, and printed as C.
#ifndef LABS_2_RESERVE_TESTS_CALLS_H
#define LABS_2_RESERVE_TESTS_CALLS_H

#include "labs/2-reserve/tests/specification.h"

enum function {
    CALL_INIT,    // after frame_init
    CALL_LEVEL,   // level
    CALL_FLOOR,   // class
    CALL_ALLOC,   // a slot for the frame, class, state
    CALL_FREE,    // a slot or one of enum place, and the number of frames from there on
    CALL_CLAIM,   // a claim's number, class, frames
    CALL_TAKE,    // a claim's number, a slot for the frame, state
    CALL_RELEASE, // a claim's number
    CALL_CHANGE,  // as for CALL_FREE, state
    CALL_RUN,     // a slot for its first frame, class, frames, which of call_runs[], state
};

// Instead of a slot.
enum place {
    PLACE_NULL = SLOTS,
    PLACE_RESERVED, // a frame that is FRAME_RESERVED
    PLACE_FREE,     // a frame that was never handed out, if there is one
    PLACE_BEHIND,   // the table
};

// What runs are asked for, apart from their length.
#define CALL_RUNS 8
extern const struct frame_run call_runs[CALL_RUNS];

// For struct specification.
bool calls_perform(const struct specified_call *call);
void calls_misused(const struct specified_call *call, uint32_t misuse, uint32_t value);
void calls_print(const struct specified_call *call, char *text, size_t bytes);

// Starts a made-up machine on which so many frames are free, around `middle`, with a hole there.
// The state (kernel/test/state.h) begins with it.
void calls_begin(uint32_t frames, uint32_t middle);

// The same for a large machine: [first, end) is free, and the table is not looked at. Its state is
// not kept yet.
void calls_begin_large(uint32_t first, uint32_t end);

// The same for the machine that the test runs on, where lab 1 runs.
void calls_begin_here(void);

// From now on the state is kept: what is done can be undone.
void calls_keep(void);

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

// For an enumerator: this is the call.
#define SETS(...) (*call = (struct specified_call){__VA_ARGS__}, true)

#endif
