// SPDX-License-Identifier: MIT
#include "user/handle.h"

#include <stdbool.h>

static bool is_taken[HANDLE_LIBRARY];

uint8_t handle_take(void)
{
    for (uint8_t handle = HANDLE_LIBRARY - 1; handle >= HANDLE_FREE; handle--) {
        if (!__atomic_exchange_n(&is_taken[handle], true, __ATOMIC_RELAXED))
            return handle;
    }
    return 0;
}

void handle_give_back(uint8_t handle)
{
    capability_drop(handle);
    __atomic_store_n(&is_taken[handle], false, __ATOMIC_RELAXED);
}
