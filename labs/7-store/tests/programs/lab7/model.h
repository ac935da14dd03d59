// SPDX-License-Identifier: MIT
// Random calls of a store with a few small files on a small disk, and what must have come of them.
// The same seed makes the same calls. Whatever the calls and the disk do, a file is what the model
// says, or the test ends.
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_MODEL_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_MODEL_H

#include "labs/7-store/tests/programs/lab7/support.h"

#define MODEL_DISK_PAGES 128
#define MODEL_CALLS      24

// An empty store on the disk, and none of the model's files.
void model_start(uint32_t seed);

// Makes the next call. Returns what it returned; an error has changed nothing.
int32_t model_call(void);

// Makes the same call again.
int32_t model_call_again(void);

// Sees to it that all files are what they must be now.
void model_expect_now(void);

// The store was opened anew: sees to it that each file is what it was at its last sync, or, if that
// failed, what it would have been. From here on it is what it was found to be.
void model_expect_kept(void);

#endif
