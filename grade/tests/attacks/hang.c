// SPDX-License-Identifier: MIT
// Attack: turns the interrupts off and never comes back
// Outcome: hang
#include "mm/frame.h"

#include "kernel/machine/processor.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    interrupts_disable();
    for (;;)
        __asm__ volatile("");
}
