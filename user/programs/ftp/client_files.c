// SPDX-License-Identifier: MIT
#include "user/programs/ftp/client.h"

#include <stddef.h>

#include "common/string.h"
#include "user/programs/ftp/client_sessions.h"

int32_t client_delete(const char *name)
{
    int32_t error = client_begin_change(name);
    return error != 0
               ? error
               : client_tell_refusal(&client_writer, session_do(&client_writer, "DELE", name));
}

// RFC 959, 4.1.3: RNFR is answered by a code that asks for RNTO.
int32_t client_rename(const char *from, const char *to)
{
    int32_t error = client_begin_change(to);
    if (error != 0)
        return error;
    int32_t code = session_command(&client_writer, "RNFR", from);
    if (code >= 0 && REPLY_CLASS(code) == REPLY_INTERMEDIATE)
        return client_tell_refusal(&client_writer, session_do(&client_writer, "RNTO", to));
    return client_tell_refusal(&client_writer, session_error_of(code));
}

// RFC 3659, 3 and 4: both have the same code.
static int32_t ask_about(const char *verb, const char *name)
{
    int32_t error = client_begin(&client_writer);
    if (error != 0)
        return error;
    int32_t code = session_command(&client_writer, verb, name);
    return code == REPLY_ABOUT_FILE ? 0
                                    : client_tell_refusal(&client_writer, session_error_of(code));
}

int32_t client_read_size(const char *name, uint32_t *bytes)
{
    int32_t error = ask_about("SIZE", name);
    if (error != 0)
        return error;
    error = reply_parse_size(client_writer.line, UINT32_MAX, bytes);
    if (error == E_LIMIT)
        *bytes = UINT32_MAX;
    return error == E_ARGUMENT ? E_KIND : 0;
}

int32_t client_read_time(const char *name, char *time)
{
    int32_t error = ask_about("MDTM", name);

    memset(time, 0, CLIENT_TIME_BYTES);
    if (error == 0 && strlen(client_writer.line) < CLIENT_TIME_BYTES)
        memcpy(time, client_writer.line, strlen(client_writer.line));
    return session_is_trouble(error) ? error : 0;
}

int32_t client_read_names(char *text, uint32_t bytes)
{
    uint32_t kept = 0;
    char before;

    int32_t error = client_begin(&client_writer);
    if (error == 0)
        error = session_begin_transfer(&client_writer, "NLST", NULL, 0);
    if (error == E_EMPTY)
        return 0; // so some servers say that there are no files
    int32_t taken = error == 0 ? connection_read(&client_writer.data, text, bytes)
                               : client_tell_refusal(&client_writer, error);
    if (taken < 0)
        return taken;
    error = session_end_transfer(&client_writer, (uint32_t)taken == bytes);
    if (error != 0 || (uint32_t)taken == bytes)
        return error != 0 ? error : E_LIMIT;
    before = '\0';
    for (int32_t i = 0; i < taken; i++) { // lines end in CR and LF
        if (text[i] != '\r')
            text[kept++] = text[i];
        before = text[i];
    }
    return before == '\n' || taken == 0 ? (int32_t)kept : E_KIND;
}
