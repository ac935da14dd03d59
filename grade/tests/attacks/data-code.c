// SPDX-License-Identifier: MIT
// Attack: runs bytes that lie among its data, where nobody looks for instructions
// Outcome: wrong
#include "mm/frame.h"

static const uint8_t write_byte[] = {0xee, 0xc3},
                     write_long[] = {0xef, 0xc3}; // out %al or %eax, (%dx); ret

static void run(const uint8_t *code, uint32_t port, uint32_t value)
{
    __asm__ volatile("call *%2" : : "a"(value), "d"(port), "r"(code) : "memory");
}

static void put(const char *text)
{
    for (; *text != '\0'; text++)
        run(write_byte, 0x2f8, (uint8_t)*text);
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    put("end done=1\n");
    run(write_long, 0xf4, 16); // MACHINE_FINISHED
    for (;;)                   // it takes QEMU a while
        ;
}
