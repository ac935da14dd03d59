// SPDX-License-Identifier: MIT
// Children: ordinary processes that a program makes out of itself. They share its text and data,
// and each has a stack in that data; so they can leave results in variables. What they map besides,
// and their capabilities, is their own.
#ifndef USER_CHILD_H
#define USER_CHILD_H

#include <stdint.h>

#define CHILDREN_MOST     256 // that a program ever starts
#define CHILD_STACK_BYTES 4096
#define CHILD_QUOTA       16 // enough for a few regions

// Makes a child, under the free handle `process`, which does not run yet. Ends the program with a
// message if that fails.
void child_make(uint32_t process, const char *name, uint32_t quota_frames);

// Has the child run `function`. When the function returns, the child exits with what it returned.
void child_run(uint32_t process, int32_t (*function)(uint32_t argument), uint32_t argument);

// The same, on a stack of CHILD_STACK_BYTES that the caller has for it.
void child_run_on(uint32_t process, uint8_t *stack, int32_t (*function)(uint32_t argument),
                  uint32_t argument);

// The same as child_make and child_run_on, but they return an error instead; where child_try_make
// fails there is no child.
int32_t child_try_make(uint32_t process, const char *name, uint32_t quota_frames);
int32_t child_try_run_on(uint32_t process, uint8_t *stack, int32_t (*function)(uint32_t argument),
                         uint32_t argument);

#endif
