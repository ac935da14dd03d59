// SPDX-License-Identifier: MIT
// For figures: processes that do nothing but be there.
#ifndef USER_TESTING_CROWD_H
#define USER_TESTING_CROWD_H

#include <stdint.h>

// Starts as many as it takes for `arguments`, a number, to be that of all processes, of which
// `needed` are others. No number: none. Half of them wait for time to pass, half for messages. Uses
// the handles CROWD_HANDLE here and CROWD_HANDLE there.
void crowd_start(const char *arguments, uint32_t needed);
#define CROWD_HANDLE 30

_Noreturn void crowd_wait_for_ever(void);

#endif
