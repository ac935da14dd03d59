// SPDX-License-Identifier: MIT
// Given functions that lab 6 calls, watched: for tests that call its functions in the kernel.
#ifndef KERNEL_TEST_VERDICT_H
#define KERNEL_TEST_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

struct pager;

// Called instead of deadlock_report, where a test has set it; must not return.
extern void (*test_deadlock_report)(const struct pager *culprit, uint32_t ticks);

// Whether no generation is left; and the latest that was handed out.
extern bool test_no_generation;
extern uint32_t test_latest_generation;

#endif
