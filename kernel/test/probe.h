// SPDX-License-Identifier: MIT
// Accesses that may fault, for tests in the kernel.
#ifndef KERNEL_TEST_PROBE_H
#define KERNEL_TEST_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

// Reads or writes a word at an address of the loaded address space. Returns false if that faulted;
// then *error_code is what the processor pushed (mm/address/page_bits.h).
bool test_probe_read(user_address address, uint32_t *value, uint32_t *error_code);
bool test_probe_write(user_address address, uint32_t value, uint32_t *error_code);

#endif
