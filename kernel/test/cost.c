// SPDX-License-Identifier: MIT
#include "kernel/test/cost.h"

#include "kernel/test/test.h"

#define TOLERANCE 32

bool test_cost_is_large;
const char *test_cost_where;

void test_cost_note(struct test_cost *cost, uint32_t instructions)
{
    if (test_cost_is_large)
        CHECK_THAT(instructions, <=, cost->dearest + TOLERANCE,
                   "instructions of a %s on a large machine, %s (on a small one at most %u): %s",
                   cost->function, test_cost_where, cost->dearest, cost->sentence);
    else if (instructions > cost->dearest)
        cost->dearest = instructions;
}
