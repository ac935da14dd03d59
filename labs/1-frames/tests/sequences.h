// SPDX-License-Identifier: MIT
// The tiny machines on which all sequences of calls are tried. The fewer frames, the longer the
// sequences that can be gone through: three frames are a list with two ends and a middle.
#ifndef LABS_1_FRAMES_TESTS_SEQUENCES_H
#define LABS_1_FRAMES_TESTS_SEQUENCES_H

#include "labs/1-frames/tests/specification.h"

// Instructions after which no greater length than the least is begun.
#define BUDGET 12000000

// The free frames, as [first, end). What is behind the last one is not in the table.
struct tiny_machine {
    uint32_t pieces[2][2];
    uint32_t count;
};

#define TINY_MOST 8
extern uint32_t tiny_frames[TINY_MOST], tiny_count; // the numbers of the free frames
extern uint32_t tiny_first, tiny_end;               // of the first piece, of the last one

// Starts such a machine.
void tiny_begin(const struct tiny_machine *machine);

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

// For an enumerator: this is the call.
#define SETS(...) (*call = (struct specified_call){__VA_ARGS__}, true)

#endif
