// SPDX-License-Identifier: MIT
// Exceptions, interrupts and system calls: the descriptor table, what every trap saves, and who
// handles it. Sources: Intel SDM volume 3, chapter 6; vectors 32 to 47 are the interrupt
// controller's (kernel/machine/interrupt.h).
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

// What kernel/machine/trap_entry.asm leaves, lowest address first: in the structure of the process
// that ran, if the trap came from ring 3, else on the kernel's stack.
struct trap_frame {
    uint32_t edi, esi, ebp, pushad_esp, ebx, edx, ecx, eax;
    uint32_t vector, error_code;
    uint32_t eip, cs, eflags;
    uint32_t user_esp, user_ss; // only if the trap came from ring 3
};

_Static_assert(sizeof(struct trap_frame) == 60, "kernel/machine/trap_entry.asm pushes 15 words");

// Loads the interrupt descriptor table. Requires: segment_init. Interrupts stay off.
void trap_init(void);

// Called by trap_entry.asm, interrupts off, for each trap but system calls
// (kernel/calls/system_call.h) and page faults in ring 3 (mm/pagers/page_fault.h).
//
// From ring 3: an interrupt goes to its handler, and an exception ends the process. From the
// kernel: interrupts come only while it idles; an exception is reported in full (name, error code
// in words, registers, backtrace) and ends the machine.
void trap_from_user(struct trap_frame *frame);
void trap_from_kernel(struct trap_frame *frame);

// Leaves the kernel to process_current, for ever. trap_entry.asm.
_Noreturn void trap_leave(void);

// Where the double fault's task starts: trap_entry.asm. It calls trap_double_fault, which does not
// return.
void trap_double_fault_entry(void);
_Noreturn void trap_double_fault(void);

#endif
