// SPDX-License-Identifier: MIT
// Attack: a symbol whose name is a command, where a script or an assembler may read it as one
// Outcome: build
#include "mm/frame.h"

void named(void) __asm__("$(touch build/mutants/pwned)");
void named(void)
{
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    named();
}
