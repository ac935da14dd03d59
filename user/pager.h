// SPDX-License-Identifier: MIT
// A skeleton for pagers: who has a function that fetches a page and one that stores a page has a
// pager.
#ifndef USER_PAGER_H
#define USER_PAGER_H

#include <stdint.h>

#include "user/message.h"

struct pager_functions {
    // Fills `memory`, a zeroed page, with page `page` of the object with `badge`. Returns 0, or an
    // error: then whoever waits for the page ends.
    int32_t (*fetch)(uint32_t badge, uint32_t page, void *memory);
    // Saves `memory` as that page. Returns 0, or an error: then the page is lost.
    int32_t (*store)(uint32_t badge, uint32_t page, const void *memory);
    // Nobody uses the object any more. NULL: this is left out.
    void (*release)(uint32_t badge);
    // A message that is not the kernel's. What it leaves in `message` is the reply, if its sender
    // waits for one. NULL: such messages are answered with the tag E_ARGUMENT.
    void (*other)(struct message *message);
};

// The window's page of a slot word.
static inline void *pager_slot_memory(uint32_t window, uint32_t slot_word)
{
    return (void *)(window + (slot_word & SLOT_WORD_SLOT) * 4096u);
}

// Serves requests and messages that come to `port`, for ever. Requires: pager_create was called for
// this port, with the window at `window`. Returns the error of a failing system call, which is a
// bug.
int32_t pager_serve(uint32_t port, uint32_t window, const struct pager_functions *functions);

#endif
