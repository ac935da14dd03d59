// SPDX-License-Identifier: MIT
#include "kernel/machine/trap.h"

#include "kernel/machine/segment.h"

// SDM volume 3, figure 6-2: gate descriptors.
#define GATE_PRESENT   (1u << 15)
#define GATE_INTERRUPT (0xeu << 8) // 32-bit, clears the interrupt flag
#define GATE_TASK      (0x5u << 8)
#define GATE_USER      (3u << 13) // ring 3 may use it

struct gate {
    uint32_t low;
    uint32_t high;
};

static struct gate gates[TRAP_VECTORS];

void trap_init(const uint32_t entries[TRAP_VECTORS])
{
    for (uint32_t i = 0; i < TRAP_VECTORS; i++) {
        uint32_t entry = entries[i];
        gates[i] = (struct gate){
            .low = KERNEL_CODE_SELECTOR << 16 | (entry & 0xffff),
            .high = (entry & 0xffff0000u) | GATE_PRESENT | GATE_INTERRUPT,
        };
    }
    gates[TRAP_SYSTEM_CALL].high |= GATE_USER;
    gates[TRAP_DOUBLE_FAULT] = (struct gate){
        .low = DOUBLE_FAULT_SELECTOR << 16,
        .high = GATE_PRESENT | GATE_TASK,
    };

    struct __attribute__((packed)) {
        uint16_t limit;
        uint32_t base;
    } table = {sizeof gates - 1, (uint32_t)gates};
    __asm__ volatile("lidt %0" : : "m"(table) : "memory");
}
