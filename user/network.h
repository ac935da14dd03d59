// SPDX-License-Identifier: MIT
// The network driver: a service that moves Ethernet packets between its client's memory and the
// card. There is one client, since there is one card. The two share a wired object with two rings
// of packets:
//
//     received   the driver puts packets in, the client takes them out
//     sent       the client puts packets in, the driver takes them out
//
// `put` and `taken` count all packets that ever went in and out, modulo 2^32. Packet number n lies
// in place n modulo the number of places. The side that puts a packet in fills the packet's
// place first, and then counts it in `put`. The other side counts it in `taken` only when it needs
// the place no longer. The driver believes nothing that its client writes there: what makes no
// sense is as if there was nothing.
#ifndef USER_NETWORK_H
#define USER_NETWORK_H

#include <stdint.h>

#include "user/service.h"

#define SERVICE_NETWORK "network"

#define NETWORK_ADDRESS_BYTES   6    // of an Ethernet address
#define NETWORK_PACKET_BYTES    1514 // at most, with Ethernet's header, without its check sequence
#define NETWORK_RECEIVED_PLACES 32
#define NETWORK_SENT_PLACES     16

// What the driver is asked for. E_RIGHTS: the client has its capability from somebody whom init
// does not trust.
enum network_tag {
    NETWORK_OPEN = 1, // the object with the rings comes back, all 0, to be read and written; the
                      // words are the card's address, a byte each, four to a word. Who opens it
                      // takes it over: the client before ends when it touches its rings
    NETWORK_SEND,     // packets are in `sent`: the reply comes at once
    NETWORK_EXCHANGE, // the same, but the reply comes when there are packets in `received`. One at
                      // a time is kept waiting: who asks again has given up the one before
};

struct network_count {
    volatile uint32_t put, taken;
};

struct network_packet {
    volatile uint32_t bytes;
    uint8_t data[NETWORK_PACKET_BYTES];
    uint16_t unused;
};

struct network_rings {
    struct network_count received, sent;
    struct network_packet received_packets[NETWORK_RECEIVED_PLACES];
    struct network_packet sent_packets[NETWORK_SENT_PLACES];
};

#define NETWORK_RING_PAGES ((sizeof(struct network_rings) + PAGE_BYTES - 1) / PAGE_BYTES)

#endif
