// SPDX-License-Identifier: MIT
// Limits on how long a process waits. One a process, since it waits for one thing at a time.
// Setting one and ending it take constant time; a tick looks at the few that could be due.
#ifndef KERNEL_THREAD_TIMEOUT_H
#define KERNEL_THREAD_TIMEOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"

#define TIMEOUT_SPOKES 256 // a power of two

// A wheel of lists: a process hangs in the one of its last tick modulo their number.
extern struct list timeout_wheel[TIMEOUT_SPOKES];

void timeout_init(void);

// timeout_start and timeout_stop are in kernel/process/process.h.

// Whether any process has a timeout.
bool timeout_is_any(void);

// Called each tick.
void timeout_tick(void);

#endif
