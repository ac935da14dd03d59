// SPDX-License-Identifier: MIT
// TCP connections, as a process uses them that does one thing at a time: each function waits until
// it is done, or until a deadline (deadline.h), or until the connection is lost. After an error a
// connection can only be dropped.
//
// Errors of all functions: E_TIMEOUT: the deadline has come; E_DEAD: the other side, or the
// network, has given the connection up, or there is no memory for it.
#ifndef USER_PROGRAMS_FTP_CONNECTION_H
#define USER_PROGRAMS_FTP_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "lwip/ip4_addr.h"

struct pbuf;
struct tcp_pcb;

struct connection {
    struct tcp_pcb *pcb;   // NULL: there is none
    struct pbuf *received; // that was not read yet
    uint32_t offset;       // of what is read next in the first packet of these
    bool is_connected;
    bool is_ended; // the other side sends no more
};

// Opens a connection. Requires: `connection` is all 0, or was dropped.
int32_t connection_open(struct connection *connection, ip4_addr_t address, uint16_t port);

// Reads `bytes` bytes, or fewer if the other side sends no more. Returns how many.
int32_t connection_read(struct connection *connection, void *memory, uint32_t bytes);

// The same, but returns as soon as there are some.
int32_t connection_read_some(struct connection *connection, void *memory, uint32_t bytes);

// Whether something can be read now, be it the end.
bool connection_has_more(const struct connection *connection);

// Writes all of it. The memory must stay as it is until connection_finish has returned, unless it
// is copied.
enum connection_memory { CONNECTION_STAYS, CONNECTION_COPIES };
int32_t connection_write(struct connection *connection, const void *memory, uint32_t bytes,
                         enum connection_memory how);

// Returns when the other side has all that was written; from then on nothing is written any more.
int32_t connection_finish(struct connection *connection);

// Forgets the connection, whatever state it is in. If `is_orderly` the other side is told the end,
// else a reset.
void connection_drop(struct connection *connection, bool is_orderly);

#endif
