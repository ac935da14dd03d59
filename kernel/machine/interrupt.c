// SPDX-License-Identifier: MIT
#include "kernel/machine/interrupt.h"

#include <stdbool.h>
#include <stddef.h>

#include "kernel/machine/processor.h"
#include "kernel/machine/trap.h"
#include "kernel/report/panic.h"

// The PC's wiring: first controller at 0x20, second at 0xa0, cascaded into line 2 of the first.
#define FIRST_COMMAND  0x20
#define FIRST_DATA     0x21
#define SECOND_COMMAND 0xa0
#define SECOND_DATA    0xa1
#define CASCADE_LINE   2
#define LINES_EACH     8

// 8259A data sheet, figures 7 and 8: initialization and operation command words.
#define ICW1_INIT_WITH_ICW4 0x11
#define ICW4_8086           0x01
#define OCW2_END            0x20 // end of interrupt
#define OCW3_READ_SERVICE   0x0b // next read gives the in-service register

#define SPURIOUS_LINE 7 // of each controller

static interrupt_handler handlers[INTERRUPT_LINES];
static uint16_t masked = 0xffff;

static void write_masks(void)
{
    port_write_byte(FIRST_DATA, (uint8_t)masked);
    port_write_byte(SECOND_DATA, (uint8_t)(masked >> LINES_EACH));
}

void interrupt_init(void)
{
    port_write_byte(FIRST_COMMAND, ICW1_INIT_WITH_ICW4);
    port_write_byte(SECOND_COMMAND, ICW1_INIT_WITH_ICW4);
    port_write_byte(FIRST_DATA, TRAP_INTERRUPT);
    port_write_byte(SECOND_DATA, TRAP_INTERRUPT + LINES_EACH);
    port_write_byte(FIRST_DATA, 1 << CASCADE_LINE);
    port_write_byte(SECOND_DATA, CASCADE_LINE);
    port_write_byte(FIRST_DATA, ICW4_8086);
    port_write_byte(SECOND_DATA, ICW4_8086);
    masked = (uint16_t)(UINT16_MAX ^ 1u << CASCADE_LINE);
    write_masks();
}

void interrupt_mask(uint32_t line)
{
    masked = (uint16_t)(masked | 1u << line);
    write_masks();
}

void interrupt_unmask(uint32_t line)
{
    masked = (uint16_t)(masked & ~(1u << line));
    write_masks();
}

void interrupt_attach(uint32_t line, interrupt_handler handler)
{
    ASSERT(line, <, (uint32_t)INTERRUPT_LINES);
    ASSERT((uint32_t)handlers[line], ==, 0u);
    handlers[line] = handler;
    interrupt_unmask(line);
}

void interrupt_detach(uint32_t line)
{
    interrupt_mask(line);
    handlers[line] = NULL;
}

static bool in_service(uint16_t command_port)
{
    port_write_byte(command_port, OCW3_READ_SERVICE);
    return port_read_byte(command_port) & (1 << SPURIOUS_LINE);
}

void interrupt_dispatch(uint32_t line)
{
    bool second = line >= LINES_EACH;
    uint16_t command_port = second ? SECOND_COMMAND : FIRST_COMMAND;

    if (line % LINES_EACH == SPURIOUS_LINE && !in_service(command_port)) {
        if (second) // the first controller did see the cascade line
            port_write_byte(FIRST_COMMAND, OCW2_END);
        return;
    }
    if (handlers[line] != NULL)
        handlers[line](line);
    if (second)
        port_write_byte(SECOND_COMMAND, OCW2_END);
    port_write_byte(FIRST_COMMAND, OCW2_END);
}
