// SPDX-License-Identifier: MIT
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIOS_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIOS_H

#include "labs/7-store/tests/programs/lab7/scenario_list.h"

#define DECLARE(name, text) void name(const char *arguments);
SCENARIO_LIST(DECLARE)
#undef DECLARE

// The store itself, in a second boot process, for the tests of the service.
void be_store(const char *arguments);

#endif
