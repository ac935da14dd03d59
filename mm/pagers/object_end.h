// SPDX-License-Identifier: MIT
// How memory objects go: their pages bit by bit, then themselves. Nothing here waits.
#ifndef MM_PAGERS_OBJECT_END_H
#define MM_PAGERS_OBJECT_END_H

#include <stdbool.h>
#include <stdint.h>

struct object;
struct pager;
struct trap_frame;

// Frees the object's pages from `*page` on, as many as one slice of work may. A page that is
// FETCHING or STORING is freed with its answer.
// Returns whether all are done; else `*page` is where to go on.
bool object_drop_some(struct object *object, uint32_t *page);

// Gives back the DMA channel of an object that has one: core_release_channel (mm/core.h). Whoever
// puts the kernel together sets it.
extern void (*object_release_channel)(struct object *object);

// The object is about to end: nothing of it is mapped any more. May be called again.
void object_revoke(struct object *object);

// Ends an object whose pager or maker has ended, or that is taken back: a slice of it. Its regions
// end up with object_gone_pager or object_gone_revoked in its place.
// Requires: it is revoked; no request is open. Returns whether it is gone; its frames are refunded
// then.
bool object_end_some(struct object *object);

// The object ends bit by bit in the background (kernel/thread/work.h), until it is gone.
// Requires: as object_end_some.
void object_go_on_ending(struct object *object);

// Hands out the pager's oldest RELEASE notice, in the registers as pager_take_request does.
bool object_take_notice(struct pager *pager, struct trap_frame *registers);

// A slot may be idle: the first release that waits for a slot goes on. When that release needs no
// more slots, the next one goes on.
void object_go_on_releasing(struct pager *pager);

#endif
