// SPDX-License-Identifier: MIT
// What a program that is fuzzing asks the kernel's half for: TEST_AUDIT in kernel/abi/test_calls.h.
#ifndef KERNEL_TEST_FUZZ_H
#define KERNEL_TEST_FUZZ_H

#include <stdbool.h>
#include <stdint.h>

// Compares all books with each other (kernel/test/audit.h), if some hundred calls were made since
// the last time, or `always`. Returns how many calls were made.
// Requires: the test is `fuzz`.
int32_t fuzz_audit(bool always);

#endif
