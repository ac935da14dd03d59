// SPDX-License-Identifier: MIT
// What the parts of the FTP client (client.h) share: client.c, which reads and writes, and
// client_files.c, which asks about files and changes their names. All of it within a try.
#ifndef USER_PROGRAMS_FTP_CLIENT_SESSIONS_H
#define USER_PROGRAMS_FTP_CLIENT_SESSIONS_H

#include <stdint.h>

#include "user/programs/ftp/session.h"

// The session that all but reading uses.
extern struct session client_writer;

// Logs in, if need be.
int32_t client_begin(struct session *session);

// The same for the session that writes, where a file is about to be another one.
int32_t client_begin_change(const char *name);

// What the server refuses is said, unless it is that there is no such file. Returns the error.
int32_t client_tell_refusal(const struct session *session, int32_t error);

#endif
