// SPDX-License-Identifier: MIT
// Device interrupts, through the PC's two 8259A interrupt controllers.
// Source: Intel 8259A data sheet, "Programming the 8259A".
#ifndef KERNEL_MACHINE_INTERRUPT_H
#define KERNEL_MACHINE_INTERRUPT_H

#include <stdint.h>

#define INTERRUPT_LINES 16
#define INTERRUPT_TIMER 0

typedef void (*interrupt_handler)(uint32_t line);

// Puts lines 0 to 15 on vectors 32 to 47, all masked. Requires: trap_init, interrupts off.
void interrupt_init(void);

// Calls `handler`, with interrupts off, whenever `line` fires, and unmasks the line.
// Requires: a line below INTERRUPT_LINES without a handler.
void interrupt_attach(uint32_t line, interrupt_handler handler);

// Takes the handler of `line` away again; the line is masked.
void interrupt_detach(uint32_t line);

// Keeps `line` from interrupting, and lets it again.
void interrupt_mask(uint32_t line);
void interrupt_unmask(uint32_t line);

// Called for each interrupt. Spurious interrupts of lines 7 and 15 are left out (8259A, "Default
// IR7").
void interrupt_dispatch(uint32_t line);

#endif
