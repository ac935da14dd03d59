// SPDX-License-Identifier: MIT
// The text that is edited: bytes in a row, lines ending with '\n', and a cursor between two of
// them. It is in memory of the program's own, so that the file is as it was until it is written.
#ifndef USER_PROGRAMS_EDIT_TEXT_H
#define USER_PROGRAMS_EDIT_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#define TEXT_PAGES 32
#define TEXT_MOST  (TEXT_PAGES * 4096u)

struct text {
    char *bytes; // TEXT_MOST
    uint32_t length;
    uint32_t cursor;
    uint32_t wanted_column; // where up and down go to, if the line is long enough
    bool is_changed;        // since it was read or written
};

// Where the line that `at` is in begins and ends (before its '\n').
uint32_t text_line_start(const struct text *text, uint32_t at);
uint32_t text_line_end(const struct text *text, uint32_t at);

// How many lines end before `at`.
uint32_t text_count_lines(const struct text *text, uint32_t at);

// Where line number `line` begins, counted from 0; the last one if there are fewer.
uint32_t text_find_line(const struct text *text, uint32_t line);

// Puts a byte in front of the cursor. Returns false if there is no room.
bool text_insert(struct text *text, char byte);

// Takes the byte in front of the cursor away, or the one behind it, if there is one.
void text_delete_before(struct text *text);
void text_delete_behind(struct text *text);

// Moves the cursor, as far as there is text.
void text_move(struct text *text, int32_t bytes);
void text_move_lines(struct text *text, int32_t lines);
void text_move_to(struct text *text, uint32_t at);

#endif
