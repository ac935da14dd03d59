// SPDX-License-Identifier: MIT
// What can be seen of the frame table. On a made-up machine the tests look at the frames of all
// ranges and at a few on either side of each: before every call and after it.
#ifndef LABS_1_FRAMES_TESTS_SEEN_H
#define LABS_1_FRAMES_TESTS_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/frame.h"

// Chooses the frames for a machine with these ranges, marks their memory, where there is some, and
// makes the table part of the state (kernel/test/state.h).
void seen_begin(const struct memory_range *ranges, uint32_t count);

// Their number, and the number of each, ascending.
uint32_t seen_frames(void);
uint32_t seen_number(uint32_t index);

// Remembers their entries, and frame_count_free's answer.
void seen_look(void);
uint32_t seen_count_before(void);

// The entry of a frame as it was; NULL if it is none of them.
const struct frame *seen_before(uint32_t number);
bool seen_was_free(uint32_t number);
bool seen_was_in_use(uint32_t number);

// The holder of a frame that was handed out writes to all of its entry that is the holder's.
void seen_hold(struct frame *frame);

// Checks that nothing is changed that can be seen, but in the `frames` entries from `changed` on;
// that what was handed out stays the holder's; that the count is right; and what lies around the
// table, and the frames' memory.
void seen_check_rest(uint32_t changed, uint32_t frames);

// The same for memory and surroundings alone.
void seen_check_memory(void);

// At a test's end: the entries that were never looked at are as frame_init left them.
void seen_check_others(void);

#endif
