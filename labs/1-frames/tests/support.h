// SPDX-License-Identifier: MIT
// What the tests of lab 1 share.
#ifndef LABS_1_FRAMES_TESTS_SUPPORT_H
#define LABS_1_FRAMES_TESTS_SUPPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/test.h"
#include "kernel/test_map.h"
#include "mm/frame.h"

#define MOST_HELD 20000

// Frames that the running test holds.
extern struct frame *held[MOST_HELD];
extern uint32_t held_count;

// Takes frames, FRAME_KERNEL, until there are none.
void take_all(void);

// Takes one frame and fails the test if there is none.
struct frame *take_one(void);

// Gives back all that is held, in random order.
void free_all(void);

// The position in held[] of the frame with this number; fails the test if it is not there.
uint32_t find_held(uint32_t number);

// Gives back the frame with this number, which is held.
void free_held(uint32_t number);

#endif
