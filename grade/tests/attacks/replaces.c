// SPDX-License-Identifier: MIT
// Attack: defines functions of the kernel and of the tests under their own names
// Outcome: build
// Unchecked: panic
#include "mm/frame.h"

#include "kernel/report/panic.h"

void test_run(void);
void test_run(void)
{
}

void machine_end(int reason);
void machine_end(int reason)
{
    (void)reason;
    __asm__ volatile("outl %0, %1" : : "a"(16), "Nd"((uint16_t)0xf4));
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    panic("mine");
}
