// SPDX-License-Identifier: MIT
#include "kernel/interrupt_port.h"

#include <stddef.h>

#include "kernel/port.h"

#define CASCADE_LINE 2 // the second controller

static struct interrupt_line lines[INTERRUPT_LINES];

uint32_t interrupt_line_number(const struct interrupt_line *line)
{
    return (uint32_t)(line - lines);
}

static void fire(uint32_t number)
{
    struct port *port = lines[number].port;

    interrupt_mask(number);
    if (port == NULL || port->generation == 0)
        return;
    port->interrupts = (uint16_t)(port->interrupts | 1u << number);
    port_notify(port);
}

int interrupt_line_check(uint32_t line)
{
    if (line >= INTERRUPT_LINES || line == INTERRUPT_TIMER || line == CASCADE_LINE)
        return E_ARGUMENT;
    return lines[line].generation == 0 ? 0 : E_BUSY;
}

struct interrupt_line *interrupt_line_take(uint32_t line, uint32_t generation)
{
    interrupt_attach(line, fire);
    interrupt_mask(line);
    lines[line] = (struct interrupt_line){.generation = generation};
    return &lines[line];
}

void interrupt_line_free(struct interrupt_line *line)
{
    interrupt_detach(interrupt_line_number(line));
    *line = (struct interrupt_line){0};
}

void interrupt_line_bind(struct interrupt_line *line, struct port *port)
{
    line->port = port;
    interrupt_unmask(interrupt_line_number(line));
}

void interrupt_line_acknowledge(struct interrupt_line *line)
{
    interrupt_unmask(interrupt_line_number(line));
}

void interrupt_line_leave_port(const struct port *port)
{
    for (uint32_t i = 0; i < INTERRUPT_LINES; i++) {
        if (lines[i].port != port)
            continue;
        lines[i].port = NULL;
        interrupt_mask(i);
    }
}
