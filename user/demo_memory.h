// SPDX-License-Identifier: MIT
// Memory for demonstrations that use more of it than is free.
#ifndef USER_DEMO_MEMORY_H
#define USER_DEMO_MEMORY_H

#include <stdint.h>

#include "user/arguments.h"

#define DEMO_MEMORY 0x10000000u // where it is

// How many pages the first word behind the program's name asks for: N or Nm, so many MiB; or N%, so
// much of what is free at the moment; without a word a quarter more than what is free. The quota of
// a program has page tables for so many pages only: a larger share is cut to that, with a message.
// Any other word ends the program with a message.
uint32_t demo_memory_choose(const struct arguments *arguments);

// Takes that many pages of memory of the RAM store (flags: user/store.h). Ends the program
// with a message if that fails. Returns how many.
uint32_t demo_memory_take(const struct arguments *arguments, uint32_t flags);

// Seconds and hundredths since `start`, which clock_read returned, as text.
const char *demo_time(uint32_t start);

// The next number of a sequence that looks random, and follows from `*state`.
static inline uint32_t demo_random(uint32_t *state)
{
    return *state = *state * 1664525u + 1013904223u; // Numerical Recipes, 7.1
}

#endif
