// SPDX-License-Identifier: MIT
// A conversation with an FTP server: a control connection, and the data connection of one transfer
// at a time, which the client opens (EPSV, else PASV). RFC 959; REST as in RFC 3659, 5.
//
// Errors of all functions. *Trouble*, after which session_drop is called, and all may be tried
// again: E_TIMEOUT: the server took too long; E_DEAD: a connection was lost or closed; E_KIND: what
// came is no reply of FTP, or not to this. *Refusals*, which the server will repeat: E_RIGHTS: it
// does not let one do that; E_EMPTY: there is no such file (any refusal with the code 450 or
// 550); E_NO_MEMORY: it has no room; E_PAGER: it failed.
#ifndef USER_PROGRAMS_FTP_SESSION_H
#define USER_PROGRAMS_FTP_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "user/programs/ftp/connection.h"
#include "user/programs/ftp/reply.h"
#include "user/programs/ftp/url.h"

#define SESSION_NAME_BYTES    32
#define SESSION_COMMAND_BYTES 80

struct session {
    ip4_addr_t address; // of the server
    struct connection control, data;
    bool is_logged_in;
    bool lacks_extended_passive;
    char line[REPLY_LINE_BYTES]; // the last line of the last reply
    char command[SESSION_COMMAND_BYTES];
    uint32_t transfers; // that were begun, ever
};

bool session_is_trouble(int32_t error);

// Makes sure that the session is logged in and in the URL's folder, and that the server has not
// ended it meanwhile. E_PAGER: it lets one not in.
int32_t session_begin(struct session *session, const struct url *url);

// Forgets the session's connections.
void session_drop(struct session *session);

// Sends a command, and waits for its reply. `argument` may be NULL. Returns the reply's code (line:
// its text), or what is trouble.
int32_t session_command(struct session *session, const char *verb, const char *argument);

// The same for commands that a code of class REPLY_COMPLETED answers. Returns 0 or an error.
int32_t session_do(struct session *session, const char *verb, const char *argument);

// What a reply's code means as an error, if it was not what was hoped for.
int32_t session_error_of(int32_t code);

// Begins the transfer that the command asks for, from byte `offset` of the file on. From then on
// its contents go through session->data.
int32_t session_begin_transfer(struct session *session, const char *verb, const char *name,
                               uint32_t offset);

// Ends it: when all was read or written, or, with `gives_up`, before; then the server's complaint
// is no error.
int32_t session_end_transfer(struct session *session, bool gives_up);

#endif
