// SPDX-License-Identifier: MIT
// For lwIP: the part of C's <string.h> that it uses.
#ifndef USER_PROGRAMS_FTP_LWIP_STRING_H
#define USER_PROGRAMS_FTP_LWIP_STRING_H

#include "common/string.h"

#endif
