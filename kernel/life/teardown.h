// SPDX-License-Identifier: MIT
// How a process ends: what it had is given back stage by stage, each in slices of bounded work
// (kernel/thread/work.h). It begins with process_end (kernel/process/process.h).
#ifndef KERNEL_LIFE_TEARDOWN_H
#define KERNEL_LIFE_TEARDOWN_H

#include "kernel/process/process.h"

// From now on process_end has the rest done here.
void teardown_init(void);

// A capability for the process has gone. If that was the last: a process that has ended gives its
// own frame back, and one that was never started ends, since nobody can start it any more.
void teardown_release_if_unused(struct process *process);

#endif
