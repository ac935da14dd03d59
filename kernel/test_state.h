// SPDX-License-Identifier: MIT
// The memory that makes up the state of a lab's functions: saved, put back, compared. Tests that
// try many calls in the same state use it.
#ifndef KERNEL_TEST_STATE_H
#define KERNEL_TEST_STATE_H

#include <stdbool.h>
#include <stdint.h>

// Begins with the variables of the labs' own files, and nothing else.
void test_state_begin(void);

// Adds memory. Requires: word-aligned, whole words.
void test_state_add(void *start, uint32_t bytes);

// Where states are kept. Requires: nobody else uses the memory.
void test_state_set_arena(void *start, uint32_t bytes);

// Takes memory from the arena's end, for the caller to use until test_state_set_arena is called
// again.
void *test_state_take(uint32_t bytes);

// What one state takes.
uint32_t test_state_bytes(void);

// How many states the arena holds.
uint32_t test_state_room(void);

// Saves the state under a number, and puts it back. Requires: number < test_state_room().
void test_state_save(uint32_t number);
void test_state_restore(uint32_t number);

// Whether the state is another one than that saved under a number.
bool test_state_differs(uint32_t number);

// Two sums over the state: equal states have equal ones, others differ in at least one, but for one
// chance in 2^64.
struct test_state_sum {
    uint32_t first, second;
};
struct test_state_sum test_state_read_sum(void);

#endif
