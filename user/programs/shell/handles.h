// SPDX-License-Identifier: MIT
// The shell's handles, below those of the library (user/service.h).
#ifndef USER_PROGRAMS_SHELL_HANDLES_H
#define USER_PROGRAMS_SHELL_HANDLES_H

#include "user/service.h"

#define SHELL_JOBS_MOST 16

enum {
    SHELL_HANDLE_INIT = HANDLE_SHELL,
    SHELL_HANDLE_SCRIPT,      // the file that is run
    SHELL_HANDLE_FOUND_STORE, // the store that was asked for last
    SHELL_HANDLE_SHARE,       // of a store, for a program that is being started
    SHELL_HANDLE_FIRST_JOB,   // the handle of a job is this and the job's index
};

_Static_assert(SHELL_HANDLE_FIRST_JOB + SHELL_JOBS_MOST <= HANDLE_LIBRARY, "a handle for each job");

#endif
