// SPDX-License-Identifier: MIT
// Attack: so much data that the kernel's image, and what lies behind it, has no room for more
// Outcome: build
#include "mm/frame.h"

unsigned char heavy_data[600000] = {1};

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
