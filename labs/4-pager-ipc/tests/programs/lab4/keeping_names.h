// SPDX-License-Identifier: MIT
// Parts of keep-pages and keep-release (labs/4-pager-ipc/tests/programs/lab4/keeping_names.c).
#ifndef LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_KEEPING_NAMES_H
#define LABS_4_PAGER_IPC_TESTS_PROGRAMS_LAB4_KEEPING_NAMES_H

// Pages with names that are nearly the same.
void keep_names(void);

// Pages that come and go, each with a name of its own, more than any table has places.
void keep_lives(void);

#endif
