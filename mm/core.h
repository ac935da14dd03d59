// SPDX-License-Identifier: MIT
// Lab 6: core processes. (To come.)
#ifndef MM_CORE_H
#define MM_CORE_H

void core_check_deadlock(void);

#endif
