// SPDX-License-Identifier: MIT
// Capabilities: a process's right to use a port, a memory object, another process, an interrupt
// line, a range of I/O ports, or the core right. A handle is the number of a place in the process's
// table.
//
// A capability holds its target's generation, which is never used twice. Revoking gives the target
// a new one, so that all copies but the owner's end at once, wherever they are. The memory
// of a port, process, object or core right may hold something else by now. So its frame is looked
// at first: it must be FRAME_KERNEL, and its `marks` must name the right kind of structure.
// Nothing here waits. Errors: kernel/abi/error.h.
#ifndef KERNEL_CAPABILITY_CAPABILITY_H
#define KERNEL_CAPABILITY_CAPABILITY_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/rights.h"

struct object;
struct port;
struct process;

struct capability {
    uint8_t kind;   // enum capability_kind
    uint8_t rights; // RIGHT_ bits
    uint16_t reserved;
    uint32_t badge; // ports: comes along with what is sent
    void *target;
    uint64_t generation;
};

// What capabilities of one kind lead to. Whoever puts the kernel together has a table of these
// (kernel/capability_targets.c), since the targets belong to layers above.
struct capability_target {
    uint8_t rights; // that its maker has: RIGHT_ bits

    // Where the target's generation stands; NULL if what was there is something else by now.
    uint64_t *(*find_generation)(void *target);

    // Where the target counts the capabilities that name it, if it does; else NULL. The
    // capabilities with one of `uncounted_rights` do not count.
    uint32_t *(*find_count)(void *target);
    uint8_t uncounted_rights;

    // Called when a capability with these rights has gone, which may have been the last one. NULL
    // if nothing is to be done then.
    void (*drop)(void *target, uint32_t rights);
};

// Requires: `targets` has an entry for each enum capability_kind but CAPABILITY_NONE, and stays.
void capability_init(const struct capability_target *targets);

// A generation has 64 bits, so that no loop of calls uses them up. Whoever makes something gets the
// lower half of a new one, which is never 0, and gives it to the target. Given code then makes the
// whole of it, before there is a capability for the target.

// The generation that was handed out last. Only tests write to it.
extern uint64_t capability_latest_generation;

// The lower half of a generation that was never used. Returns 0 when there are none left.
uint32_t capability_new_generation(void);

// The latest generation that has this lower half; 0 if that is 0.
uint64_t capability_whole_generation(uint32_t lower_half);

// Finds the capability under `handle`. It must be valid, of that kind (CAPABILITY_NONE: of any),
// and have all of `rights`.
// Returns 0, E_HANDLE, E_EMPTY, E_STALE, E_KIND or E_RIGHTS, the first that applies.
int capability_find(struct process *process, uint32_t handle, enum capability_kind kind,
                    uint32_t rights, struct capability **found);

// The same for a port or a process, with the target. For an object: mm/objects/object_life.h.
int capability_find_port(struct process *process, uint32_t handle, uint32_t rights,
                         struct port **port);
int capability_find_process(struct process *process, uint32_t handle, uint32_t rights,
                            struct process **target);

// The process whose core right is under `handle`, which must be one to use.
int capability_find_core(struct process *process, uint32_t handle, struct process **owner);

// Whether `handle` is free in the table: 0, E_HANDLE or E_OCCUPIED.
int capability_check_free(const struct process *process, uint32_t handle);

// Gives the target of an owner's capability a new generation, and the capability with it: all
// others for that target are stale. `generation` is the lower half.
void capability_renew(struct capability *capability, uint32_t generation);

// Whether the target still exists and was not revoked.
bool capability_is_valid(const struct capability *capability);

// Puts a capability under a free handle. Counts it at its target.
void capability_put(struct process *process, uint32_t handle, const struct capability *capability);

// Gives the maker of a target a capability under a free handle, with those of `rights` that there
// are for a maker. Requires: the target has its whole generation.
void capability_make(struct process *process, uint32_t handle, enum capability_kind kind,
                     void *target, uint32_t rights);

// Takes the capability under `handle` away, and counts that at its target. The target may go with
// its last capability.
void capability_remove(struct process *process, uint32_t handle);

// Copies a capability to another table, without RIGHT_OWN. The copy has the badge `badge` if `from`
// is that of a port's owner, else the badge of `from`.
// Requires: `to` is free in `receiver`; some of `rights` are left without RIGHT_OWN.
void capability_copy(const struct capability *from, struct process *receiver, uint32_t to,
                     uint32_t rights, uint32_t badge);

#endif
