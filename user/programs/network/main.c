// SPDX-License-Identifier: MIT
// The network driver (user/network.h), for an NE2000 card on the PCI bus: ne2000.h. Without a card
// it ends, and nothing is said.
//
// It waits for nobody but its card and its client's messages, and answers with replies, which never
// wait: so a client that stops, or writes nonsense into the rings, harms itself.
#include <stdbool.h>
#include <stddef.h>

#include "common/string.h"
#include "user/handle.h"
#include "user/print.h"
#include "user/programs/network/ne2000.h"

#define RINGS_AT      0x10000000u
#define BADGE_TRUSTED 1

static struct network_rings *const rings = (struct network_rings *)RINGS_AT;
static uint8_t port, rings_object; // handles
static bool is_open;
static uint32_t put, taken; // of the rings, as the driver has counted
static uint32_t waiting;    // reply handle of the client that waits for packets; 0: none

// --- packets

static bool has_room(void)
{
    return put - rings->received.taken < NETWORK_RECEIVED_PLACES;
}

static void receive_all(void)
{
    while (is_open && has_room()) {
        struct network_packet *packet = &rings->received_packets[put % NETWORK_RECEIVED_PLACES];
        uint32_t bytes = ne2000_receive(packet->data);
        if (bytes == 0)
            break;
        packet->bytes = bytes;
        rings->received.put = ++put;
    }
}

static void send_all(void)
{
    while (is_open && ne2000_can_send()) {
        uint32_t left = rings->sent.put - taken;
        if (left == 0 || left > NETWORK_SENT_PLACES)
            break;
        const struct network_packet *packet = &rings->sent_packets[taken % NETWORK_SENT_PLACES];
        uint32_t bytes = packet->bytes;
        if (bytes != 0 && bytes <= NETWORK_PACKET_BYTES)
            ne2000_send(packet->data, bytes);
        rings->sent.taken = ++taken;
    }
}

// There may be packets to move, and somebody may have waited for that.
static void move_packets(void)
{
    receive_all();
    send_all();
    if (waiting == 0 || put == rings->received.taken)
        return;
    struct message reply = {0};
    message_reply(&reply, waiting); // who gave up has no use for it
    waiting = 0;
}

// --- requests

static void forget_client(void)
{
    if (!is_open)
        return;
    is_open = false;
    region_unmap(0, RINGS_AT);
    object_destroy(rings_object);
}

static int32_t open(struct message *message)
{
    forget_client();
    int32_t error = object_create_wired(rings_object, HANDLE_CORE, NETWORK_RING_PAGES, 0, 0);
    if (error != 0)
        return error;
    error = object_map(rings_object, RINGS_AT, NETWORK_RING_PAGES, REGION_READ | REGION_WRITE);
    if (error != 0) {
        object_destroy(rings_object);
        return error;
    }
    is_open = true;
    put = 0;
    taken = 0;
    message->capability = rings_object;
    memcpy(message->words, ne2000_address, sizeof ne2000_address);
    return 0;
}

static int32_t do_request(struct message *message, uint32_t reply)
{
    if (message->badge != BADGE_TRUSTED)
        return E_RIGHTS;
    if (message->tag == NETWORK_OPEN)
        return open(message);
    if (!is_open)
        return E_STATE;
    if (message->tag == NETWORK_EXCHANGE)
        waiting = reply;
    return message->tag == NETWORK_EXCHANGE || message->tag == NETWORK_SEND ? 0 : E_ARGUMENT;
}

static void serve(struct message *message)
{
    uint32_t reply = message_reply_handle(message);

    // Whoever waited has given up if it asks again: its handle is worth nothing any more, or is a
    // later call's.
    if (message->badge == BADGE_TRUSTED)
        waiting = 0;
    message->capability = 0;
    service_set_status(message, do_request(message, reply));
    if (reply != 0 && reply != waiting)
        message_reply(message, reply);
    move_packets();
}

static int32_t tell_init(void)
{
    uint8_t trusted = handle_take();
    int32_t error = capability_copy(port, trusted, RIGHT_SEND | RIGHT_PASS, BADGE_TRUSTED);
    if (error == 0)
        error = service_register_keeper(SERVICE_NETWORK, trusted);
    if (error == 0)
        error = service_register(SERVICE_NETWORK, port);
    handle_give_back(trusted);
    return error;
}

int32_t main(const char *command_line)
{
    (void)command_line;
    port = handle_take();
    rings_object = handle_take();
    must(port_create(port), "port_create");
    if (!ne2000_start(port))
        return 0;
    must(tell_init(), "registering with init");
    for (;;) {
        struct message message = {.port = port};
        must(message_receive(&message, TICKS_FOREVER), "message_receive");
        if (message.tag == TAG_INTERRUPT) {
            ne2000_take_interrupt();
            move_packets();
        } else {
            serve(&message);
        }
    }
}
