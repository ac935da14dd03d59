// SPDX-License-Identifier: MIT
// What lwIP wants to know of the compiler and the machine.
#ifndef USER_PROGRAMS_FTP_LWIP_ARCH_CC_H
#define USER_PROGRAMS_FTP_LWIP_ARCH_CC_H

#include <stdint.h>

// Of the C library's headers, the compiler has only those of a freestanding one.
#define LWIP_NO_INTTYPES_H 1
#define LWIP_NO_LIMITS_H   1
#define LWIP_NO_UNISTD_H   1
#define LWIP_NO_CTYPE_H    1
#define INT_MAX            0x7fffffff
#define X8_F               "02x"
#define U16_F              "u"
#define S16_F              "d"
#define X16_F              "x"
#define U32_F              "u"
#define S32_F              "d"
#define X32_F              "x"
#define SZT_F              "u"

#define BYTE_ORDER LITTLE_ENDIAN

// What it finds wrong is a bug, of its own or of net.c.
_Noreturn void net_fail(const char *what);
#define LWIP_PLATFORM_DIAG(message)
#define LWIP_PLATFORM_ASSERT(message) net_fail(message)

uint32_t net_random(void);
#define LWIP_RAND() net_random()

#endif
