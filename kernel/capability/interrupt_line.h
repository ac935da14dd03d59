// SPDX-License-Identifier: MIT
// Interrupt lines as core processes have them: to whom each line belongs, and at which port its
// interrupts arrive as messages. Lab 6 (mm/core.h) decides both, and nobody else writes to the
// table.
#ifndef KERNEL_CAPABILITY_INTERRUPT_LINE_H
#define KERNEL_CAPABILITY_INTERRUPT_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/machine/interrupt.h"

struct port;
struct process;

struct interrupt_line {
    uint64_t generation;   // of capabilities for it; 0: nobody has one
    struct port *port;     // that it is bound to, or NULL
    struct process *owner; // whose core right it was made with; NULL: its maker's own
};

extern struct interrupt_line interrupt_lines[INTERRUPT_LINES];

// Whether there is no such line, or the kernel uses it itself.
bool interrupt_line_is_kernels(uint32_t number);

// Whether a line is bound to the port.
bool interrupt_port_is_bound(const struct port *port);

static inline uint32_t interrupt_line_number(const struct interrupt_line *line)
{
    return (uint32_t)(line - interrupt_lines);
}

#endif
