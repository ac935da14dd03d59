// SPDX-License-Identifier: MIT
// Pagers that are paged themselves. Each keeps of its client's pages no more than their progress;
// of the window of the pager above it, if there is one, whole pages, in memory of its own. That
// memory is paged by the base, and all of its first pages are used for every request.
#ifndef LABS_5_STEALER_TESTS_PROGRAMS_LAB5_UPPERS_H
#define LABS_5_STEALER_TESTS_PROGRAMS_LAB5_UPPERS_H

#include <stdint.h>

#include "labs/5-stealer/tests/programs/lab5/support.h"

#define UPPERS_MOST 3
#define UPPER_PAGES 640 // at most, of a client
#define UPPER_SLOTS 16
#define SPILL_BADGE 8  // and up: the window of each that stands on the base
#define OWN_BADGE   12 // and up: its own memory
#define UPPER_BADGE 16 // and up: what it serves
#define NEXT_BADGE  20 // and up: what backs the window of a pager above it

// Handles, of pager i: what is behind its window, its own memory, what it serves, what may be
// behind another one's window.
#define SPILL(i)      (OBJECT + (i))
#define OWN_OBJECT(i) (OBJECT + 4 + (i))
#define UPPER(i)      (OBJECT + 8 + (i))
#define NEXT(i)       (OBJECT + 12 + (i))

// How many pages of its own a request needs; how many pages the client has.
extern uint32_t upper_own_pages, upper_client_pages;

// Single instructions that need two of its pages at once, for each request; and how many ticks the
// base takes to fetch a page.
extern uint32_t upper_moves, upper_base_delay;

// While this is set a pager does not answer.
extern volatile uint32_t upper_is_mute[UPPERS_MOST];

// What each has done: requests answered; pages stored for its client; pages stored for a window
// above.
extern volatile uint32_t upper_answered[UPPERS_MOST], upper_stored[UPPERS_MOST],
    upper_next_stored[UPPERS_MOST];

// Pages and words that were not as they must be; clients that have finished.
extern volatile uint32_t upper_wrong, upper_finished;

// Starts pager `number`, CHILD and up; `spill` is the handle of what is behind its window.
void upper_start(uint32_t number, uint32_t spill);

// The same with an object of the base.
void upper_start_on_base(uint32_t number);

// Makes the client of pager `number`, CHILD + 8 and up: it checks and writes all its pages `rounds`
// times, each time when upper_go is that high.
void upper_start_client(uint32_t number, uint32_t rounds);
extern volatile uint32_t upper_go;
#define ALL_ROUNDS 99

// Serves the base, which keeps whole pages here: one request, or until so many clients have
// finished.
void upper_serve_base(const struct message *request);
void upper_serve_base_until(uint32_t clients, uint32_t ticks);
void upper_serve_base_for(uint32_t ticks);

// Stores that the base got: for windows, for the pagers' own memory.
extern uint32_t upper_spill_stores, upper_own_stores;

#endif
