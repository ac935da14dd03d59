// SPDX-License-Identifier: MIT
// Lab 6: each test runs the scenario of the same name in programs/lab6/.
#include "kernel/test/test.h"
#include "kernel/test/user.h"
#include "labs/6-core/tests/programs/lab6/scenario_list.h"

#define SCENARIO_TEST(name, text)                                                                  \
    TEST(name, 6)                                                                                  \
    {                                                                                              \
        test_run_modules(6);                                                                       \
    }

SCENARIO_LIST(SCENARIO_TEST)
