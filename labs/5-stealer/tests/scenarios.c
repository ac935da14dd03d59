// SPDX-License-Identifier: MIT
// Lab 5: each test runs the scenario of the same name in programs/lab5/.
#include "kernel/test/test.h"
#include "kernel/test/user.h"
#include "labs/5-stealer/tests/programs/lab5/scenario_list.h"

#define SCENARIO_TEST(name, text, lab)                                                             \
    TEST(name, lab)                                                                                \
    {                                                                                              \
        test_run_modules(lab);                                                                     \
    }

SCENARIO_LIST(SCENARIO_TEST)
