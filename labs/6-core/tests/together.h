// SPDX-License-Identifier: MIT
// Two at the same time (labs/6-core/tests/together.c), after world_make.
#ifndef LABS_6_CORE_TESTS_TOGETHER_H
#define LABS_6_CORE_TESTS_TOGETHER_H

#include "labs/6-core/tests/world.h"

// Makes two objects, slice by slice in turn.
void together_build(void);

// Takes back what was made with the rights of two owners, slice by slice in turn.
void together_revoke(void);

#endif
