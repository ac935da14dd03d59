// SPDX-License-Identifier: MIT
// The network of this process: lwIP, on the rings of the network driver (user/network.h). lwIP does
// something only within these functions and those of connection.h.
#ifndef USER_PROGRAMS_FTP_NET_H
#define USER_PROGRAMS_FTP_NET_H

#include <stdbool.h>
#include <stdint.h>

// Opens the card, and begins to ask for an address (DHCP). Returns 0, or an error if there is no
// card.
int32_t net_start(void);

// Whether there is an address by now.
bool net_is_up(void);

// Takes packets that have come, sends what has to be sent, and does what is due; if none had come
// it waits for some, at most `ticks` ticks.
void net_wait(uint32_t ticks);

#endif
