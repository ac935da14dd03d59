// SPDX-License-Identifier: MIT
// Messages, as programs see them. kernel/abi/message.h says what the fields mean.
#ifndef USER_MESSAGE_H
#define USER_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

#include "kernel/abi/message.h"

// The system calls' stubs (user/stubs.awk) know where each field is.
struct message {
    uint8_t number;     // the stub's own
    uint8_t port;       // the port's handle
    uint8_t capability; // handle of a capability that goes along; 0: none
    uint8_t accept;     // free handle for one that comes; 0: none is accepted
    uint32_t tag;
    uint32_t badge; // of what was received
    uint32_t words[MESSAGE_WORDS];
    uint32_t arrived; // of what was received: reply handle and flags
};

_Static_assert(offsetof(struct message, words) == 12 && sizeof(struct message) == 32,
               "user/stubs.awk");

// The reply handle of a received message; 0 if its sender does not wait for a reply.
static inline uint32_t message_reply_handle(const struct message *message)
{
    return message->arrived & MESSAGE_REPLY;
}

#endif
