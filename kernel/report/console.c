// SPDX-License-Identifier: MIT
#include "kernel/report/console.h"

#include <stdarg.h>

#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/machine/serial.h"
#include "kernel/machine/vga.h"

#define PIECE_BYTES 64  // of a text, written in one go
#define LINE_BYTES  224 // that is written bit by bit

#define COST_CHARACTER 50 // in instructions, more or less, without the screen

struct piece {
    size_t length;
    char text[PIECE_BYTES];
};

static bool to_serial, to_screen, receives;
static uint64_t first_byte_time;
static uint32_t bytes_written, output_limit;

// The kernel's line that is being written.
static char line[LINE_BYTES];
static uint32_t line_length, line_written;

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

static void note_written(size_t bytes)
{
    bytes_written += bytes;
    if (bytes_written > output_limit)
        machine_end(MACHINE_FLOOD);
    if (first_byte_time == 0)
        first_byte_time = processor_read_time_stamp();
    if (to_screen)
        vga_move_cursor();
}

static uint32_t write_some(const char *text, size_t bytes, int32_t *budget)
{
    uint32_t written = 0;

    while (*budget > 0 && written < bytes) {
        *budget -= COST_CHARACTER;
        if (to_serial && !serial_try_write(SERIAL_CONSOLE, text[written]))
            continue; // the port is busy
        if (to_screen)
            *budget -= (int32_t)vga_write(text[written]);
        written++;
    }
    if (written != 0)
        note_written(written);
    return written;
}

bool console_line_is_finished(void)
{
    return line_written == line_length;
}

bool console_finish_line_some(int32_t *budget)
{
    line_written += write_some(line + line_written, line_length - line_written, budget);
    return console_line_is_finished();
}

uint32_t console_write_some(const char *text, uint32_t bytes, int32_t *budget)
{
    return console_finish_line_some(budget) ? write_some(text, bytes, budget) : 0;
}

static void write_all(const char *text, size_t bytes)
{
    for (size_t written = 0; written < bytes;) {
        int32_t budget = INT32_MAX;
        written += console_write_some(text + written, bytes - written, &budget);
    }
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
        write_all(piece->text, piece->length);
        piece->length = 0;
    }
}

static void put_in_line(void *context, char character)
{
    (void)context;
    if (line_length < LINE_BYTES)
        line[line_length++] = character;
}

void console_begin_line(const char *format, ...)
{
    va_list arguments;

    line_length = line_written = 0;
    va_start(arguments, format);
    format_to_sink(put_in_line, NULL, format, arguments);
    va_end(arguments);
}

void console_printf(const char *format, ...)
{
    struct piece piece;
    va_list arguments;

    piece.length = 0;
    va_start(arguments, format);
    format_to_sink(put_in_piece, &piece, format, arguments);
    va_end(arguments);
    write_all(piece.text, piece.length);
}

uint64_t console_first_byte_time(void)
{
    return first_byte_time;
}
