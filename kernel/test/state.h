// SPDX-License-Identifier: MIT
// The memory that makes up the state of a lab's functions: saved, put back, compared. Tests that
// try many calls in the same state use it.
//
// Only what was written to since is copied, where the processor notes that: in pages of 4 KiB, as
// the labs' own variables and test_memory_map's are. So a state may be large.
#ifndef KERNEL_TEST_STATE_H
#define KERNEL_TEST_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define TEST_STATES 16 // how many can be kept, by numbers from 0 on

// Begins with the variables of the labs' own files, and nothing else. States are kept in the
// `bytes` from `arena` on. Requires: nobody else uses that memory.
void test_state_begin(void *arena, uint32_t bytes);

// Adds memory. Requires: word-aligned, whole words; nothing is saved yet.
void test_state_add(void *start, uint32_t bytes);

// Takes memory from the arena's end, for the caller to use until test_state_begin is called again.
void *test_state_take(uint32_t bytes);

// What is copied each time, written to or not.
uint32_t test_state_copied_bytes(void);

// Saves the state under a number, and puts it back. Requires: number < TEST_STATES; 0 was saved
// first. Saving a number forgets the states with greater ones.
void test_state_save(uint32_t number);
void test_state_restore(uint32_t number);

// Whether the state is another one than that saved under a number.
bool test_state_differs(uint32_t number);

// Two sums over what is different from state 0: equal states have equal ones, others differ in at
// least one, but for one chance in 2^64.
struct test_state_sum {
    uint32_t first, second;
};
struct test_state_sum test_state_read_sum(void);

#endif
