// SPDX-License-Identifier: MIT
// Attack: makes a system call, as the program of a test does to report
// Outcome: build
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    __asm__ volatile("int $0x30" : : "a"(255), "b"(2) : "memory");
}
