// SPDX-License-Identifier: MIT
// How a process ends: what it had is given back stage by stage, each in slices of bounded work
// (kernel/thread/work.h). It begins with process_end (kernel/process/process.h).
#ifndef KERNEL_LIFE_TEARDOWN_H
#define KERNEL_LIFE_TEARDOWN_H

#include "kernel/process/process.h"

// Processes form a tree (kernel/life/family.h). An ordinary process that ends takes its children
// along, those that it made and those that it has taken, and what is below these, slice by slice.
// So a process ends with the process whose child it is at the latest, even if it holds a capability
// for itself or nobody holds one for it; its quota then goes one step further up. The children of a
// core process live on without it.

// From now on process_end has the rest done here.
void teardown_init(void);

// A capability for the process has gone. If that was the last: a process that has ended gives its
// own frame back, and one that was never started ends, since nobody can start it any more.
void teardown_release_if_unused(struct process *process);

#endif
