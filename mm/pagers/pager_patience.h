// SPDX-License-Identifier: MIT
// What a pager has while it owes an answer: a better priority, and only so much time. Nothing here
// waits.
#ifndef MM_PAGERS_PAGER_PATIENCE_H
#define MM_PAGERS_PAGER_PATIENCE_H

#include <stdbool.h>

#include "mm/pager.h"

// --- priority

void pager_priority_init(void);

// Gives the pager, which has a request, the priority of its level. A core process always has that
// priority. An ordinary pager has it until it has answered (kernel/calls/message.c), and each tick
// of the clock costs its branch of the tree of processes one of the ticks that the branch has for
// this. A branch gets 30 of them a second at the most, so that others have two thirds of the time.
// A pager whose branch has none left is an ordinary process.
void pager_raise_priority(const struct pager *pager);

// --- patience

// Counts patience, and what priority costs: called each tick, until it returns that all pagers had
// their slice. A pager that leaves a request unanswered for longer than its patience, while
// somebody waits for a page or slot of it or for frames, is ended. Time in which the pager is ready
// but does not run, or waits for a page itself, is not its own and does not count; but time in
// which it has the turn and waits for a frame does.
bool pager_tick_some(void);

// Whether a pager that is no core pager has an open request, and time that counts passes: it will
// answer or be ended.
bool pager_patience_is_running(void);

#endif
