// SPDX-License-Identifier: MIT
// What is printed when memory has run out for good, which is the end of the machine. Whether it has
// is the verdict of lab 6 (mm/core.h).
#ifndef MM_PAGERS_DEADLOCK_H
#define MM_PAGERS_DEADLOCK_H

#include <stdint.h>

struct pager;

// Prints where all frames are, what each core pager owes and who waits for what, and panics with a
// message that names the culprit. `culprit` NULL: no core pager owes anything, so the message says
// that it is a bug of the kernel. `ticks`: for how long nothing has moved.
_Noreturn void deadlock_report(const struct pager *culprit, uint32_t ticks);

#endif
