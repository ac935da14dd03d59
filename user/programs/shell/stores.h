// SPDX-License-Identifier: MIT
// The stores that the shell knows: those that init knows, by their names.
#ifndef USER_PROGRAMS_SHELL_STORES_H
#define USER_PROGRAMS_SHELL_STORES_H

#include <stdint.h>

// Puts a capability for the store with that name under a handle, which stays until the next call.
// `ram` is short for the RAM store. Returns the handle, or an error.
int32_t stores_find(const char *name);

// Makes a share of the store with that name (NULL: the shell's own) for a new program, in the same
// way.
int32_t stores_make_share(const char *name);

#endif
