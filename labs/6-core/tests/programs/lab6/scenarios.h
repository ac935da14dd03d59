// SPDX-License-Identifier: MIT
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_SCENARIOS_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_SCENARIOS_H

#include "labs/6-core/tests/programs/lab6/scenario_list.h"

#define DECLARE(name, text) void name(const char *arguments);
SCENARIO_LIST(DECLARE)
#undef DECLARE

// A second core process, beside the one whose test it is.
void watch_owner(const char *arguments);
void other_hangs(const char *arguments);
void other_hangs_early(const char *arguments);
void other_is_slower(const char *arguments);

#endif
