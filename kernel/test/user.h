// SPDX-License-Identifier: MIT
// Tests that run programs in ring 3. A test in the kernel starts the boot modules and lets them
// run; when a program asks for it, or when nothing can happen any more, it goes on itself.
#ifndef KERNEL_TEST_USER_H
#define KERNEL_TEST_USER_H

#include <stdint.h>

#include "kernel/process/process.h"

// Why test_run_programs came back.
enum test_stop {
    TEST_STOPPED_DONE, // a program said that the test is over
    TEST_STOPPED_IDLE, // no process can run, and none waits for time to pass
    TEST_STOPPED_CALL, // a program called TEST_STOP: it is process_current
};

// Brings up the stages of labs up to `lab`, starts the boot modules, and runs them until one says
// that the test is over. Fails the test if that does not happen.
void test_run_modules(int lab);

// Lets processes run.
enum test_stop test_run_programs(void);

// Has test_run_programs return, out of a system call.
_Noreturn void test_stop_programs(enum test_stop reason);

// What TEST_STOP was called with, and what it is to return.
extern uint32_t test_stop_number;
void test_set_stop_result(int32_t result);

// The boot module's process, by its place among them.
struct process *test_find_process(uint32_t place);

// Frames that a program has taken away (TEST_TAKE_FRAMES).
#define TEST_TAKEN_MOST 8192
extern struct frame *test_taken[TEST_TAKEN_MOST];
extern uint32_t test_taken_count;

#endif
