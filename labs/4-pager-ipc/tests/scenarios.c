// SPDX-License-Identifier: MIT
// Lab 4: each test runs the scenario of the same name in programs/lab4/.
#include "kernel/test/test.h"
#include "kernel/test/user.h"
#include "labs/4-pager-ipc/tests/programs/lab4/scenario_list.h"

#define SCENARIO_TEST(name, text)                                                                  \
    TEST(name, 4)                                                                                  \
    {                                                                                              \
        test_run_modules(4);                                                                       \
    }

SCENARIO_LIST(SCENARIO_TEST)
