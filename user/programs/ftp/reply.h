// SPDX-License-Identifier: MIT
// What an FTP server says, taken apart. It is a stranger's text: whatever is not as the standards
// have it is refused. Sources: RFC 959, 4.2: "FTP replies"; RFC 2428: EPSV; RFC 3659: SIZE, MDTM.
#ifndef USER_PROGRAMS_FTP_REPLY_H
#define USER_PROGRAMS_FTP_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#define REPLY_LINE_BYTES  512 // of a line, with what ends it and a final 0
#define REPLY_LINES_MOST  64
#define REPLY_CODE_DIGITS 3

// Codes, as far as the client tells them apart (RFC 959, 4.2.2; RFC 2428, RFC 3659).
enum reply_code {
    REPLY_ABOUT_FILE = 213,
    REPLY_PASSIVE = 227,
    REPLY_EXTENDED_PASSIVE = 229,
    REPLY_NEED_PASSWORD = 331,
    REPLY_CLOSING = 421,
    REPLY_NO_DATA_CONNECTION = 425,
    REPLY_TRANSFER_ABORTED = 426,
    REPLY_NO_FILE_NOW = 450,
    REPLY_NO_SPACE = 452,
    REPLY_NOT_LOGGED_IN = 530,
    REPLY_NEED_ACCOUNT = 532,
    REPLY_NEED_ACCOUNT_FIRST = 332, // to log in
    REPLY_NOT_THERE = 550,
    REPLY_OVER_QUOTA = 552,
    REPLY_NAME_NOT_ALLOWED = 553,
};

// The first digit.
enum reply_class {
    REPLY_PRELIMINARY = 1,
    REPLY_COMPLETED,
    REPLY_INTERMEDIATE,
    REPLY_REFUSED_NOW,
    REPLY_REFUSED
};

#define REPLY_CLASS(code) ((code) / 100)

// The code that a reply's line begins with, and whether it is the last line: one that has a blank
// behind the code; a hyphen stands there if lines follow. E_ARGUMENT: that is no such line.
int32_t reply_parse_line(const char *line, bool *is_last);

// Whether a line ends a reply of several lines that began with that code.
bool reply_is_last_line(const char *line, int32_t code);

// The port in a reply to EPSV or PASV. (The address in a reply to PASV is not used: it is the
// server that one has a connection to.) E_ARGUMENT: there is none.
int32_t reply_parse_extended_passive(const char *line, uint16_t *port);
int32_t reply_parse_passive(const char *line, uint16_t *port);

// The number in a reply to SIZE. E_ARGUMENT: there is none; E_LIMIT: it is above `most`.
int32_t reply_parse_size(const char *line, uint32_t most, uint32_t *size);

#endif
