// SPDX-License-Identifier: MIT
// What a store's clients ask it for (user/store.h), a part of the skeleton for stores.
#ifndef USER_STORE_REQUESTS_H
#define USER_STORE_REQUESTS_H

#include "user/store_service.h"

// `served`: what the skeleton counts. `port`: the handle of the store's port.
void store_requests_init(const struct store_functions *functions, const struct store_served *served,
                         uint8_t port);

// Does what a client asks for, and replies.
void store_requests_serve(struct message *message);

// Nobody has the object any more.
void store_requests_release(uint32_t number);

#endif
