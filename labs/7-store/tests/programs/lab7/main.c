// SPDX-License-Identifier: MIT
// The program of lab 7's tests: the store on a disk in memory, and those who use it.
#include "labs/7-store/tests/programs/lab7/scenarios.h"

#include "user/testing/test.h"

int main(const char *command_line);

int main(const char *command_line)
{
#define SCENARIO_ENTRY(name, text) {text, name},
    static const struct scenario scenarios[] = {
        SCENARIO_LIST(SCENARIO_ENTRY){"be-before", be_before},
        {"be-store", be_store},
    };
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
