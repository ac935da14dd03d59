// SPDX-License-Identifier: MIT
#include "user/programs/ftp/connection.h"

#include <stddef.h>

#include "lwip/tcp.h"
#include "user/programs/ftp/deadline.h"
#include "user/programs/ftp/net.h"
#include "user/system.h"

#define WRITE_MOST 0xffffu // bytes at once

// --- what lwIP calls

static err_t take_connected(void *argument, struct tcp_pcb *pcb, err_t error)
{
    struct connection *connection = argument;

    (void)pcb;
    connection->is_connected = error == ERR_OK;
    return ERR_OK;
}

static err_t take_received(void *argument, struct tcp_pcb *pcb, struct pbuf *packets, err_t error)
{
    struct connection *connection = argument;

    (void)pcb;
    (void)error;
    if (packets == NULL)
        connection->is_ended = true;
    else if (connection->received == NULL)
        connection->received = packets;
    else
        pbuf_cat(connection->received, packets);
    return ERR_OK;
}

// The connection is lost, and lwIP has freed its part of it.
static void take_loss(void *argument, err_t error)
{
    struct connection *connection = argument;

    (void)error;
    connection->pcb = NULL;
}

// --- waiting

static int32_t wait(const struct connection *connection)
{
    uint32_t ticks = deadline_ticks_left();

    if (connection->pcb == NULL)
        return E_DEAD;
    if (ticks == 0)
        return E_TIMEOUT;
    net_wait(ticks);
    return 0;
}

int32_t connection_open(struct connection *connection, ip4_addr_t address, uint16_t port)
{
    int32_t error = 0;

    *connection = (struct connection){.pcb = tcp_new()};
    if (connection->pcb == NULL)
        return E_DEAD;
    deadline_begin_wait();
    tcp_arg(connection->pcb, connection);
    tcp_recv(connection->pcb, take_received);
    tcp_err(connection->pcb, take_loss);
    tcp_nagle_disable(connection->pcb);
    if (tcp_connect(connection->pcb, &address, port, take_connected) != ERR_OK)
        return E_DEAD;
    while (error == 0 && !connection->is_connected)
        error = wait(connection);
    return error;
}

// --- reading

bool connection_has_more(const struct connection *connection)
{
    return connection->received != NULL || connection->is_ended;
}

// Takes what has been received, at most `bytes` bytes. Returns how many that are.
static uint32_t take(struct connection *connection, void *memory, uint32_t bytes)
{
    struct pbuf *first = connection->received;

    if (first == NULL)
        return 0;
    uint32_t left = first->len - connection->offset;
    uint32_t taken = bytes < left ? bytes : left;
    pbuf_copy_partial(first, memory, (uint16_t)taken, (uint16_t)connection->offset);
    connection->offset += taken;
    if (taken == left) {
        connection->received = first->next;
        if (first->next != NULL)
            pbuf_ref(first->next);
        pbuf_free(first);
        connection->offset = 0;
    }
    if (connection->pcb != NULL)
        tcp_recved(connection->pcb, (uint16_t)taken);
    return taken;
}

int32_t connection_read_some(struct connection *connection, void *memory, uint32_t bytes)
{
    int32_t error = 0;

    deadline_begin_wait();
    while (error == 0 && !connection_has_more(connection))
        error = wait(connection);
    return error != 0 ? error : (int32_t)take(connection, memory, bytes);
}

int32_t connection_read(struct connection *connection, void *memory, uint32_t bytes)
{
    uint32_t done = 0;

    while (done < bytes) {
        int32_t taken = connection_read_some(connection, (uint8_t *)memory + done, bytes - done);
        if (taken < 0)
            return taken;
        if (taken == 0)
            break;
        done += (uint32_t)taken;
    }
    return (int32_t)done;
}

// --- writing

int32_t connection_write(struct connection *connection, const void *memory, uint32_t bytes,
                         enum connection_memory how)
{
    const uint8_t *from = memory;
    uint8_t flags = how == CONNECTION_COPIES ? TCP_WRITE_FLAG_COPY : 0;
    int32_t error = 0;

    deadline_begin_wait();
    while (error == 0 && bytes > 0) {
        uint32_t part = connection->pcb == NULL ? 0 : tcp_sndbuf(connection->pcb);
        part = part < bytes ? part : bytes;
        part = part < WRITE_MOST ? part : WRITE_MOST;
        if (part == 0 || tcp_write(connection->pcb, from, (uint16_t)part, flags) != ERR_OK) {
            error = wait(connection);
            continue;
        }
        tcp_output(connection->pcb);
        from += part;
        bytes -= part;
        deadline_begin_wait();
    }
    return error;
}

int32_t connection_finish(struct connection *connection)
{
    int32_t error = connection->pcb == NULL ? E_DEAD : 0;

    deadline_begin_wait();
    if (error == 0 && tcp_shutdown(connection->pcb, 0, 1) != ERR_OK)
        error = E_DEAD;
    while (error == 0 && (connection->pcb == NULL || connection->pcb->unacked != NULL ||
                          connection->pcb->unsent != NULL))
        error = wait(connection);
    return error;
}

void connection_drop(struct connection *connection, bool is_orderly)
{
    struct tcp_pcb *pcb = connection->pcb;

    if (pcb != NULL) {
        tcp_arg(pcb, NULL);
        tcp_recv(pcb, NULL);
        tcp_err(pcb, NULL);
        if (!is_orderly || tcp_close(pcb) != ERR_OK)
            tcp_abort(pcb);
    }
    if (connection->received != NULL)
        pbuf_free(connection->received);
    *connection = (struct connection){0};
    net_wait(0);
}
