// SPDX-License-Identifier: MIT
// What programs of tests can ask about the page stealer: the TEST_ calls of that name in
// kernel/abi/test_calls.h.
#ifndef KERNEL_TEST_STEALER_H
#define KERNEL_TEST_STEALER_H

#include <stdint.h>

struct object;
struct process;

int32_t test_stealer_read(struct process *process, uint32_t to);
int32_t test_stealer_visit(struct object *object, uint32_t page);
int32_t test_stealer_step(void);
int32_t test_page_marks(struct object *object, uint32_t page);

#endif
