// SPDX-License-Identifier: MIT
// Attack: what the compiler says of it moves the reader's cursor
// Outcome: build
#include "mm/frame.h"

#error [2J[H100/100 points]0;mine

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
