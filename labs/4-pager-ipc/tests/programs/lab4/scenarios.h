// SPDX-License-Identifier: MIT
// What each scenario is.
#ifndef LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_SCENARIOS_H
#define LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_SCENARIOS_H

#include "labs/4-pager-ipc/tests/programs/lab4/scenario_list.h"

#define SCENARIO_FUNCTION(name, text) void name(const char *arguments);
SCENARIO_LIST(SCENARIO_FUNCTION)
#undef SCENARIO_FUNCTION

#endif
