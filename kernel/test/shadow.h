// SPDX-License-Identifier: MIT
// The books as they were: a copy of all that the kernel keeps, word by word, in the upper half of
// the machine. The books are the frame table, all frames that are FRAME_KERNEL, and the variables
// of the labs' files and of given code about processes, objects and pagers.
//
// Only what was written to since it was noted last is noted anew: kernel/test/arena.h has the
// processor note that.
#ifndef KERNEL_TEST_SHADOW_H
#define KERNEL_TEST_SHADOW_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

#define WORDS_A_FRAME (FRAME_BYTES / sizeof(uint32_t))

// Requires: arena_init was called, and the frame table is filled.
void shadow_init(void);

// Notes how everything is.
void shadow_note(void);

// The first frame with books, from `number` on, that was written to since; arena_frames if there
// is none. Books in frames that have become FRAME_KERNEL since may be left out: the frame table
// shows a difference then.
uint32_t shadow_next_written(uint32_t number);

// A frame's memory, and what it was.
uint32_t *shadow_memory(uint32_t number);
uint32_t *shadow_before(uint32_t number);

// Whether some of the variables lie in the frame; the rest of the kernel's image is no book. And
// whether the word there is of one.
bool shadow_has_variables(uint32_t number);
bool shadow_is_variable(const uint32_t *word);

#endif
