// SPDX-License-Identifier: MIT
#ifndef LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIOS_H
#define LABS_7_STORE_TESTS_PROGRAMS_LAB7_SCENARIOS_H

#include "labs/7-store/tests/programs/lab7/scenario_list.h"

#define DECLARE(name, text) void name(const char *arguments);
SCENARIO_LIST(DECLARE)
#undef DECLARE

// In a second boot process: a store that was there before, for sync-again; the store itself, for
// the tests of the service.
void be_before(const char *arguments);
void be_store(const char *arguments);

#endif
