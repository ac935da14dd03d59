// SPDX-License-Identifier: MIT
// Attack: makes the processor reset
// Outcome: build
// Unchecked: reset
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    static const struct {
        uint16_t limit;
        uint32_t base;
    } __attribute__((packed)) none = {0, 0};
    __asm__ volatile("lidt %0; int3" : : "m"(none));
}
