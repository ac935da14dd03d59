// SPDX-License-Identifier: MIT
#include "user/programs/edit/text.h"

#include "common/string.h"

uint32_t text_line_start(const struct text *text, uint32_t at)
{
    while (at > 0 && text->bytes[at - 1] != '\n')
        at--;
    return at;
}

uint32_t text_line_end(const struct text *text, uint32_t at)
{
    while (at < text->length && text->bytes[at] != '\n')
        at++;
    return at;
}

uint32_t text_count_lines(const struct text *text, uint32_t at)
{
    uint32_t lines = 0;

    for (uint32_t i = 0; i < at; i++)
        lines += text->bytes[i] == '\n';
    return lines;
}

uint32_t text_find_line(const struct text *text, uint32_t line)
{
    uint32_t at = 0;

    for (; line > 0; line--) {
        uint32_t end = text_line_end(text, at);
        if (end == text->length)
            break;
        at = end + 1;
    }
    return at;
}

void text_move_to(struct text *text, uint32_t at)
{
    text->cursor = at < text->length ? at : text->length;
    text->wanted_column = text->cursor - text_line_start(text, text->cursor);
}

bool text_insert(struct text *text, char byte)
{
    char *at = text->bytes + text->cursor;

    if (text->length == TEXT_MOST)
        return false;
    memmove(at + 1, at, text->length - text->cursor);
    *at = byte;
    text->length++;
    text->is_changed = true;
    text_move_to(text, text->cursor + 1);
    return true;
}

void text_delete_behind(struct text *text)
{
    char *at = text->bytes + text->cursor;

    if (text->cursor == text->length)
        return;
    memmove(at, at + 1, text->length - text->cursor - 1);
    text->length--;
    text->is_changed = true;
}

void text_delete_before(struct text *text)
{
    if (text->cursor == 0)
        return;
    text_move_to(text, text->cursor - 1);
    text_delete_behind(text);
}

void text_move(struct text *text, int32_t bytes)
{
    int32_t at = (int32_t)text->cursor + bytes;

    text_move_to(text, at < 0 ? 0 : (uint32_t)at);
}

void text_move_lines(struct text *text, int32_t lines)
{
    int32_t line = (int32_t)text_count_lines(text, text->cursor) + lines;
    uint32_t column = text->wanted_column;
    uint32_t start = text_find_line(text, line < 0 ? 0 : (uint32_t)line);
    uint32_t end = text_line_end(text, start);

    text_move_to(text, column < end - start ? start + column : end);
    text->wanted_column = column;
}
