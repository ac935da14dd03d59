// SPDX-License-Identifier: MIT
// Exceptions, interrupts and system calls: the descriptor table, and what every trap saves.
// Sources: Intel SDM volume 3, "Interrupt and Exception Handling"; vectors 32 to 47 are the
// interrupt controller's (kernel/machine/interrupt.h).
#ifndef KERNEL_MACHINE_TRAP_H
#define KERNEL_MACHINE_TRAP_H

#include <stdint.h>

#define TRAP_NON_MASKABLE 2
#define TRAP_DOUBLE_FAULT 8
#define TRAP_PAGE_FAULT   14
#define TRAP_INTERRUPT    32 // the first of 16
#define TRAP_SYSTEM_CALL  48
#define TRAP_VECTORS      49

#define SYSTEM_CALL_BYTES 2 // of the INT instruction: SDM volume 2, "INT n"

#define EFLAGS_RESERVED  0x002 // SDM volume 1, figure 3-8: always set
#define EFLAGS_INTERRUPT 0x200

// What kernel/trap_entry.asm leaves, lowest address first: in the structure of the process
// that ran, if the trap came from ring 3, else on the kernel's stack.
struct trap_frame {
    uint32_t edi, esi, ebp, pushad_esp, ebx, edx, ecx, eax;
    uint32_t vector, error_code;
    uint32_t eip, cs, eflags;
    uint32_t user_esp, user_ss; // only if the trap came from ring 3
};

_Static_assert(sizeof(struct trap_frame) == 60, "kernel/trap_entry.asm pushes 15 words");

// Loads the interrupt descriptor table: `entries` are where the processor goes, by vector, but for
// the double fault, which has a task (kernel/machine/segment.h). Requires: segment_init. Interrupts
// stay off.
void trap_init(const uint32_t entries[TRAP_VECTORS]);

#endif
