// SPDX-License-Identifier: MIT
// What the tests of lab 2 with a story share. Their calls are those of specification.h, which look
// at all that can be seen.
#ifndef LABS_2_RESERVE_TESTS_SUPPORT_H
#define LABS_2_RESERVE_TESTS_SUPPORT_H

#include <stdint.h>

#include "kernel/test/test.h"
#include "labs/2-reserve/tests/specification.h"
#include "mm/reserve.h"

#define MOST_TAKEN    20000
#define STATES_OF_USE (FRAME_STATES - FRAME_KERNEL)

// Frames that the running test has taken.
extern struct frame *taken_frames[MOST_TAKEN];
extern uint32_t taken_count;

// Begins with the small memory of map=, and new books.
void start_books(void);

// The books, and the free frames of them.
struct reserve_counts read_books(void);
uint32_t free_now(void);

// Takes one frame and keeps it in taken_frames; NULL if the class may not have one.
struct frame *take_frame(enum frame_class class, enum frame_state state);

// Keeps a frame there that was taken otherwise.
void keep_taken(struct frame *frame);

// Takes frames of class RESERVE until `frames` are free.
void take_down_to(uint32_t frames);

// Gives back all in taken_frames.
void free_taken(void);

// Sends the books, for the host to compare.
void report_books(void);

#endif
