// SPDX-License-Identifier: MIT
// What makes a service of lab 7's store (user/own_store.h): the functions that the skeleton for
// stores asks for (user/store_service.h).
#ifndef USER_OWN_STORE_SERVICE_H
#define USER_OWN_STORE_SERVICE_H

#include "user/own_store.h"
#include "user/store_service.h"

// Fills in the functions of a store on this disk; what there is of a name and for the device itself
// (`tell`, `idle`, `device_ticks`) stays as it is. The disk is opened when something is asked for
// first. If that fails, whoever asks gets the error, and the next one tries again.
void own_store_service_describe(struct block_device *disk, struct store_functions *functions);

#endif
