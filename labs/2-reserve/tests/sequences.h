// SPDX-License-Identifier: MIT
// The tiny machines on which all sequences of calls are tried.
#ifndef LABS_2_RESERVE_TESTS_SEQUENCES_H
#define LABS_2_RESERVE_TESTS_SEQUENCES_H

#include "labs/2-reserve/tests/calls.h"

// Instructions after which no greater length than the least is begun.
#define BUDGET 4000000

// Starts a machine on which a few frames more are free than the class must leave.
#define FRAMES_ABOVE 3
void sequences_begin_above(enum frame_class class);
extern enum frame_class sequences_class;

// Explores on such a machine for each class: the lengths for CLASS_RESERVE, CLASS_CORE,
// CLASS_PAGED, and those with a turn.
struct lengths {
    uint32_t least, most;
};
void sequences_explore(const struct specification *specification, const struct lengths *lengths);

// What a call can be made with: right values first.
#define STATES 4 // of use
extern const uint32_t sequences_states[13], sequences_classes[18];

// Sets the call with this index out of a list; or subtracts the list's length from the index.
bool sequences_take(const struct specified_call *list, uint32_t count, uint32_t *index,
                    struct specified_call *call);

#endif
