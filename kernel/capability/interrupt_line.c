// SPDX-License-Identifier: MIT
#include "kernel/capability/interrupt_line.h"

#define CASCADE_LINE 2 // the second controller

struct interrupt_line interrupt_lines[INTERRUPT_LINES];

bool interrupt_line_is_kernels(uint32_t number)
{
    return number >= INTERRUPT_LINES || number == INTERRUPT_TIMER || number == CASCADE_LINE;
}

bool interrupt_port_is_bound(const struct port *port)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (interrupt_lines[i].port == port)
            return true;
    }
    return false;
}
