// SPDX-License-Identifier: MIT
#include "user/programs/edit/screen.h"

#include "common/format.h"
#include "common/string.h"
#include "user/print.h"

// ECMA-48: cursor position, erase in display, erase in line.
#define SEQUENCE_CLEAR "\033[H\033[2J"
#define SEQUENCE_ERASE "\033[K"

static uint32_t first_line; // that is shown
static uint32_t first_column;
static bool is_clear; // the terminal shows what stands in `shown`, from the first picture on
static char shown[SCREEN_ROWS][SCREEN_COLUMNS];

// Only rows that are not as they were are drawn.
static void show(uint32_t row, const char *line)
{
    if (strcmp(shown[row], line) == 0)
        return;
    memcpy(shown[row], line, strlen(line) + 1);
    print("\033[%u;1H%s" SEQUENCE_ERASE, row + 1, line);
}

static void show_text(const struct text *text, uint32_t row, uint32_t start)
{
    char line[SCREEN_COLUMNS];
    uint32_t count = 0, end = text_line_end(text, start);

    for (uint32_t at = start + first_column; at < end && count < sizeof line - 1; at++) {
        char byte = text->bytes[at];
        if (byte == '\t')
            byte = ' ';
        line[count++] = (byte >= ' ' && byte < 127) ? byte : '?';
    }
    line[count] = '\0';
    show(row, line);
}

// Which part of the text is shown follows the cursor.
static void follow(uint32_t line, uint32_t column)
{
    if (line < first_line)
        first_line = line;
    if (line >= first_line + SCREEN_LINES)
        first_line = line + 1 - SCREEN_LINES;
    if (column < first_column)
        first_column = column;
    if (column >= first_column + SCREEN_COLUMNS - 1)
        first_column = column + 2 - SCREEN_COLUMNS;
}

void screen_draw(const struct text *text, const char *name, const char *message)
{
    uint32_t line = text_count_lines(text, text->cursor);
    uint32_t column = text->cursor - text_line_start(text, text->cursor);
    char status[SCREEN_COLUMNS];

    if (!is_clear)
        print(SEQUENCE_CLEAR);
    is_clear = true;
    follow(line, column);
    uint32_t at = text_find_line(text, first_line);
    for (uint32_t row = 0; row < SCREEN_LINES; row++) {
        if (at > text->length) {
            show(row, "~");
            continue;
        }
        show_text(text, row, at);
        at = text_line_end(text, at) + 1;
    }
    format_to_buffer(status, sizeof status, "-- %s%s  %u:%u  %s", name,
                     text->is_changed ? " (changed)" : "", line + 1, column + 1,
                     *message != '\0' ? message : "Ctrl-S saves, Ctrl-Q ends");
    show(SCREEN_LINES, status);
    print("\033[%u;%uH", line - first_line + 1, column - first_column + 1);
}

void screen_leave(void)
{
    print("\033[%u;1H" SEQUENCE_ERASE "\n", (uint32_t)SCREEN_ROWS);
}
