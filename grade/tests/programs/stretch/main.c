// SPDX-License-Identifier: MIT
// The program of grade/tests/stretch.bats: whatever makes the kernel work for long, as much of it
// as there can be. How long interrupts are off meanwhile, the test kernel says.
#include "grade/tests/programs/stretch/support.h"

int32_t main(const char *command_line)
{
#define SCENARIO_ENTRY(name, text) {text, name},
    static const struct scenario scenarios[] = {SCENARIO_LIST(SCENARIO_ENTRY)};
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
