// SPDX-License-Identifier: MIT
// The names of services. There can be two capabilities for a name: one that everybody gets, and one
// for those whom init trusts.
#ifndef USER_PROGRAMS_INIT_NAMES_H
#define USER_PROGRAMS_INIT_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "user/message.h"

// Registers the service that the message names, whose port lies under `handle`.
// Returns 0; E_KIND: no port came along; E_OCCUPIED: there is such a service already,
// and it has not ended; E_LIMIT.
int32_t names_add(const struct message *message, uint32_t handle, bool for_trusted);

// Puts the service that the message names into it, as the capability that goes along.
// Returns 0; E_EMPTY: there is none; E_DEAD: it has ended.
int32_t names_find(struct message *message, bool is_trusted);

// Puts the name with the index in word 0 into the message. Returns 0, or E_ARGUMENT.
int32_t names_describe(struct message *message);

// Copies what the trusted get under that name to the handle `to`. Returns 0, or E_EMPTY.
int32_t names_copy(const char *name, uint32_t to);

#endif
