// SPDX-License-Identifier: MIT
// Getting out of what ends the kernel, for tests that go on after it: misuses, panics, faults.
#ifndef KERNEL_TEST_CATCH_H
#define KERNEL_TEST_CATCH_H

#include <stdbool.h>
#include <stdint.h>

enum caught {
    CAUGHT_NOTHING, // the function returned
    CAUGHT_MISUSE,  // frame_misuse or reserve_misuse was called
    CAUGHT_BROKEN,  // test_catch_leave was
    CAUGHT_END,     // a panic, or an exception in the kernel
};

// The latest misuse: which, and its second argument.
// A misuse of the reserve is this and enum reserve_misuse, one of frames enum frame_misuse.
#define CAUGHT_RESERVE_MISUSE 100

extern uint32_t caught_misuse, caught_value;

// Runs `body`, and returns how it ended. What it did until then stays done.
enum caught test_catch(void (*body)(void *argument), void *argument);

// Whether no body runs that has neither returned nor ended otherwise.
bool test_catch_is_over(void);

// Ends the body that runs now, if one does: then it does not return.
void test_catch_leave(void);

// Called before a panic, fault or hang is reported that nothing catches.
extern void (*test_catch_report)(void);

#endif
