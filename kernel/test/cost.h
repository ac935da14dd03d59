// SPDX-License-Identifier: MIT
// What functions cost, for tests of labs 1 and 2: the dearest call on a small machine is the
// measure for a large one. A few instructions more are let pass, since other cases may be the
// dearest there.
#ifndef KERNEL_TEST_COST_H
#define KERNEL_TEST_COST_H

#include <stdbool.h>
#include <stdint.h>

struct test_cost {
    const char *function, *sentence; // of the contract, which is said when a call is too dear
    uint32_t dearest;                // of those on a small machine
};

// Set by the test: which machine it is, and what is done there, in words.
extern bool test_cost_is_large;
extern const char *test_cost_where;

// Notes what a call cost. The first that is too dear ends the test, so that even a search of all
// memory takes no time.
void test_cost_note(struct test_cost *cost, uint32_t instructions);

// Makes the call, and notes what it cost.
#define TEST_COST(cost, call)                                                                      \
    do {                                                                                           \
        uint32_t test_cost_start = test_read_instructions();                                       \
        call;                                                                                      \
        test_cost_note(cost, test_read_instructions() - test_cost_start);                          \
    } while (0)

#endif
