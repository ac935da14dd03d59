// SPDX-License-Identifier: MIT
// The misuses that the call being made is: by what could be seen before it. If there are several,
// any of them may be reported. Misuses are numbered as in kernel/test/catch.h.
#ifndef LABS_2_RESERVE_TESTS_MISUSED_H
#define LABS_2_RESERVE_TESTS_MISUSED_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/frame.h"

#define MISUSED_ANY_VALUE 0xdeadbeefu // what is reported with the misuse does not matter

// Forgets those of the call before.
void misused_begin(void);

void misused_expect(uint32_t misuse, uint32_t value);
void misused_expect_not_freed(const struct frame *frame); // if frame_free may not be called with it
bool misused_is_expected(void);

// The call came back: it must be none. `sentence` says so for the misuses of lab 1.
void misused_check_none(const char *sentence);

// The call ended in this misuse: it must be one of them.
void misused_check(uint32_t misuse, uint32_t value);

#endif
