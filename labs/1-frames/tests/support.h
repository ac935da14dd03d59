// SPDX-License-Identifier: MIT
// What the tests of lab 1 with a story share: frames are taken and given back with every answer
// checked, so that the first wrong one ends the test and says what it was.
#ifndef LABS_1_FRAMES_TESTS_SUPPORT_H
#define LABS_1_FRAMES_TESTS_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/test/map.h"
#include "kernel/test/test.h"
#include "mm/frame.h"

#define MOST_HELD     16384 // the frames of 64 MiB
#define STATES_OF_USE (FRAME_STATES - FRAME_KERNEL)

#define ANYWHERE  ((frame_number){UINT32_MAX})
#define DMA_LIMIT ((frame_number){ISA_DMA_LIMIT_FRAMES})

// Frames that the running test holds, in no order.
extern struct frame *held[MOST_HELD];
extern uint32_t held_count;

// Takes one frame, and fails the test if there is none.
struct frame *take(enum frame_state state);

// Takes frames until there are none.
void take_all(enum frame_state state);

// Takes a run; NULL if there is none. Its frames are not in held[]: hold() puts them there.
struct frame *take_run(const struct frame_run *run);
void hold(struct frame *first, uint32_t frames);

// Gives back held[index]; the frame with a number; everything, in random order.
void give(uint32_t index);
void give_number(uint32_t number);
void give_all(void);

// Forgets what is held, where the allocator did too.
void forget_held(void);

// Gives back frames that are not in held[]: with frame_free_run, and one by one.
void give_run(struct frame *first, uint32_t frames);
void give_singly(struct frame *first, uint32_t frames);

// Starts the allocator on a made-up machine of so many frames (kernel/test/frames.h), of which
// [first, end) are free; with more such pairs, of which those are. Pairs ascend.
void start_machine(uint32_t entries, const uint32_t (*free)[2], uint32_t pairs);

// Fails the test unless frame_count_free says so many.
void expect_free(uint32_t frames, const char *when);

#endif
