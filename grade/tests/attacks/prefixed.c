// SPDX-License-Identifier: MIT
// Attack: talks to a device with an instruction that has a prefix in front of it
// Outcome: build
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    __asm__ volatile("cs outl %0, %1" : : "a"(16), "Nd"((uint16_t)0xf4));
}
