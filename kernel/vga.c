// SPDX-License-Identifier: MIT
#include "kernel/vga.h"

#include <stdint.h>

#include "common/string.h"
#include "kernel/processor.h"
#include "mm/types.h"

#define TEXT_MEMORY     0xb8000
#define COLUMNS         80
#define ROWS            25
#define TAB_COLUMNS     8
#define ATTRIBUTE       0x07 // light grey on black
#define BLANK           (ATTRIBUTE << 8 | ' ')
#define CRT_INDEX_PORT  0x3d4
#define CRT_DATA_PORT   0x3d5
#define CRT_CURSOR_HIGH 0x0e
#define CRT_CURSOR_LOW  0x0f

static uint32_t row, column;

static uint16_t *cell(uint32_t at_row, uint32_t at_column)
{
    uint16_t *cells = virtual_from_physical((physical_address){TEXT_MEMORY});
    return cells + at_row * COLUMNS + at_column;
}

static void move_cursor(void)
{
    uint32_t position = row * COLUMNS + column;
    port_write_byte(CRT_INDEX_PORT, CRT_CURSOR_HIGH);
    port_write_byte(CRT_DATA_PORT, (uint8_t)(position >> 8));
    port_write_byte(CRT_INDEX_PORT, CRT_CURSOR_LOW);
    port_write_byte(CRT_DATA_PORT, (uint8_t)position);
}

static void clear_row(uint32_t which)
{
    for (uint32_t i = 0; i < COLUMNS; i++)
        *cell(which, i) = BLANK;
}

void vga_init(void)
{
    for (uint32_t i = 0; i < ROWS; i++)
        clear_row(i);
    row = column = 0;
    move_cursor();
}

static void new_line(void)
{
    column = 0;
    if (++row < ROWS)
        return;
    memmove(cell(0, 0), cell(1, 0), (ROWS - 1) * COLUMNS * sizeof(uint16_t));
    row = ROWS - 1;
    clear_row(row);
}

void vga_write(char character)
{
    switch (character) {
    case '\n':
        new_line();
        break;
    case '\r':
        column = 0;
        break;
    case '\b':
        if (column > 0)
            column--;
        break;
    case '\t':
        do
            vga_write(' ');
        while (column % TAB_COLUMNS != 0);
        break;
    default:
        if (column == COLUMNS) // only now: a line of 80 characters and its end are one row
            new_line();
        *cell(row, column++) = (uint16_t)(ATTRIBUTE << 8 | (uint8_t)character);
    }
    move_cursor();
}
