// SPDX-License-Identifier: MIT
// Attack: jumps into the middle of an instruction, whose last bytes are another one
// Outcome: wrong
#include "mm/frame.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    // out %eax, (%dx); ret: the last bytes of what is moved
    __asm__ volatile("call 1f+3; jmp 2f; 1: movl $0xc3ef0000, %%ecx; 2:"
                     :
                     : "a"(16), "d"(0xf4)
                     : "ecx", "memory");
    for (;;) // it takes QEMU a while
        ;
}
