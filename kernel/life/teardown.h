// SPDX-License-Identifier: MIT
// How a process ends: what it had is given back stage by stage, each in slices of bounded work
// (kernel/thread/work.h). It begins with process_end (kernel/process/process.h).
#ifndef KERNEL_LIFE_TEARDOWN_H
#define KERNEL_LIFE_TEARDOWN_H

#include "kernel/process/process.h"

// Processes form a tree. An ordinary process that ends takes along all processes that it made, and
// what those made, slice by slice: so a process that holds a capability for itself, or for which
// nobody has one, ends with its creator at the latest, and its quota is the creator's creator's
// again. The processes that a core process made live on without it.

// From now on process_end has the rest done here.
void teardown_init(void);

// A capability for the process has gone. If that was the last: a process that has ended gives its
// own frame back, and one that was never started ends, since nobody can start it any more.
void teardown_release_if_unused(struct process *process);

#endif
