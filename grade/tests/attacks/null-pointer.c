// SPDX-License-Identifier: MIT
// Attack: writes through a null pointer
// Outcome: fault
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    volatile uint32_t *volatile pointer = NULL;
    *pointer = 1;
}
