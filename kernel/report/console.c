// SPDX-License-Identifier: MIT
#include "kernel/report/console.h"

#include <stdbool.h>

#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/serial.h"
#include "kernel/machine/vga.h"

#define PIECE_BYTES 64 // of a text, written in one go

struct piece {
    size_t length;
    char text[PIECE_BYTES];
};

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

void console_write_text(const char *text, size_t bytes)
{
    if (bytes == 0)
        return;
    bytes_written += bytes;
    if (bytes_written > output_limit)
        machine_end(MACHINE_FLOOD);
    if (to_serial)
        serial_write_text(SERIAL_CONSOLE, text, bytes);
    for (size_t i = 0; to_screen && i < bytes; i++)
        vga_write(text[i]);
    if (first_byte_time == 0)
        first_byte_time = processor_read_time_stamp();
}

void console_write(char character)
{
    console_write_text(&character, 1);
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

static void put_in_piece(void *context, char character)
{
    struct piece *piece = context;

    piece->text[piece->length++] = character;
    if (piece->length == PIECE_BYTES) {
        console_write_text(piece->text, piece->length);
        piece->length = 0;
    }
}

void console_vprintf(const char *format, va_list arguments)
{
    struct piece piece;

    piece.length = 0;
    format_to_sink(put_in_piece, &piece, format, arguments);
    console_write_text(piece.text, piece.length);
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
