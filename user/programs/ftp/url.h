// SPDX-License-Identifier: MIT
// ftp://USER:PASSWORD@ADDRESS[:PORT][/FOLDER...], taken apart (RFC 1738, 3.2). %XX stands for a
// byte.
#ifndef USER_PROGRAMS_FTP_URL_H
#define USER_PROGRAMS_FTP_URL_H

#include <stdint.h>

#include "lwip/ip4_addr.h"

#define URL_PART_BYTES   48
#define URL_FOLDERS_MOST 4

struct url {
    char user[URL_PART_BYTES], password[URL_PART_BYTES];
    ip4_addr_t address;
    char address_text[16];
    uint16_t port;
    uint32_t folder_count; // to change to, one after the other
    char folders[URL_FOLDERS_MOST][URL_PART_BYTES];
};

// Returns NULL, or what is wrong with it, in words.
const char *url_parse(const char *text, struct url *url);

#endif
