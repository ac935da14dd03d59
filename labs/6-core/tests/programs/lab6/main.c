// SPDX-License-Identifier: MIT
// The program of lab 6's tests: core processes, and those whom they give something.
#include "labs/6-core/tests/programs/lab6/scenarios.h"

#include "user/testing/test.h"

int32_t main(const char *command_line)
{
#define SCENARIO_ENTRY(name, text) {text, name},
    static const struct scenario scenarios[] = {
        SCENARIO_LIST(SCENARIO_ENTRY){"watch-owner", watch_owner},
        {"other-hangs-early", other_hangs_early},
        {"other-hangs", other_hangs},
        {"other-is-slower", other_is_slower},
    };
    test_main(command_line, scenarios, sizeof scenarios / sizeof scenarios[0]);
}
