// SPDX-License-Identifier: MIT
#include "user/programs/ftp/client.h"

#include <stddef.h>

#include "common/string.h"
#include "user/print.h"
#include "user/programs/ftp/client_sessions.h"
#include "user/programs/ftp/deadline.h"
#include "user/programs/ftp/net.h"

// That are read and thrown away, rather than that a transfer is begun.
#define SKIP_BYTES              (2 * PAGE_BYTES)
#define PAGE_THOUSANDTHS(bytes) ((bytes) / PAGE_BYTES * 1000)

struct store_device client_state;

static const struct url *server;
struct session client_writer;
static struct session reader;

// The transfer that reads, and what it delivers next.
static struct {
    bool is_open;
    char name[SESSION_NAME_BYTES];
    uint32_t next;
} stream;

void client_init(const struct url *url)
{
    server = url;
}

// --- trying again

static const char *trouble_text(int32_t error)
{
    switch (error) {
    case E_TIMEOUT:
        return deadline_attempt_is_over()
                   ? "this takes it longer than half of the patience with pagers (pager_patience=)"
                   : "it does not answer in time";
    case E_KIND:
        return "what it says is no reply of FTP's";
    default:
        return "the connection was lost, or there is none";
    }
}

static void note_trouble(int32_t error)
{
    client_state.tries++;
    if (!deadline_is_outage())
        print("ftp      the server at %s: %s\n", server->address_text, trouble_text(error));
}

// The code of a reply, as it is written: 0x452.
static uint32_t code_in_hexadecimal(const char *line)
{
    uint32_t code = 0;

    for (uint32_t i = 0; line[i] >= '0' && line[i] <= '9' && i < REPLY_CODE_DIGITS; i++)
        code = code << 4 | (uint32_t)(line[i] - '0');
    return code;
}

// Says what the server refuses, but not the same again and again.
static void note_refusal(const struct session *session)
{
    static uint32_t told; // when

    uint32_t code = code_in_hexadecimal(session->line), now = (uint32_t)clock_read();
    if (code != client_state.last_error || now - told >= CLIENT_TOLD_TICKS) {
        print("ftp      the server at %s refuses: %s\n", server->address_text, session->line);
        told = now;
    }
    client_state.last_error = code;
}

static void drop_sessions(void)
{
    stream.is_open = false;
    session_drop(&reader);
    session_drop(&client_writer);
}

// Waits for an address of one's own, at the start.
static int32_t wait_for_network(void)
{
    deadline_begin_wait();
    while (!net_is_up()) {
        uint32_t ticks = deadline_ticks_left();
        if (ticks == 0)
            return E_TIMEOUT;
        net_wait(ticks);
    }
    return 0;
}

int32_t client_try(int32_t (*function)(void *argument), void *argument)
{
    while (deadline_begin_attempt()) {
        int32_t error = wait_for_network();
        if (error == 0)
            error = function(argument);
        client_state.commands = reader.transfers + client_writer.transfers;
        if (!session_is_trouble(error)) {
            if (deadline_is_outage())
                print("ftp      the server at %s is there again\n", server->address_text);
            deadline_end_attempt(true);
            return error;
        }
        note_trouble(error);
        drop_sessions();
        deadline_end_attempt(false);
        if (deadline_is_over())
            print("ftp      the server at %s has failed for too long: who needs it ends\n",
                  server->address_text);
    }
    return E_PAGER;
}

int32_t client_tell_refusal(const struct session *session, int32_t error)
{
    if (error >= 0 || session_is_trouble(error))
        return error;
    if (error != E_EMPTY)
        note_refusal(session);
    return error;
}

int32_t client_begin(struct session *session)
{
    return client_tell_refusal(session, session_begin(session, server));
}

// --- reading

static int32_t close_stream(bool gives_up)
{
    if (!stream.is_open)
        return 0;
    stream.is_open = false;
    return session_end_transfer(&reader, gives_up);
}

static bool is_reading(const char *name)
{
    return stream.is_open && strcmp(stream.name, name) == 0;
}

static bool can_read_on(const char *name, uint32_t offset)
{
    return is_reading(name) && stream.next <= offset && offset - stream.next <= SKIP_BYTES;
}

static int32_t open_stream(const char *name, uint32_t offset)
{
    int32_t error = close_stream(true);
    if (error == 0)
        error = client_begin(&reader);
    if (error == 0)
        error = client_tell_refusal(&reader, session_begin_transfer(&reader, "RETR", name, offset));
    if (error != 0)
        return error;
    stream.is_open = true;
    stream.next = offset;
    memcpy(stream.name, name, strlen(name) + 1);
    return 0;
}

int32_t client_read(const char *name, uint32_t offset, void *memory, uint32_t bytes)
{
    int32_t error = can_read_on(name, offset) ? 0 : open_stream(name, offset);

    while (error == 0 && stream.next < offset) { // what lies between is thrown away
        uint32_t left = offset - stream.next;
        int32_t skipped = connection_read_some(&reader.data, memory, left < bytes ? left : bytes);
        if (skipped <= 0)
            return skipped < 0 ? skipped : close_stream(false);
        stream.next += (uint32_t)skipped;
    }
    if (error != 0)
        return error;
    int32_t taken = connection_read(&reader.data, memory, bytes);
    if (taken < 0)
        return taken;
    stream.next += (uint32_t)taken;
    client_state.pages += PAGE_THOUSANDTHS((uint32_t)taken);
    if ((uint32_t)taken < bytes)
        error = close_stream(false);
    return error != 0 ? error : taken;
}

static int32_t rest(void *unused)
{
    (void)unused;
    return close_stream(true);
}

void client_rest(void)
{
    if (stream.is_open)
        client_try(rest, NULL);
}

// --- writing

// A file is about to be another one: what the stream has of it is what was there before. And vsftpd
// would wait for the stream's end.
int32_t client_end_reading(const char *name)
{
    return is_reading(name) ? close_stream(true) : 0;
}

int32_t client_begin_change(const char *name)
{
    int32_t error = client_end_reading(name);
    return error == 0 ? client_begin(&client_writer) : error;
}

static uint32_t written_bytes;

int32_t client_begin_write(const char *name, uint32_t offset)
{
    int32_t error = client_begin_change(name);
    if (error == 0)
        error = client_tell_refusal(&client_writer,
                                    session_begin_transfer(&client_writer, "STOR", name, offset));
    written_bytes = 0;
    return error;
}

// If the server has closed the connection it may have said why.
static int32_t find_reason(int32_t error)
{
    if (error != E_DEAD)
        return error;
    int32_t reason = session_end_transfer(&client_writer, false);
    return reason == 0 ? E_DEAD : client_tell_refusal(&client_writer, reason);
}

static int32_t add(const void *memory, uint32_t bytes, enum connection_memory how)
{
    written_bytes += bytes;
    int32_t error = connection_write(&client_writer.data, memory, bytes, how);
    return error == 0 ? 0 : find_reason(error);
}

int32_t client_add(const void *memory, uint32_t bytes)
{
    return add(memory, bytes, CONNECTION_STAYS);
}

int32_t client_add_copy(const void *memory, uint32_t bytes)
{
    return add(memory, bytes, CONNECTION_COPIES);
}

int32_t client_end_write(void)
{
    int32_t error = connection_finish(&client_writer.data);
    if (error != 0)
        return find_reason(error);
    error = client_tell_refusal(&client_writer, session_end_transfer(&client_writer, false));
    if (error == 0)
        client_state.pages += PAGE_THOUSANDTHS(written_bytes);
    return error;
}

int32_t client_give_up_write(void)
{
    return session_end_transfer(&client_writer, true);
}
