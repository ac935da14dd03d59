// SPDX-License-Identifier: MIT
// The pager's turn. When memory is short, the pages that a paged pager needs in order to answer
// (its code, its stack, its data, its slot) could be stolen in a circle: the one that it needs next
// makes room for the one that it needed last, for ever. So in each level one paged pager at a time
// has the turn: its faults may take frames that others are refused (CLASS_TURN), and the pages that
// it faulted on in this turn, at most TURN_FRAMES of them, are not stolen.
//
//     a paged pager with an open request faults
//         |  the turn of its level is free: it has the turn        (turn_want)
//         |  else it queues, first come, first served
//     its answer, its patience or its end                          (turn_end)
//         |  the first in the queue that still has an open request is next
//
// Each level has a turn of its own, since a pager's own pages come from a pager below, which needs
// a turn to bring them. The floors of CLASS_TURN lie one inside the other, so that no level takes
// what a lower one needs. What ends a turn needs no memory: so one request after the other gets
// answered. Nothing here waits.
#ifndef MM_PAGERS_TURN_H
#define MM_PAGERS_TURN_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/process/process.h"
#include "mm/pager.h"
#include "mm/reserve.h"

// A pager's part in the turn of its level, in struct pager.
enum turn_state {
    TURN_NONE,
    TURN_QUEUED,
    TURN_HELD,
};

struct turn {
    struct pager *holder;            // or NULL
    struct list queue;               // of pagers that want it, by in_turn
    bool is_exceeded;                // the holder needs more than TURN_FRAMES: its patience runs
    uint32_t faults;                 // in this turn
    uint32_t page_count;             // how many of `pages` are in use
    user_address pages[TURN_FRAMES]; // in the holder's address space, that it keeps
};

// One for each level from 1 on, by the level; the first is not used.
extern struct turn turns[LEVEL_HIGHEST + 1];

void turn_init(void);

// The process faults at `address`. If it is a paged pager with an open request, it takes its
// level's turn or queues for it. It does so however much memory is free, since a circle could begin
// with the pages that it got before memory was short. If it has the turn, the page is kept from now
// on.
void turn_want(struct process *process, user_address address);

// Whether the process has the turn of its level.
static inline bool turn_is_held_by(const struct process *process)
{
    return process->pager != NULL && process->pager->turn == TURN_HELD;
}

// Whether the holder of a turn keeps its mapping of the page at `address`.
bool turn_keeps(const struct process *process, user_address address);

// The pager has a new request. If it waits for frames, it may need the turn now.
void turn_note_request(struct pager *pager);

// The pager has answered, or is about to end: it has no part in its level's turn any more.
void turn_end(struct pager *pager);

// The holder of the highest level that waits for a frame, or NULL.
struct process *turn_find_waiting_holder(void);

#endif
