// SPDX-License-Identifier: MIT
// The serial ports, COM1 for the console and COM2 for records, by polling; what
// arrives at the console can interrupt.
// Source: National Semiconductor PC16550D data sheet, section 8 "Registers".
#ifndef KERNEL_MACHINE_SERIAL_H
#define KERNEL_MACHINE_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum serial_port {
    SERIAL_CONSOLE = 0x3f8, // COM1
    SERIAL_RECORDS = 0x2f8, // COM2
};

// Sets 115200 bit/s, 8 data bits, no parity, one stop bit, and no interrupts.
void serial_init(enum serial_port port);

// Sends one byte. Waits for the transmitter, at most SERIAL_PATIENCE_POLLS: a byte for a port that
// does not drain is lost rather than the machine stopped.
void serial_write(enum serial_port port, uint8_t byte);

// Sends a character of a text, with a carriage return before each end of a line, if the port takes
// it now; never waits. Returns whether it is sent, or lost as above; else it is to be tried again,
// before any other character.
bool serial_try_write(enum serial_port port, char character);

// From now on the port interrupts when a byte arrives. (Line 4 for COM1, 3 for COM2.)
void serial_enable_receiving(enum serial_port port);

// Takes the byte that has arrived, if there is one.
bool serial_read(enum serial_port port, uint8_t *byte);

#endif
