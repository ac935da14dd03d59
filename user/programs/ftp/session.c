// SPDX-License-Identifier: MIT
#include "user/programs/ftp/session.h"

#include <stddef.h>

#include "common/format.h"
#include "common/string.h"
#include "user/system.h"

#define FIRST_PRINTABLE ' '
#define DELETE          0x7f
// RFC 959, 3.1: replies follow the Telnet protocol; no server uses its commands.
#define TELNET_COMMAND 0xff

bool session_is_trouble(int32_t error)
{
    return error == E_TIMEOUT || error == E_DEAD || error == E_KIND;
}

void session_drop(struct session *session)
{
    connection_drop(&session->data, false);
    connection_drop(&session->control, session->is_logged_in);
    session->is_logged_in = false;
}

// --- replies

static bool may_be_in_a_line(uint8_t byte)
{
    return (byte >= FIRST_PRINTABLE && byte != DELETE && byte != TELNET_COMMAND) || byte == '\t';
}

// Reads a line, which CR and LF end.
static int32_t read_line(struct session *session)
{
    uint32_t length = 0;
    uint8_t byte = 0, before = 0;

    for (;;) {
        int32_t taken = connection_read(&session->control, &byte, 1);
        if (taken < 0)
            return taken;
        if (taken == 0)
            return E_DEAD;
        if (byte == '\n' && before == '\r')
            break;
        if (before == '\r' || (byte != '\r' && !may_be_in_a_line(byte)) ||
            length == REPLY_LINE_BYTES - 1)
            return E_KIND;
        before = byte;
        if (byte != '\r')
            session->line[length++] = (char)byte;
    }
    session->line[length] = '\0';
    return 0;
}

// Reads a reply, of one line or several. Returns its code.
static int32_t read_reply(struct session *session)
{
    bool is_last = false;

    int32_t error = read_line(session);
    if (error != 0)
        return error;
    int32_t code = reply_parse_line(session->line, &is_last);
    if (code < 0)
        return E_KIND;
    for (uint32_t lines = 1; !is_last; lines++) {
        if (lines == REPLY_LINES_MOST)
            return E_KIND;
        error = read_line(session);
        if (error != 0)
            return error;
        is_last = reply_is_last_line(session->line, code);
    }
    return code == REPLY_CLOSING ? E_DEAD : code;
}

int32_t session_error_of(int32_t code)
{
    if (code < 0)
        return code;
    switch (code) {
    case REPLY_NO_SPACE:
    case REPLY_OVER_QUOTA:
        return E_NO_MEMORY;
    case REPLY_NOT_THERE:
    case REPLY_NO_FILE_NOW:
        return E_EMPTY;
    case REPLY_NO_DATA_CONNECTION:
    case REPLY_TRANSFER_ABORTED:
        return E_DEAD;
    case REPLY_NOT_LOGGED_IN:
    case REPLY_NEED_ACCOUNT:
    case REPLY_NEED_ACCOUNT_FIRST:
    case REPLY_NAME_NOT_ALLOWED:
        return E_RIGHTS;
    default:
        return REPLY_CLASS(code) >= REPLY_REFUSED_NOW ? E_PAGER : E_KIND;
    }
}

// --- commands

int32_t session_command(struct session *session, const char *verb, const char *argument)
{
    // What came before is a reply to nothing.
    if (connection_has_more(&session->control))
        return E_KIND;
    uint32_t length =
        (uint32_t)format_to_buffer(session->command, sizeof session->command, "%s%s%s\r\n", verb,
                                   argument == NULL ? "" : " ", argument == NULL ? "" : argument);
    int32_t error =
        connection_write(&session->control, session->command, length, CONNECTION_COPIES);
    return error != 0 ? error : read_reply(session);
}

static int32_t expect(int32_t code, enum reply_class wanted)
{
    return code >= 0 && REPLY_CLASS(code) == (int32_t)wanted ? 0 : session_error_of(code);
}

int32_t session_do(struct session *session, const char *verb, const char *argument)
{
    return expect(session_command(session, verb, argument), REPLY_COMPLETED);
}

static int32_t log_in(struct session *session, const struct url *url)
{
    session->address = url->address;
    int32_t error = connection_open(&session->control, url->address, url->port);
    if (error == 0)
        error = expect(read_reply(session), REPLY_COMPLETED);
    if (error != 0)
        return error;
    int32_t code = session_command(session, "USER", url->user);
    if (code == REPLY_NEED_PASSWORD)
        code = session_command(session, "PASS", url->password);
    error = expect(code, REPLY_COMPLETED);
    for (uint32_t i = 0; error == 0 && i < url->folder_count; i++)
        error = session_do(session, "CWD", url->folders[i]);
    if (error == 0)
        error = session_do(session, "TYPE", "I");
    return error;
}

int32_t session_begin(struct session *session, const struct url *url)
{
    if (session->is_logged_in && session->control.pcb != NULL &&
        !connection_has_more(&session->control))
        return 0;
    session_drop(session);
    int32_t error = log_in(session, url);
    session->is_logged_in = error == 0;
    return error == 0 || session_is_trouble(error) ? error : E_PAGER;
}

// --- transfers

static int32_t find_port(struct session *session, uint16_t *port)
{
    int32_t code = REPLY_REFUSED * 100;

    if (!session->lacks_extended_passive) {
        code = session_command(session, "EPSV", NULL);
        if (code == REPLY_EXTENDED_PASSIVE)
            return reply_parse_extended_passive(session->line, port) == 0 ? 0 : E_KIND;
    }
    if (code < 0 || REPLY_CLASS(code) != REPLY_REFUSED)
        return session_error_of(code);
    session->lacks_extended_passive = true;
    code = session_command(session, "PASV", NULL);
    if (code == REPLY_PASSIVE)
        return reply_parse_passive(session->line, port) == 0 ? 0 : E_KIND;
    return session_error_of(code);
}

// Without a byte of the file, the data connection is of no use. Only a server that has refused is
// still to be talked to.
static int32_t give_up_transfer(struct session *session, int32_t error)
{
    connection_drop(&session->data, false);
    return error;
}

int32_t session_begin_transfer(struct session *session, const char *verb, const char *name,
                               uint32_t offset)
{
    char number[16];
    uint16_t port = 0;

    int32_t error = find_port(session, &port);
    if (error == 0)
        error = connection_open(&session->data, session->address, port);
    if (error == 0 && offset != 0) {
        format_to_buffer(number, sizeof number, "%u", offset);
        error = expect(session_command(session, "REST", number), REPLY_INTERMEDIATE);
    }
    if (error == 0)
        error = expect(session_command(session, verb, name), REPLY_PRELIMINARY);
    session->transfers++;
    return error == 0 ? 0 : give_up_transfer(session, error);
}

int32_t session_end_transfer(struct session *session, bool gives_up)
{
    connection_drop(&session->data, !gives_up);
    int32_t code = read_reply(session);
    if (code < 0)
        return code;
    if (REPLY_CLASS(code) < REPLY_COMPLETED || REPLY_CLASS(code) == REPLY_INTERMEDIATE)
        return E_KIND;
    return gives_up ? 0 : expect(code, REPLY_COMPLETED);
}
