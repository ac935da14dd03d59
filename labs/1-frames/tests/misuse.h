// SPDX-License-Identifier: MIT
// What the tests of misuses share. Each test first does the same rightly, and records `ready`. Then
// it makes mistakes, one after the other: each must end in frame_misuse, and is undone. The last
// one is not caught, so that the kernel stops as the contract says.
#ifndef LABS_1_FRAMES_TESTS_MISUSE_H
#define LABS_1_FRAMES_TESTS_MISUSE_H

#include "labs/1-frames/tests/support.h"

#define RUN 8 // frames of the run that a test begins with

extern struct frame *chosen; // one of the frames in use

// Takes some frames, gives one of them back and takes it again.
void misuse_begin(void);

// Takes a run too, and returns its first frame.
struct frame *misuse_begin_run(void);

// Tells the host, which knows how many frames free and in use are together. What is done from now
// on is undone after each mistake.
void misuse_ready(const struct frame *frame);

// Mistakes, each of which must end in this misuse; `what` says what is wrong.
void expect_not_freed(const void *frame, enum frame_misuse misuse, const char *what);
void expect_run_not_freed(struct frame *first, uint32_t frames, enum frame_misuse misuse,
                          const struct frame *culprit, const char *what);
void expect_no_run(uint32_t frames, uint32_t align, uint32_t boundary, const char *what);

// frame_alloc, or with a run frame_alloc_run, in states that are none of use.
void expect_wrong_states(const struct frame_run *run);

#endif
