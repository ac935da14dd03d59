// SPDX-License-Identifier: MIT
// Lab 7: each test runs the scenario of the same name in programs/lab7/.
#include "kernel/test/test.h"
#include "kernel/test/user.h"
#include "labs/7-store/tests/programs/lab7/scenario_list.h"

#define SCENARIO_TEST(name, text)                                                                  \
    TEST(name, 6)                                                                                  \
    {                                                                                              \
        test_run_modules(6);                                                                       \
    }

SCENARIO_LIST(SCENARIO_TEST)
