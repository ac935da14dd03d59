// SPDX-License-Identifier: MIT
// The card's registers, their bits, and its memory. Only ne2000.c uses this. Source: the data sheet
// that ne2000.h names.
#ifndef USER_PROGRAMS_NETWORK_NE2000_REGISTERS_H
#define USER_PROGRAMS_NETWORK_NE2000_REGISTERS_H

// Ports, from the card's first one on. Data sheet, 10.1: "Register address mapping".
enum ne2000_port {
    PORT_COMMAND = 0x00, // CR
    // page 0
    PORT_RING_START = 0x01,        // PSTART, writing
    PORT_RING_STOP = 0x02,         // PSTOP, writing
    PORT_BOUNDARY = 0x03,          // BNRY: the last page that was read
    PORT_SEND_PAGE = 0x04,         // TPSR, writing
    PORT_SEND_COUNT_LOW = 0x05,    // TBCR0, writing
    PORT_SEND_COUNT_HIGH = 0x06,   // TBCR1, writing
    PORT_INTERRUPT = 0x07,         // ISR
    PORT_REMOTE_START_LOW = 0x08,  // RSAR0, writing
    PORT_REMOTE_START_HIGH = 0x09, // RSAR1, writing
    PORT_REMOTE_COUNT_LOW = 0x0a,  // RBCR0, writing
    PORT_REMOTE_COUNT_HIGH = 0x0b, // RBCR1, writing
    PORT_RECEIVE_SETUP = 0x0c,     // RCR, writing
    PORT_SEND_SETUP = 0x0d,        // TCR, writing
    PORT_DATA_SETUP = 0x0e,        // DCR, writing
    PORT_INTERRUPT_MASK = 0x0f,    // IMR, writing
    // page 1
    PORT_ADDRESS = 0x01,   // PAR0 and five more
    PORT_NEXT_PAGE = 0x07, // CURR: where the next packet is received
    PORT_MULTICAST = 0x08, // MAR0 and seven more
    // the card's own
    PORT_DATA = 0x10,
    PORT_RESET = 0x1f,
};
#define PORT_COUNT      0x20
#define MULTICAST_BYTES 8

// Data sheet, 10.3, "Register descriptions": all bits that follow. CR.
#define COMMAND_STOP         0x01 // STP
#define COMMAND_START        0x02 // STA
#define COMMAND_SEND         0x04 // TXP
#define COMMAND_REMOTE_READ  0x08 // RD0
#define COMMAND_REMOTE_WRITE 0x10 // RD1
#define COMMAND_REMOTE_NONE  0x20 // RD2
#define COMMAND_PAGE_1       0x40 // PS0
// ISR and IMR.
#define INTERRUPT_RECEIVED      0x01 // PRX
#define INTERRUPT_SENT          0x02 // PTX
#define INTERRUPT_RECEIVE_ERROR 0x04 // RXE
#define INTERRUPT_SEND_ERROR    0x08 // TXE
#define INTERRUPT_OVERFLOW      0x10 // OVW
#define INTERRUPT_REMOTE_DONE   0x40 // RDC
#define INTERRUPT_RESET         0x80 // RST
#define INTERRUPTS_ALL          0xff
#define INTERRUPTS_WANTED                                                                          \
    (INTERRUPT_RECEIVED | INTERRUPT_SENT | INTERRUPT_RECEIVE_ERROR | INTERRUPT_SEND_ERROR |        \
     INTERRUPT_OVERFLOW)
#define DATA_SETUP_WORDS      0x49 // DCR: words, no loopback, FIFO threshold of 8 bytes (WTS, LS, FT1)
#define SEND_SETUP_NORMAL     0x00 // TCR
#define SEND_SETUP_LOOPBACK   0x02 // LB0: internal loopback
#define RECEIVE_SETUP_NORMAL  0x04 // RCR: packets for the card's address, and broadcasts (AB)
#define RECEIVE_SETUP_MONITOR 0x20 // MON: nothing is kept
#define STATUS_GOOD           0x01 // RSR: PRX

// The card's memory, in pages of 256 bytes.
#define MEMORY_PAGE_BYTES 256
#define SEND_PAGE         0x40 // one packet that is being sent
#define RING_PAGE         0x46 // the ring, up to the end of memory:
#define RING_STOP_SMALL   0x80 // 16 KiB, as the RTL8029 has
#define RING_STOP_LARGE   0xc0 // 32 KiB, as emulators have

// 7.0, "Packet Reception": what lies in front of a packet in the ring, and the check sequence
// behind it.
#define HEADER_BYTES 4
#define CHECK_BYTES  4
#define PACKET_LEAST 60

#endif
