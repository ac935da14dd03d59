// SPDX-License-Identifier: MIT
// Processes whose page fault has to wait for free frames. They wait holding nothing, the lowest
// priority number first, and as many are woken as there are frames.
#ifndef MM_MEMORY_WAIT_H
#define MM_MEMORY_WAIT_H

#include <stdint.h>

struct process;

void memory_wait_init(void);

// The process waits until `frames` frames of its class can be had. Requires: its claim is empty.
void memory_wait(struct process *process, uint32_t frames);

// Takes back what a woken process was promised, when it tries again or ends.
void memory_wait_return_ticket(struct process *process);

// Wakes those for whom there is enough now. Called on the way out of the kernel while anybody
// waits.
void memory_wait_wake(void);

#endif
