// SPDX-License-Identifier: MIT
#include "kernel/console.h"

#include <stdbool.h>

#include "common/format.h"
#include "kernel/command_line.h"
#include "kernel/machine.h"
#include "kernel/processor.h"
#include "kernel/serial.h"
#include "kernel/vga.h"

static bool to_serial, to_screen, receives;
static uint64_t first_byte_time;
static uint32_t bytes_written, output_limit;

void console_init(void)
{
    to_serial = !command_line_is("console", "vga");
    to_screen = !command_line_is("console", "serial");
    output_limit = command_line_number("output_limit", UINT32_MAX);
    if (to_serial)
        serial_init(SERIAL_CONSOLE);
    if (to_screen)
        vga_init();
}

void console_write(char character)
{
    if (++bytes_written > output_limit)
        machine_end(MACHINE_FLOOD);
    if (to_serial) {
        if (character == '\n')
            serial_write(SERIAL_CONSOLE, '\r');
        serial_write(SERIAL_CONSOLE, (uint8_t)character);
    }
    if (to_screen)
        vga_write(character);
    if (first_byte_time == 0)
        first_byte_time = processor_read_time_stamp();
}

uint32_t console_read(char *text, uint32_t bytes)
{
    uint32_t count = 0;

    if (!to_serial)
        return 0;
    if (!receives) {
        receives = true;
        serial_enable_receiving(SERIAL_CONSOLE);
    }
    while (count < bytes && serial_read(SERIAL_CONSOLE, (uint8_t *)&text[count]))
        count++;
    return count;
}

static void put_on_console(void *context, char character)
{
    (void)context;
    console_write(character);
}

void console_vprintf(const char *format, va_list arguments)
{
    format_to_sink(put_on_console, NULL, format, arguments);
}

void console_printf(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    console_vprintf(format, arguments);
    va_end(arguments);
}

uint64_t console_first_byte_time(void)
{
    return first_byte_time;
}
