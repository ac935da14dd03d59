// SPDX-License-Identifier: MIT
#include "kernel/machine/vga.h"

#include <stdbool.h>
#include <stdint.h>

#include "common/string.h"
#include "kernel/machine/processor.h"
#include "mm/address/types.h"

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

#define COST_PUT 25

#define ESCAPE '\033'

static uint32_t row, column;

static enum { SEQUENCE_NONE, SEQUENCE_ESCAPE, SEQUENCE_INSIDE } sequence;

static uint16_t *cell(uint32_t at_row, uint32_t at_column)
{
    uint16_t *cells = virtual_from_physical((physical_address){TEXT_MEMORY});
    return cells + at_row * COLUMNS + at_column;
}

void vga_move_cursor(void)
{
    uint32_t position = row * COLUMNS + column;
    port_write_byte(CRT_INDEX_PORT, CRT_CURSOR_HIGH);
    port_write_byte(CRT_DATA_PORT, (uint8_t)(position >> 8));
    port_write_byte(CRT_INDEX_PORT, CRT_CURSOR_LOW);
    port_write_byte(CRT_DATA_PORT, (uint8_t)position);
}

static uint32_t cost; // of the character that is being written, in instructions, more or less

static void clear_from(uint32_t at_row, uint32_t at_column)
{
    uint16_t *from = cell(at_row, at_column);
    uint32_t cells = COLUMNS - at_column;

    cost += cells;
    __asm__ volatile("rep stosw" : "+D"(from), "+c"(cells) : "a"(BLANK) : "memory");
}

void vga_init(void)
{
    for (uint32_t i = 0; i < ROWS; i++)
        clear_from(i, 0);
    row = column = 0;
    vga_move_cursor();
}

static void new_line(void)
{
    column = 0;
    row++;
    if (row < ROWS)
        return;
    memmove(cell(0, 0), cell(1, 0), (ROWS - 1) * COLUMNS * sizeof(uint16_t));
    cost += (ROWS - 1) * COLUMNS / 2; // two at a time
    row = ROWS - 1;
    clear_from(row, 0);
}

// Does what the sequence that ends in `last` says, if it is one of the line editor's (ECMA-48, 8.3:
// EL, ED, CUP). Their numbers mean nothing here: the editor needs each sequence in one form only.
static void end_sequence(char last)
{
    if (last == 'K')
        clear_from(row, column);
    else if (last == 'H')
        row = column = 0;
    for (uint32_t i = 0; last == 'J' && i < ROWS; i++)
        clear_from(i, 0);
}

// Whether the character is part of a sequence: ESC [, characters below @, and one from @ on.
static bool take_sequence(char character)
{
    if (character == ESCAPE) {
        sequence = SEQUENCE_ESCAPE;
        return true;
    }
    if (sequence == SEQUENCE_NONE)
        return false;
    if (sequence == SEQUENCE_ESCAPE && character == '[') {
        sequence = SEQUENCE_INSIDE;
    } else if (sequence == SEQUENCE_ESCAPE || character >= '@') {
        if (sequence == SEQUENCE_INSIDE)
            end_sequence(character);
        sequence = SEQUENCE_NONE;
    }
    return true;
}

static void put(char character)
{
    cost += COST_PUT;
    switch (character) {
    case '\a':
        break;
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
            put(' ');
        while (column % TAB_COLUMNS != 0);
        break;
    default:
        if (column == COLUMNS) // only now: a line of 80 characters and its end are one row
            new_line();
        *cell(row, column++) = (uint16_t)(ATTRIBUTE << 8 | (uint8_t)character);
    }
}

uint32_t vga_write(char character)
{
    cost = 0;
    if (!take_sequence(character))
        put(character);
    return cost;
}
