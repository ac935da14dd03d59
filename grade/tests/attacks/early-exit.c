// SPDX-License-Identifier: MIT
// Attack: ends the machine at once, as a finished test does
// Outcome: build
// Unchecked: wrong
#include "mm/frame.h"

#include "kernel/machine/processor.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    port_write_long(0xf4, 16);
    for (;;) // it takes QEMU a while
        __asm__ volatile("cli; hlt");
}
