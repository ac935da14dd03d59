// SPDX-License-Identifier: MIT
// Lab 6: core processes. What each function must do stands in mm/core.h.
#include "mm/core.h"

#include "kernel/panic.h"

void core_check_deadlock(void)
{
}
