// SPDX-License-Identifier: MIT
// Parts of store-pages and store-release (labs/6-core/tests/programs/lab6/store_names.c).
#ifndef LABS_6_CORE_TESTS_PROGRAMS_LAB6_STORE_NAMES_H
#define LABS_6_CORE_TESTS_PROGRAMS_LAB6_STORE_NAMES_H

// Pages with names that are nearly the same.
void store_names(void);

// Pages that come and go, each with a name of its own, more than the index has places; and another
// arena.
void store_lives(void);

#endif
