// SPDX-License-Identifier: MIT
// Lab 1's values in words.
#ifndef LABS_1_FRAMES_TESTS_WORDS_H
#define LABS_1_FRAMES_TESTS_WORDS_H

#include "kernel/test/specification.h"

#define NO_FRAME  UINT32_MAX
#define NO_MISUSE UINT32_MAX

// A state; a misuse; the address of an entry.
specified_format words_state, words_misuse, words_frame;

// What was returned, if it is not 0, and else: a frame or NULL; a free frame or not; a high one or
// a low one.
specified_format words_some, words_free, words_high;

// The number of the frame whose entry is at this address; NO_FRAME if there is none. (The
// difference of two pointers has no meaning between entries.)
uint32_t words_number_at(uint32_t address);

#endif
