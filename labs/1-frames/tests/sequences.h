// SPDX-License-Identifier: MIT
// The tiny machines on which all sequences of calls are tried.
#ifndef LABS_1_FRAMES_TESTS_SEQUENCES_H
#define LABS_1_FRAMES_TESTS_SEQUENCES_H

#include "labs/1-frames/tests/specification.h"

// Instructions after which no greater length than the least is begun.
#define BUDGET 12000000

// Two free frames, a hole of two, and four more. LOW begins with frame 0; ACROSS lies on both sides
// of what ISA DMA reaches, HIGH above that. The last frame is the table's last.
#define LOW    0
#define ACROSS 4090
#define HIGH   4098
#define FRAMES 8

#define IN_RANGE 6
extern const uint32_t in_range[IN_RANGE]; // the free frames, from the first one on

// Starts such a machine.
void sequences_begin(uint32_t first);
extern uint32_t sequences_first;

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

// For an enumerator: this is the call.
#define SETS(...) (*call = (struct specified_call){__VA_ARGS__}, true)

#endif
