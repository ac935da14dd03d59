// SPDX-License-Identifier: MIT
// Attack: has the assembler embed another file
// Outcome: build
#include "mm/frame.h"

__asm__(".pushsection .rodata\n.incbin \"solutions/1-frames/frame.c\"\n.popsection");

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
