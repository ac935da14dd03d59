// SPDX-License-Identifier: MIT
#include "kernel/machine/serial.h"

#include "kernel/machine/processor.h"

// PC16550D, table I: register offsets from the port's base.
#define DATA             0
#define INTERRUPT_ENABLE 1
#define DIVISOR_LOW      0 // while LINE_DIVISOR is set
#define DIVISOR_HIGH     1
#define FIFO_CONTROL     2
#define LINE_CONTROL     3
#define MODEM_CONTROL    4
#define LINE_STATUS      5

// PC16550D, table II: the registers' bits.
#define LINE_8_BITS        0x03
#define LINE_DIVISOR       0x80
#define FIFO_ENABLE_CLEAR  0x07 // enabled, both directions emptied
#define MODEM_READY        0x03 // data terminal ready, request to send
#define MODEM_INTERRUPTS   0x08 // OUT 2, which on a PC lets the interrupt line through
#define ENABLE_RECEIVED    0x01
#define STATUS_RECEIVED    0x01
#define STATUS_SEND_EMPTY  0x20
#define DIVISOR_115200_BPS 1 // of a clock of 1.8432 MHz / 16

#define SERIAL_PATIENCE_POLLS 100000

static void write_register(enum serial_port port, uint32_t offset, uint8_t value)
{
    port_write_byte((uint16_t)(port + offset), value);
}

static uint8_t read_register(enum serial_port port, uint32_t offset)
{
    return port_read_byte((uint16_t)(port + offset));
}

void serial_init(enum serial_port port)
{
    write_register(port, INTERRUPT_ENABLE, 0);
    write_register(port, LINE_CONTROL, LINE_DIVISOR);
    write_register(port, DIVISOR_LOW, DIVISOR_115200_BPS);
    write_register(port, DIVISOR_HIGH, 0);
    write_register(port, LINE_CONTROL, LINE_8_BITS);
    write_register(port, FIFO_CONTROL, FIFO_ENABLE_CLEAR);
    write_register(port, MODEM_CONTROL, MODEM_READY);
}

void serial_enable_receiving(enum serial_port port)
{
    write_register(port, MODEM_CONTROL, MODEM_READY | MODEM_INTERRUPTS);
    write_register(port, INTERRUPT_ENABLE, ENABLE_RECEIVED);
}

static bool is_given_up(uint32_t polls)
{
    return polls >= SERIAL_PATIENCE_POLLS;
}

// Whether the port takes a byte, or is given up, since it has taken none for so long.
static inline bool is_ready(enum serial_port port, uint32_t *polls)
{
    if (read_register(port, LINE_STATUS) & STATUS_SEND_EMPTY)
        *polls = 0;
    else if (!is_given_up(*polls))
        ++*polls;
    return *polls == 0 || is_given_up(*polls);
}

void serial_write(enum serial_port port, uint8_t byte)
{
    uint32_t polls = 0;

    while (!is_ready(port, &polls))
        continue;
    write_register(port, DATA, byte);
}

bool serial_try_write(enum serial_port port, char character)
{
    static uint32_t polls;
    static bool is_line_begun; // the carriage return is sent

    if (!is_ready(port, &polls))
        return false;
    bool is_first_half = character == '\n' && !is_line_begun;
    write_register(port, DATA, is_first_half ? '\r' : (uint8_t)character);
    is_line_begun = is_first_half;
    return !is_first_half;
}

bool serial_read(enum serial_port port, uint8_t *byte)
{
    uint8_t status = read_register(port, LINE_STATUS);
    if (status == 0xff || !(status & STATUS_RECEIVED)) // all ones: there is no such port
        return false;
    *byte = read_register(port, DATA);
    return true;
}
