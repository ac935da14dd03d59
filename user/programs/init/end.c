// SPDX-License-Identifier: MIT
#include "user/programs/init/end.h"

#include "user/error_text.h"
#include "user/print.h"
#include "user/system.h"

void turn_off(int32_t status)
{
    for (;;)
        machine_off(HANDLE_CORE, status);
}

void init_must(int32_t result, const char *what)
{
    if (result >= 0)
        return;
    print("init: %s failed: %s\n", what, error_text(result));
    turn_off(1);
}
