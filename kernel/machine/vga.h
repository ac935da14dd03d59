// SPDX-License-Identifier: MIT
// The VGA text screen, 80 by 25. Source: IBM VGA/XGA Technical Reference (1992), chapter 2: text
// memory at 0xb8000, a character and its attribute per cell; cursor in CRT registers 0x0e and 0x0f.
#ifndef KERNEL_MACHINE_VGA_H
#define KERNEL_MACHINE_VGA_H

#include <stdint.h>

// Clears the screen.
void vga_init(void);

// Writes one character and moves on; '\n', '\r', '\b' and '\t' do what they say; scrolls at the
// end. Of the sequences that begin with ESC it does those that user/line_editor.h needs: clearing a
// line's end, clearing the screen, cursor to the start.
// Returns what that cost, in instructions, more or less.
uint32_t vga_write(char character);

// Moves the cursor to where the next character comes. Called at the end of each text.
void vga_move_cursor(void);

#endif
