// SPDX-License-Identifier: MIT
// How long the server may take. A pager that leaves a request unanswered is ended
// (mm/pagers/pager_patience.h), so it must answer before, with an error if need be. All that waits
// for the server does so within an *attempt*, which has a deadline; and each single wait in it has
// a shorter one.
//
// An *outage* begins with an attempt that failed. For half of the kernel's patience requests are
// tried again. After that all requests fail at once, also those that have waited meanwhile. Only
// one attempt is made each second, which may end the outage.
#ifndef USER_PROGRAMS_FTP_DEADLINE_H
#define USER_PROGRAMS_FTP_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

// The kernel ends a pager that takes longer than so many seconds.
void deadline_init(uint32_t patience_seconds);

// Whether something may be tried now; if so, an attempt begins.
bool deadline_begin_attempt(void);

// Whether the attempt has used up its time. If not, the server has used up that of a wait.
bool deadline_attempt_is_over(void);

// How the attempt ended. After a failure another one may begin; this waits a moment before, so that
// a server that refuses everything is not asked all the time.
void deadline_end_attempt(bool is_good);

// Whether an attempt has failed, and none has succeeded since.
bool deadline_is_outage(void);

// Whether the outage has lasted so long that requests fail.
bool deadline_is_over(void);

// Begins a wait for something that the server does now. How many ticks are left of it: 0, if the
// deadline has come.
void deadline_begin_wait(void);
uint32_t deadline_ticks_left(void);

#endif
