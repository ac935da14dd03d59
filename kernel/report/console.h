// SPDX-License-Identifier: MIT
// What a person reads: text on COM1 and on the VGA screen. Programs that judge a run read the
// records (kernel/report/record.h) instead.
#ifndef KERNEL_REPORT_CONSOLE_H
#define KERNEL_REPORT_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Command line: console=serial leaves the screen alone, console=vga the serial port; output_limit=
// ends the machine (MACHINE_FLOOD) after that many bytes, so that an endless loop of output ends.
void console_init(void);

// Writes as much of a text as `*budget` instructions are enough for, more or less, and counts them
// down, so that a slice of work stays short. A line of the kernel's that is not finished comes
// first. Returns how many bytes were written, perhaps none.
uint32_t console_write_some(const char *text, uint32_t bytes, int32_t *budget);

// Makes a line, to be written bit by bit, before anything else is. Requires: the line before is
// finished (console_line_is_finished).
void console_begin_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Writes some of that line. Returns whether it is finished.
bool console_finish_line_some(int32_t *budget);
bool console_line_is_finished(void);

// Takes at most `bytes` bytes that have arrived on COM1; returns how many. From the first call on
// COM1 interrupts when something arrives. Never waits.
uint32_t console_read(char *text, uint32_t bytes);

// Writes to the serial port and the screen; common/format.h says what the format may hold. What a
// port does not take for too long is lost.
void console_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The time stamp at the console's first byte; 0 before it.
uint64_t console_first_byte_time(void);

#endif
