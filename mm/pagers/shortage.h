// SPDX-License-Identifier: MIT
// What happens when free frames run short: when the page stealer (lab 5, mm/stealer.h) runs, and
// what is done when it cannot help. Nothing here waits.
#ifndef MM_PAGERS_SHORTAGE_H
#define MM_PAGERS_SHORTAGE_H

#include <stdbool.h>
#include <stdint.h>

// How many more page faults may take frames before one has to look whether memory is short. Each
// fault counts it down, and the fault that comes to 0 looks. While memory is short the count is 1,
// so that each fault looks. (A fault takes up to three frames, and not only faults take frames: so
// each tick of the clock looks, too.)
extern uint32_t shortage_watch;

void shortage_init(void);

// Lab 5 is there: from now on the stealer runs.
void shortage_start_stealer(void);

// From now on the deadlock is looked for: with core_check_deadlock, if lab 6 is there (mm/core.h).
void shortage_start_verdict(void (*check_deadlock)(void));

// Whether memory is short: free frames are below the lower threshold, or somebody waits for some.
// Has the stealer run if it is needed. Sets shortage_watch.
bool shortage_look(void);

// Something has moved that may help those who wait: the stealer's laps count from here.
void shortage_note_progress(void);

// The same, and a frame is free that was not, or somebody waits anew: no lap is forced before
// another one has passed in vain.
void shortage_note_taken(void);

// A pager has answered, and somebody waits for frames: there may be a slot now, or a page to take.
void shortage_note_answer(void);

// Called each tick: the stealer may go another lap. If two laps moved nothing while somebody waits
// for frames, nobody's patience is running and no core pager owes anything, the highest pager that
// has the turn and waits for a frame is ended; if there is none, lab 6 decides whether this is the
// deadlock. If all memory is wired, it says so at the console, once.
void shortage_tick(void);

#endif
