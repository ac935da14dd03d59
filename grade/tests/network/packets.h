// SPDX-License-Identifier: MIT
// For grade/tests/network.bats: the packets that a program on the host (packets.c) and one on the
// machine (grade/tests/programs/packets/) send each other. Each has a number, from which all else
// follows: so whoever gets one knows whether it is whole.
//
//     0    to all stations; then the sender's address
//     12   PACKET_TYPE, the high byte first
//     14   the number, the low byte first
//     18   bytes that packet_byte says, up to packet_bytes
#ifndef GRADE_TESTS_NETWORK_PACKETS_H
#define GRADE_TESTS_NETWORK_PACKETS_H

#include <stdbool.h>
#include <stdint.h>

#define PACKET_TYPE    0x88b5 // IEEE 802, for experiments
#define PACKET_ADDRESS 12     // bytes of both addresses
#define PACKET_HEADER  18
#define PACKET_LEAST   60
#define PACKET_LENGTHS 1455        // from PACKET_LEAST to 1514
#define PACKET_READY   0xffffffffu // sent by the machine before all others
#define PACKET_HOLD    0xfffffffeu // to the machine: it takes none until a key comes, and for
#define HOLD_SECONDS   3 // so long afterwards, when all that was sent has come to the card

// What is sent: first one after the other, each when the one before was answered; then a flood
// without an answer; then as at first.
#define PACED_FIRST 600
#define FLOOD       400
#define PACED_LAST  100

static inline uint32_t packet_bytes(uint32_t number)
{
    return PACKET_LEAST + number * 97 % PACKET_LENGTHS;
}

static inline uint8_t packet_byte(uint32_t number, uint32_t at)
{
    return (uint8_t)((number * 2654435761u >> at % 24) + at * 5);
}

static inline void packet_make(uint8_t *packet, uint32_t number)
{
    for (uint32_t i = 0; i < PACKET_ADDRESS; i++)
        packet[i] = i < PACKET_ADDRESS / 2 ? 0xff : 0x02;
    packet[PACKET_ADDRESS] = PACKET_TYPE >> 8;
    packet[PACKET_ADDRESS + 1] = PACKET_TYPE & 0xff;
    for (uint32_t i = 0; i < 4; i++)
        packet[PACKET_ADDRESS + 2 + i] = (uint8_t)(number >> 8 * i);
    for (uint32_t i = PACKET_HEADER; i < packet_bytes(number); i++)
        packet[i] = packet_byte(number, i);
}

static inline uint32_t packet_number(const uint8_t *packet)
{
    uint32_t number = 0;

    for (uint32_t i = 0; i < 4; i++)
        number |= (uint32_t)packet[PACKET_ADDRESS + 2 + i] << 8 * i;
    return number;
}

// Whether these bytes are a packet as it was made.
static inline bool packet_is_whole(const uint8_t *packet, uint32_t bytes)
{
    uint32_t number = packet_number(packet);

    if (bytes != packet_bytes(number) || packet[PACKET_ADDRESS] != PACKET_TYPE >> 8 ||
        packet[PACKET_ADDRESS + 1] != (PACKET_TYPE & 0xff))
        return false;
    for (uint32_t i = PACKET_HEADER; i < bytes; i++) {
        if (packet[i] != packet_byte(number, i))
            return false;
    }
    return true;
}

#endif
