// SPDX-License-Identifier: MIT
// Processes as pagers: how one becomes a pager and on which level, how long it may take, and what
// comes of its requests when it ends.
//
// Levels order pagers as lock ordering orders locks: a process can be given only mappings of
// objects whose pager is on a lower level than its own. So no pager ever waits, through pages, for
// itself. Nothing here waits.
#ifndef MM_PAGERS_PAGER_LIFE_H
#define MM_PAGERS_PAGER_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mm/pager.h"

// What pager_create (kernel/abi/system_calls.h) was asked for.
struct pager_request {
    struct port *port;
    user_address window;
    uint32_t slots;
    struct object *spill; // NULL: level 0
    uint32_t patience_ticks;
};

// All pagers, by `all`. The pager whose patience was counted last stands last.
extern struct list pager_list;

void pager_life_init(void);

// The level of the pager behind an object; OBJECT_LEVEL_NONE without one.
static inline int object_level(const struct object *object)
{
    return object->pager == NULL ? OBJECT_LEVEL_NONE : object->pager->level;
}

// Whether `process` may become such a pager, and the level that it would be on.
// Returns 0, or an error as pager_create says.
int pager_check(struct process *process, const struct pager_request *request, int *level);

// How many frames pager_make takes.
uint32_t pager_count_frames(const struct process *process, const struct pager_request *request);

// Makes the process a pager. Requires: pager_check said 0; the claim holds pager_count_frames.
void pager_make(struct process *process, const struct pager_request *request, int level,
                struct claim *claim);

// The first part of the end of a pager, whose process has ended: ends its requests, the processes
// that wait for them, and the pagers whose window it backs. Does a slice; returns whether that is
// done.
bool pager_end_some(struct pager *pager);

// The second part, when its objects are gone: frees what is left in its window, and its own frame.
// Does a slice; returns whether that is done.
bool pager_free_some(struct pager *pager);

// A slot of that pager was offered to somebody who did not take it: the next one who waits for it
// may have it. If the pager has ended, nobody waits for it any more; and if its frame is another
// pager's by now, that one looks whether somebody waits for a slot that it has.
void pager_offer_slot(const struct pager *pager);

// --- core pagers

// How long a core pager's device may take, in ticks, if it did not say so itself (patience_ticks of
// struct pager): 30 seconds, or what deadlock_limit= says.
extern uint32_t pager_core_limit_ticks;

// Whether it is the pager of a core process, in wired memory: nobody ends it for being slow.
bool pager_is_core(const struct pager *pager);

// One core pager after the other: NULL gives the first one; NULL comes after the last. Those that
// are at their end are left out.
struct pager *pager_next_core(const struct pager *pager);

// Whether any core pager has an open request.
bool pager_core_owes(void);

// A number that changes with each answer of the pager.
uint32_t pager_count_answers(const struct pager *pager);

#endif
