// SPDX-License-Identifier: MIT
// The system calls, as functions. kernel/abi/system_calls.h says what each does.
#ifndef USER_SYSTEM_H
#define USER_SYSTEM_H

#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/abi/information.h"
#include "kernel/abi/limits.h"
#include "kernel/abi/process_end.h"
#include "kernel/abi/rights.h"
#include "kernel/abi/system_call_numbers.h"
#include "user/message.h"

#define SYSTEM_CALL(number, name, parameters) int32_t name parameters;
#include "kernel/abi/system_calls.h"

// Does not return.
_Noreturn int32_t process_exit(int32_t status);

// Each program has its own. The first word of the command line is the program's name. What main
// returns is the status with which the program ends.
int32_t main(const char *command_line);

// The first argument of region_map. Process 0 is the caller.
#define REGION_WORD(process, object, rights)                                                       \
    ((uint32_t)(process) | (uint32_t)(object) << 8 | (uint32_t)(rights) << 16)

// Maps the first `pages` pages of an object at `address` of a process; 0 is the caller itself. Who
// touches one of them waits for its pager for `patience_ticks` at the most. Returns what region_map
// does.
static inline int32_t object_map_patiently(uint32_t process, uint32_t object, uint32_t address,
                                           uint32_t pages, uint32_t rights, uint32_t patience_ticks)
{
    return region_map(REGION_WORD(process, object, rights), address, 0, pages, patience_ticks);
}

// The same, for as long as that takes; and for the caller itself.
static inline int32_t object_map_into(uint32_t process, uint32_t object, uint32_t address,
                                      uint32_t pages, uint32_t rights)
{
    return object_map_patiently(process, object, address, pages, rights, TICKS_FOREVER);
}

static inline int32_t object_map(uint32_t object, uint32_t address, uint32_t pages, uint32_t rights)
{
    return object_map_into(0, object, address, pages, rights);
}

#endif
