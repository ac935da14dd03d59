// SPDX-License-Identifier: MIT
// "A call that fails has changed nothing" (kernel/abi/system_calls.h), looked at call by call: all
// that the kernel keeps (its books) is compared before and after a call that returns an error,
// word by word (kernel/test/shadow.h).
#ifndef KERNEL_TEST_UNCHANGED_H
#define KERNEL_TEST_UNCHANGED_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/calls/system_call.h"

// From now on every system call of a program is made through this. Requires: arena_init was called,
// and the frame table is filled. `every`: of so many calls one is looked at; 0: none is.
void unchanged_start(uint32_t every);

// Calls that ordinary processes made; those by their number; those that failed, by number and
// error; and how many of the latter were looked at.
#define UNCHANGED_ERRORS 32 // there are fewer: kernel/abi/error.h
extern uint32_t unchanged_calls, unchanged_made[SYSTEM_CALL_NUMBERS];
extern uint32_t unchanged_failed[SYSTEM_CALL_NUMBERS][UNCHANGED_ERRORS], unchanged_compared;

// For the test of this test: the next call that fails and is looked at is said to have changed
// something.
extern bool unchanged_break_next;

#endif
