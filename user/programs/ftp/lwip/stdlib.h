// SPDX-License-Identifier: MIT
// For lwIP: the part of C's <stdlib.h> that it uses.
#ifndef USER_PROGRAMS_FTP_LWIP_STDLIB_H
#define USER_PROGRAMS_FTP_LWIP_STDLIB_H

#include <stddef.h>

int atoi(const char *text);

#endif
