// SPDX-License-Identifier: MIT
// Lab 2's values in words. States and frames: labs/1-frames/tests/words.h.
#ifndef LABS_2_RESERVE_TESTS_WORDS_H
#define LABS_2_RESERVE_TESTS_WORDS_H

#include "kernel/test/specification.h"
#include "mm/reserve.h"

// A class; a result of reserve_claim; a misuse, as kernel/test/catch.h numbers them, or NO_MISUSE.
specified_format words_class, words_result, words_reserve_misuse;

// 0 or anything else: NULL or a frame; refused or granted.
specified_format words_granted;

// The name of a class, in memory that the next call overwrites.
const char *words_class_name(enum frame_class class);

#endif
