// SPDX-License-Identifier: MIT
// Attack: has the assembler embed a file of the system
// Outcome: build
#include "mm/frame.h"

__asm__(".pushsection .rodata\n.incbin \"/etc/passwd\"\n.popsection");

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
