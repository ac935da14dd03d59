// SPDX-License-Identifier: MIT
// Attack: prints without end
// Outcome: flood
#include "mm/frame.h"

#include "kernel/report/console.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    for (;;)
        console_printf("ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok ok\n");
}
