// SPDX-License-Identifier: MIT
// What each scenario is.
#ifndef LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SCENARIOS_H
#define LABS_5_STEALER_TESTS_PROGRAMS_LAB5_SCENARIOS_H

#include "labs/5-stealer/tests/programs/lab5/scenario_list.h"

#define SCENARIO_FUNCTION(name, text, lab) void name(const char *arguments);
SCENARIO_LIST(SCENARIO_FUNCTION)
#undef SCENARIO_FUNCTION

#endif
