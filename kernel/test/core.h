// SPDX-License-Identifier: MIT
// Calls of test programs (kernel/abi/test_calls.h) about core processes.
#ifndef KERNEL_TEST_CORE_H
#define KERNEL_TEST_CORE_H

#include <stdint.h>

struct process;

// TEST_MAKE_MEMORY, TEST_MAKE_DEVICE and TEST_INTERRUPT.
int32_t test_make_memory(struct process *process, uint32_t to, uint32_t pages);
int32_t test_make_device(struct process *process, uint32_t to, uint32_t pages, uint32_t address);
int32_t test_interrupt(struct process *process, uint32_t port, uint32_t line);

#endif
