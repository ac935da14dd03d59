// SPDX-License-Identifier: MIT
// Attack: panics with the words of every misuse, before there was one
// Outcome: panic
#include "mm/frame.h"

#include "kernel/report/panic.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    panic("frame misuse: frame 0 freed twice, which was never handed out, asked for in a state, "
          "an impossible run, 0x00000000 freed, which is no frame");
}
