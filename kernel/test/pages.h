// SPDX-License-Identifier: MIT
// Given functions that a lab calls, watched: for tests that call lab 4's functions in the kernel.
#ifndef KERNEL_TEST_PAGES_H
#define KERNEL_TEST_PAGES_H

#include <stdint.h>

struct list;
struct object;

// Called instead of page_fail and of object_release_if_unused, where a test has set them.
extern void (*test_page_fail)(struct list *waiters, uint32_t reason);
extern void (*test_object_release)(struct object *object);

#endif
