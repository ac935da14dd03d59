// SPDX-License-Identifier: MIT
// The numbers of capabilities. The kernel is told by the program under which free handle a
// capability is to lie, be it made, copied, or received:
//
//     1 to 15                  what a process finds when it starts (kernel/abi/rights.h)
//     HANDLE_FREE and more     the program's own: whoever needs one takes it here
//     HANDLE_LIBRARY to 63     fixed by the library (user/service.h)
//
// The highest free handle is taken first. So a program that numbers its handles from HANDLE_FREE
// on, as some tests do, is in nobody's way until it has dozens.
//
// Children share the program's variables (user/child.h), and so these numbers: one that a process
// has taken is taken by no other process of the program. A parent can give its child a capability
// under the handle that it has itself, and both find that in the same variable.
#ifndef USER_HANDLE_H
#define USER_HANDLE_H

#include <stdint.h>

#include "user/service.h"

// Takes a handle that nobody has taken. Returns 0 if there is none: calls fail with E_HANDLE then.
// May be called by several children at once.
uint8_t handle_take(void);

// Forgets the capability under the handle, if the caller has one there, and lets the handle be
// taken again. Requires: handle_take returned it, or it is 0. Other processes of the program still
// have what they have under it.
void handle_give_back(uint8_t handle);

#endif
