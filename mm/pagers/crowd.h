// SPDX-License-Identifier: MIT
// Pages that so many regions may map that one look at all of their mappings takes too long: those
// of crowded objects. What is done to such a page mapping by mapping is urgent work
// (kernel/thread/work.h), a slice of mappings at a time: nobody can map it again in between. Only
// one such job is under way at a time: no process runs before it is finished, and so nobody can
// begin another one. Nothing here waits.
#ifndef MM_PAGERS_CROWD_H
#define MM_PAGERS_CROWD_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/objects/object.h"

// Begins to send a RESIDENT page of a crowded object to its pager and to keep it, if it was written
// to: pager_evict with `keep`. If it was not, it stays as it is.
// Requires: there is a slot for it (pager_has_slot).
void crowd_begin_store(struct object *object, uint32_t page);

// Begins to do for all pages of crowded objects in `frames` frames from number `first` on, round
// the end of the frame table, what stealer_visit (mm/stealer.h) does for others.
void crowd_begin_visits(uint32_t first, uint32_t frames);

#endif
