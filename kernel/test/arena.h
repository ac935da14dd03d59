// SPDX-License-Identifier: MIT
// A machine in two halves, for tests that watch all that the kernel writes: what lies below `ram=`
// (MiB, on the command line) is the machine as the kernel knows it, and what lies above is the
// test's. The kernel's view of the lower half is made of pages of 4 KiB, so that the processor
// notes which of them are written to; programs have their own view of their pages, and what they
// write is not noted here.
// Source: Intel SDM volume 3, "Accessed and Dirty Flags".
#ifndef KERNEL_TEST_ARENA_H
#define KERNEL_TEST_ARENA_H

#include <stdint.h>

// Splits the machine. Requires: the stage "memory" has run, and "frames" has not. Fails the test
// without ram=, or if there is not more than twice as much RAM.
void arena_init(void);

// Zeroed pages of the upper half. Fails the test if there are none left.
void *arena_take(uint32_t bytes);

// The page table entries through which the kernel sees the lower half: that of frame n is
// arena_entries[n], for n < arena_frames.
extern uint32_t *arena_entries;
extern uint32_t arena_frames;

#endif
