// SPDX-License-Identifier: MIT
// The programs that the shell has started, and has not seen the end of.
#ifndef USER_PROGRAMS_SHELL_JOB_H
#define USER_PROGRAMS_SHELL_JOB_H

// Says which of those in the background have ended, and forgets them.
void job_collect(void);

#endif
