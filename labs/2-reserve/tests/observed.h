// SPDX-License-Identifier: MIT
// All that can be seen of the reserve: before a call, and after it.
#ifndef LABS_2_RESERVE_TESTS_OBSERVED_H
#define LABS_2_RESERVE_TESTS_OBSERVED_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/reserve.h"

#define CLAIMS 4
#define SLOTS  8

// What the calls of a sequence go on with, and what is known of the books: part of the state of a
// specification (kernel/test/state.h).
extern struct observed_state {
    struct claim claim[CLAIMS];
    struct frame *frame[SLOTS]; // what calls returned
    uint32_t total, level;      // since reserve_init
} observed;

// On a made-up machine: looks at each entry in [first, end), too, and at those frames' memory.
void observed_set_window(uint32_t first, uint32_t end);
uint32_t observed_first(void);
uint32_t observed_end(void);

// Looks, before the function of this name is called.
void observed_look(const char *function);

// The books as they were, and an entry of the window.
extern struct reserve_counts observed_counts;
const struct frame *observed_before(const struct frame *frame); // NULL: not in the window
bool observed_was_free(uint32_t number);

// Whether the class's floor forbade so many frames.
bool observed_is_forbidden(enum frame_class class, uint32_t frames);
uint32_t observed_floor(enum frame_class class);

// What may have changed since: the books must be as `counts`, because of `sentence`. All else that
// can be seen must be as before.
struct observed_change {
    struct reserve_counts counts;
    const char *sentence;
    const struct claim *claim; // whose frames the caller checks; or NULL
    const struct frame *frame; // whose entries the caller checks, and how many
    uint32_t frames;
};
void observed_check(const struct observed_change *change);

#endif
