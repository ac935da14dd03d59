// SPDX-License-Identifier: MIT
// Exceptions and interrupts: the descriptor table, what every trap saves, and who handles it.
// Sources: Intel SDM volume 3, chapter 6; vectors 32 to 47 are the interrupt controller's
// (kernel/interrupt.h).
#ifndef KERNEL_TRAP_H
#define KERNEL_TRAP_H

#include <stdint.h>

#define TRAP_NON_MASKABLE 2
#define TRAP_DOUBLE_FAULT 8
#define TRAP_PAGE_FAULT   14
#define TRAP_INTERRUPT    32 // the first of 16
#define TRAP_VECTORS      48

// What kernel/trap_entry.asm leaves on the stack, lowest address first.
struct trap_frame {
    uint32_t ds;
    uint32_t edi, esi, ebp, pushad_esp, ebx, edx, ecx, eax;
    uint32_t vector, error_code;
    uint32_t eip, cs, eflags;
    uint32_t user_esp, user_ss; // only if the trap came from user mode
};

_Static_assert(sizeof(struct trap_frame) == 64, "kernel/trap_entry.asm pushes 16 words");

// Loads the interrupt descriptor table. Requires: segment_init. Interrupts stay off.
void trap_init(void);

// Called by trap_entry.asm for each trap, interrupts off. An exception that nobody handles is
// reported in full (name, error code in words, registers, backtrace) and ends the machine.
void trap_dispatch(struct trap_frame *frame);

// Where the double fault's task starts. Does not return.
_Noreturn void trap_double_fault(void);

#endif
