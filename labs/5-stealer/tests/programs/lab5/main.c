// SPDX-License-Identifier: MIT
// The program of lab 5's tests: processes that want more memory than there is.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"

#include "user/testing/test.h"

int32_t main(const char *command_line)
{
#define SCENARIO_ENTRY(name, text, lab) {text, name},
    static const struct scenario scenarios[] = {SCENARIO_LIST(SCENARIO_ENTRY)};
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
