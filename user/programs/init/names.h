// SPDX-License-Identifier: MIT
// The names of services.
#ifndef USER_PROGRAMS_INIT_NAMES_H
#define USER_PROGRAMS_INIT_NAMES_H

#include <stdint.h>

#include "user/message.h"

// The handle under which capabilities arrive, and those under which services are kept.
enum { NAMES_ACCEPT = 32, NAMES_FIRST, NAMES_MOST = 8 };

// Registers the service that the message names, whose port lies under `handle`.
// Returns 0; E_KIND: no port came along; E_OCCUPIED: there is such a service already; E_LIMIT.
int32_t names_add(const struct message *message, uint32_t handle);

// Puts the service that the message names into it, as the capability that goes along.
// Returns 0; E_EMPTY: there is none; E_DEAD: it has ended.
int32_t names_find(struct message *message);

// Copies the service with that name to the handle `to`. Returns 0, or E_EMPTY.
int32_t names_copy(const char *name, uint32_t to);

#endif
