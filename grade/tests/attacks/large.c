// SPDX-License-Identifier: MIT
// Attack: so much code that whoever looks through it is busy for an hour
// Outcome: build
#include "mm/frame.h"

__asm__(".text; .fill 50000000, 1, 0x90");

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
