// SPDX-License-Identifier: MIT
// What the supervisor and the pager know of each other.
#ifndef USER_PROGRAMS_BADPAGER_BADPAGER_H
#define USER_PROGRAMS_BADPAGER_BADPAGER_H

#include <stdbool.h>
#include <stdint.h>

#include "user/system.h"

#define PAGES       3 // of the pager's object
#define PAGER_SLOTS 4

// What is left when the supervisor was ended goes by itself after that time.
#define ALONE_TICKS (10 * TICKS_PER_SECOND)

// The first word of a page.
#define CONTENTS(page) ((page) + 100)

// Handles, the same in all processes (user/handle.h): the supervisor's port and the pager's, the
// pager's object, and what backs its window.
extern uint8_t supervisor_port, pager_port, object, spill;

// What the pager does with a request, which is in the slot at `memory`.
typedef void misbehave_function(uint32_t page, uint32_t slot_word, uint32_t *memory);

struct kind {
    const char *name;
    const char *text; // behind "a pager that"
    misbehave_function *fetch, *store;
    uint32_t client_patience, pager_patience; // ticks
    enum end_reason client_end, pager_end;    // how they must end
};

extern const struct kind kinds[];

misbehave_function plain_fetch, silent_fetch, double_fetch, garbage_fetch, dying_fetch, idle_fetch,
    failing_fetch;
misbehave_function plain_store, double_store, failing_store;

// The pager of kind number `kind`.
int32_t pager_main(uint32_t kind);

#endif
