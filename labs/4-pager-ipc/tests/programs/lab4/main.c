// SPDX-License-Identifier: MIT
// The program of lab 4's tests: processes that send, page and serve.
#include "labs/4-pager-ipc/tests/programs/lab4/scenarios.h"

#include "user/testing/test.h"

int32_t main(const char *command_line)
{
#define SCENARIO_ENTRY(name, text) {text, name},
    static const struct scenario scenarios[] = {SCENARIO_LIST(SCENARIO_ENTRY)};
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
