// SPDX-License-Identifier: MIT
// The NE2000 card for PCI (Realtek RTL8029), QEMU's and v86's `ne2k_pci`: a DP8390 network
// controller with memory of its own, which is read and written through one I/O port. Received
// packets wait there, in a ring of pages of 256 bytes. Source: National Semiconductor,
// "DP8390D/NS32490D NIC Network Interface Controller", July 1995; the places of memory and of the
// ports that are not the controller's are the card's.
#ifndef USER_PROGRAMS_NETWORK_NE2000_H
#define USER_PROGRAMS_NETWORK_NE2000_H

#include <stdbool.h>
#include <stdint.h>

#include "user/network.h"

// Finds the card, and has it receive; its interrupts come to `port`. Returns false if there is none
// that works.
bool ne2000_start(uint32_t port);

// The card's Ethernet address.
extern uint8_t ne2000_address[NETWORK_ADDRESS_BYTES];

// After an interrupt: looks why, and lets the card interrupt again. Afterwards packets may have
// come, and it may be possible to send one.
void ne2000_take_interrupt(void);

// Whether nothing is being sent; and sends a packet of at most NETWORK_PACKET_BYTES. Requires that.
bool ne2000_can_send(void);
void ne2000_send(const void *packet, uint32_t bytes);

// Takes the oldest packet out of the card. Returns its bytes, at most NETWORK_PACKET_BYTES, or 0 if
// there is none. One byte behind them may be written to, if their number is odd.
uint32_t ne2000_receive(void *packet);

#endif
