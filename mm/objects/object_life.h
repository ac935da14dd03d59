// SPDX-License-Identifier: MIT
// Memory objects made, named, found and freed, by mm/objects/object.c. Nothing here waits.
#ifndef MM_OBJECTS_OBJECT_LIFE_H
#define MM_OBJECTS_OBJECT_LIFE_H

#include <stdint.h>

#include "mm/objects/object.h"

void object_init(void);

// Frames that a new object of `pages` pages takes: 1 or 2.
uint32_t object_count_frames(uint32_t pages);

// Makes an object whose pages are all ABSENT, in frames of the claim.
// Requires: the claim holds object_count_frames(pages); 0 < pages <= OBJECT_PAGES_MOST.
// Effect: the frames are FRAME_KERNEL; not charged to any account yet.
struct object *object_make(enum object_kind kind, uint32_t pages, struct claim *claim);

// Makes it an object of `maker`, whose capabilities have the generation with that lower half
// (kernel/capability/capability.h).
void object_name(struct object *object, struct process *maker, uint32_t generation);

// Gives the object a new generation, or none if `generation` is 0. All capabilities for it become
// stale.
void object_rename(struct object *object, uint32_t generation);

// Gives the object's own frames back. Requires: all pages ABSENT, no regions, on no list.
// Returns how many frames that were, so that its maker's account can be given them back.
uint32_t object_free(struct object *object);

// The generation of capabilities for it.
static inline uint64_t object_generation(const struct object *object)
{
    return frame_of_memory(object)->generation;
}

// The object whose capability is under `handle`, if it has all of `rights`.
// Returns 0; an error of capability_find (kernel/capability/capability.h); E_STALE, too, if its
// maker is at its end: then the object is as good as gone.
int object_find(struct process *process, uint32_t handle, uint32_t rights, struct object **object);

#endif
