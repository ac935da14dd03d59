// SPDX-License-Identifier: MIT
// The programs that the shell has started, and has not seen the end of.
#ifndef USER_PROGRAMS_SHELL_JOB_H
#define USER_PROGRAMS_SHELL_JOB_H

#include <stdint.h>

// Says which of those in the background have ended, and forgets them. Returns how many of them
// failed.
uint32_t job_collect(void);

// The same for all of them; it waits for their ends. Ctrl-C ends the one that it waits for.
uint32_t job_wait_all(void);

#endif
