// SPDX-License-Identifier: MIT
// Attack: turns the watchdog off and stops the processor for good. No time passes.
// Outcome: build
// Unchecked: hang
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    __asm__ volatile("outb %%al, %%dx; cli; 1: hlt; jmp 1b" : : "a"(0), "d"(0x441)); // ib700: stop
}
