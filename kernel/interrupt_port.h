// SPDX-License-Identifier: MIT
// Interrupt lines whose interrupts arrive as messages. A line is masked from each interrupt until
// whoever it is bound to acknowledges it. Nothing here waits.
#ifndef KERNEL_INTERRUPT_PORT_H
#define KERNEL_INTERRUPT_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/error.h"
#include "kernel/interrupt.h"

struct port;

struct interrupt_line {
    uint32_t generation; // of capabilities for it; 0: nobody has one
    struct port *port;   // that it is bound to, or NULL
};

// Which line it is.
uint32_t interrupt_line_number(const struct interrupt_line *line);

// Whether a capability for the line can be made: 0; E_ARGUMENT: no such line, or the kernel uses
// it; E_BUSY: somebody has one.
int interrupt_line_check(uint32_t line);

// Hands the line out, masked.
struct interrupt_line *interrupt_line_take(uint32_t line, uint32_t generation);

// Takes it back, masked.
void interrupt_line_free(struct interrupt_line *line);

// From now on its interrupts arrive at `port`; it can interrupt.
void interrupt_line_bind(struct interrupt_line *line, struct port *port);

// Lets it interrupt again.
void interrupt_line_acknowledge(struct interrupt_line *line);

// No line is bound to `port` any more; those that were are masked.
void interrupt_line_leave_port(const struct port *port);

#endif
