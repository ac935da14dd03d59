// SPDX-License-Identifier: MIT
// Frames, for tests.
#ifndef KERNEL_TEST_FRAMES_H
#define KERNEL_TEST_FRAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/frame.h"

// Fills every free frame with garbage, whichever will be handed out next.
void test_spoil_free_frames(void);
#define TEST_GARBAGE 0x5aa55aa7u // each word

// --- machines that a test makes up: any number of frames, whose memory need not be there

// 1.75 GiB: more frames than this no machine has (mm/address/layout.h).
#define TEST_MOST_FRAMES 458752

// RAM for tests in which nothing runs but functions of labs 1 and 2. Requires: a machine of 64 MiB.
#define TEST_ARENA_START (KERNEL_BASE + 0x2000000)
#define TEST_ARENA_BYTES 0x1000000

// Sets the frame table to one of so many entries, with garbage in them. Nothing is mapped behind
// it, and before it only what is left of a page, with garbage too.
void test_frames_set_table(uint32_t entries);

// What lies before the table and must stay as it is: in words, all of them TEST_AROUND_TABLE. It
// looks like entries of free frames.
#define TEST_AROUND_TABLE 0x01010101u
uint32_t test_frames_words_before_table(void);

// --- runs, as mm/frame.h describes them

// Whether there can be such a run at all.
bool test_run_is_possible(const struct frame_run *run);

// Whether the frames from `first` on are such a run, and were all free. Requires: it is possible.
bool test_run_fits(const struct frame_run *run, uint32_t first, bool (*was_free)(uint32_t number));

#endif
