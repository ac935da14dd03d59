// SPDX-License-Identifier: MIT
// Attack: ends the machine with a status that looks like the grader's own fault
// Outcome: build
// Unchecked: wrong
#include "mm/frame.h"

#include "kernel/machine/processor.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    port_write_long(0xf4, count == 0 ? 5 : 21);
    for (;;) // it takes QEMU a while
        __asm__ volatile("cli; hlt");
}
