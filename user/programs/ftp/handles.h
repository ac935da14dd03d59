// SPDX-License-Identifier: MIT
// The handles of the FTP store.
#ifndef USER_PROGRAMS_FTP_HANDLES_H
#define USER_PROGRAMS_FTP_HANDLES_H

#include "user/store_service.h"

enum {
    FTP_SPILL = STORE_OWN_HANDLES, // of the window
    FTP_RINGS,
    FTP_NETWORK = HANDLE_SERVICE_DRIVER,
};

#endif
