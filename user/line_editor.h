// SPDX-License-Identifier: MIT
// A line of text, typed and changed at the console, and the lines before it.
//
//     left, right, Home, End, Ctrl-A, Ctrl-E, Ctrl-B, Ctrl-F    move
//     Backspace, Delete, Ctrl-D, Ctrl-K, Ctrl-U, Ctrl-W         delete
//     up, down, Ctrl-P, Ctrl-N                                  lines before
//     Tab                                                       completes a word
//     Ctrl-L                                                    clears the screen
//     Ctrl-C                                                    forgets the line
#ifndef USER_LINE_EDITOR_H
#define USER_LINE_EDITOR_H

#include <stdint.h>

// A prompt and a line fit into one row of a terminal.
#define LINE_BYTES    72
#define HISTORY_LINES 32

#define LINE_FORGOTTEN (-1) // Ctrl-C; or it had a problem, which was printed
#define LINE_NO_MORE   (-2) // Ctrl-D in an empty line, or somebody else has the console

// A line with one of these is not what was typed, and is not done.
enum line_problem {
    LINE_WHOLE,
    LINE_TOO_LONG,  // until something is deleted from it
    LINE_WITH_LOSS, // until all of it is deleted
};

struct line_editor {
    const char *prompt;
    // Names word number `index` of those that can be completed to; NULL behind the last one.
    const char *(*complete)(uint32_t index);
    char text[LINE_BYTES]; // with a final 0
    uint32_t length, cursor;
    enum line_problem problem;
    char history[HISTORY_LINES][LINE_BYTES]; // line i is at i % HISTORY_LINES
    uint32_t history_count;                  // lines ever
    uint32_t shown;                          // which of them is shown; history_count: a new one
};

// Reads a line into `text`. Returns its length, LINE_FORGOTTEN or LINE_NO_MORE.
int32_t line_editor_read(struct line_editor *editor);

#endif
