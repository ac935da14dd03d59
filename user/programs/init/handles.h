// SPDX-License-Identifier: MIT
// The handles of init, below those of the library (user/service.h).
#ifndef USER_PROGRAMS_INIT_HANDLES_H
#define USER_PROGRAMS_INIT_HANDLES_H

#include "user/service.h"

#define NAMES_MOST 7

enum {
    INIT_HANDLE_SHELL = HANDLE_FREE,
    INIT_HANDLE_HELPER,
    INIT_HANDLE_MADE,
    INIT_HANDLE_FTP, // the process, what it is given, and its service
    INIT_HANDLE_FTP_STORE,
    INIT_HANDLE_FTP_DRIVER,
    INIT_HANDLE_FTP_PORT,
    INIT_HANDLE_KEYBOARD,   // the console's interrupts
    INIT_HANDLE_FOREGROUND, // whom Ctrl-C ends
    INIT_HANDLE_ACCEPT,     // where capabilities arrive
    INIT_HANDLE_FIRST_NAME, // services: two handles for each name (names.h)
};

_Static_assert(INIT_HANDLE_FIRST_NAME + 2 * NAMES_MOST <= HANDLE_LIBRARY,
               "two handles for each name");

#endif
