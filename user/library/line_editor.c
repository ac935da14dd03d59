// SPDX-License-Identifier: MIT
// Source of the sequences that move and clear: ECMA-48, 8.3 (ED, EL, CUP).
#include "user/line_editor.h"

#include <stdbool.h>

#include "common/string.h"
#include "user/keyboard.h"
#include "user/print.h"
#include "user/system.h"

#define BELL "\a"

static void redraw(const struct line_editor *editor)
{
    print("\r%s%s\033[K", editor->prompt, editor->text);
    for (uint32_t at = editor->length; at > editor->cursor; at--)
        print("\b");
}

static void erase(struct line_editor *editor, uint32_t from, uint32_t to)
{
    memmove(editor->text + from, editor->text + to, editor->length + 1 - to);
    editor->length -= to - from;
    editor->cursor = from;
    if (editor->problem == LINE_TOO_LONG || editor->length == 0)
        editor->problem = LINE_WHOLE;
}

static void insert(struct line_editor *editor, char character)
{
    if (editor->length == LINE_BYTES - 1) {
        if (editor->problem == LINE_WHOLE) {
            print(BELL);
            editor->problem = LINE_TOO_LONG;
        }
        return;
    }
    char *place = editor->text + editor->cursor++;
    memmove(place + 1, place, editor->length + 1 - (editor->cursor - 1));
    *place = character;
    editor->length++;
    // Most often at the end: no need to draw all of it again.
    if (editor->cursor == editor->length)
        print("%c", character);
    else
        redraw(editor);
}

static uint32_t start_of_word(const struct line_editor *editor)
{
    uint32_t at = editor->cursor;

    while (at > 0 && editor->text[at - 1] == ' ')
        at--;
    while (at > 0 && editor->text[at - 1] != ' ')
        at--;
    return at;
}

// --- the lines before

static void remember(struct line_editor *editor)
{
    uint32_t count = editor->history_count;

    if (editor->length == 0 ||
        (count > 0 && strcmp(editor->history[(count - 1) % HISTORY_LINES], editor->text) == 0))
        return;
    memcpy(editor->history[count % HISTORY_LINES], editor->text, LINE_BYTES);
    editor->history_count++;
}

// Older ones than the last HISTORY_LINES - 1 are lost. The new line is kept where the next one
// goes, while others are shown.
static void show_history(struct line_editor *editor, bool older)
{
    uint32_t count = editor->history_count;
    uint32_t oldest = count < HISTORY_LINES ? 0 : count - HISTORY_LINES + 1;

    if (older ? editor->shown <= oldest : editor->shown == count) {
        print(BELL);
        return;
    }
    if (editor->shown == count)
        memcpy(editor->history[count % HISTORY_LINES], editor->text, LINE_BYTES);
    if (older)
        editor->shown--;
    else
        editor->shown++;
    memcpy(editor->text, editor->history[editor->shown % HISTORY_LINES], LINE_BYTES);
    editor->length = editor->cursor = (uint32_t)strlen(editor->text);
    editor->problem = LINE_WHOLE;
    redraw(editor);
}

// --- completion

// Adds what all words that begin like the one before the cursor have in common.
static void complete(struct line_editor *editor)
{
    uint32_t start = editor->cursor, found = 0;
    char match[LINE_BYTES] = "";
    const char *word;

    while (start > 0 && editor->text[start - 1] != ' ')
        start--;
    uint32_t typed = editor->cursor - start, common = typed;
    for (uint32_t i = 0; editor->complete != NULL && (word = editor->complete(i)) != NULL; i++) {
        if (strncmp(word, editor->text + start, typed) != 0)
            continue;
        found++;
        if (found == 1) {
            common = (uint32_t)strlen(word);
            memcpy(match, word, common < LINE_BYTES ? common + 1 : LINE_BYTES);
        }
        while (strncmp(word, match, common) != 0)
            common--;
    }
    if (found != 1 && common == typed)
        print(BELL);
    for (uint32_t i = typed; i < common; i++)
        insert(editor, match[i]);
    if (found == 1)
        insert(editor, ' ');
}

// --- keys

static uint32_t after_move(const struct line_editor *editor, int32_t key)
{
    uint32_t cursor = editor->cursor;

    switch (key) {
    case KEY_LEFT:
    case KEY_CONTROL('B'):
        return cursor > 0 ? cursor - 1 : 0;
    case KEY_RIGHT:
    case KEY_CONTROL('F'):
        return cursor < editor->length ? cursor + 1 : cursor;
    case KEY_HOME:
    case KEY_CONTROL('A'):
        return 0;
    case KEY_END:
    case KEY_CONTROL('E'):
        return editor->length;
    default:
        return cursor;
    }
}

static void delete_by_key(struct line_editor *editor, int32_t key)
{
    uint32_t cursor = editor->cursor;

    switch (key) {
    case '\b':
    case KEY_RUBOUT:
        if (cursor > 0)
            erase(editor, cursor - 1, cursor);
        break;
    case KEY_DELETE:
    case KEY_CONTROL('D'):
        if (cursor < editor->length)
            erase(editor, cursor, cursor + 1);
        break;
    case KEY_CONTROL('K'):
        erase(editor, cursor, editor->length);
        break;
    case KEY_CONTROL('U'):
        erase(editor, 0, cursor);
        break;
    case KEY_CONTROL('W'):
        erase(editor, start_of_word(editor), cursor);
        break;
    case KEY_CONTROL('L'):
        print("\033[H\033[2J");
        break;
    default:
        return;
    }
    redraw(editor);
}

static void handle(struct line_editor *editor, int32_t key)
{
    uint32_t cursor = after_move(editor, key);

    if (cursor != editor->cursor) {
        editor->cursor = cursor;
        redraw(editor);
    } else if (key == KEY_UP || key == KEY_CONTROL('P')) {
        show_history(editor, true);
    } else if (key == KEY_DOWN || key == KEY_CONTROL('N')) {
        show_history(editor, false);
    } else if (key == '\t') {
        complete(editor);
    } else if (key == KEY_LOST) {
        editor->problem = LINE_WITH_LOSS;
    } else if (key >= ' ' && key < KEY_RUBOUT) {
        insert(editor, (char)key);
    } else {
        delete_by_key(editor, key);
    }
}

// Says why a line with a problem is not done.
static void refuse(const struct line_editor *editor)
{
    if (editor->problem == LINE_TOO_LONG)
        print("This line is longer than %u characters; nothing was done.\n",
              (uint32_t)LINE_BYTES - 1);
    else
        print("Too much was typed at once, and a part of this line is lost; nothing was done.\n");
}

int32_t line_editor_read(struct line_editor *editor)
{
    editor->length = editor->cursor = 0;
    editor->text[0] = '\0';
    editor->problem = LINE_WHOLE;
    editor->shown = editor->history_count;
    print("%s", editor->prompt);
    for (;;) {
        int32_t key = keyboard_read(TICKS_FOREVER);
        if (key == E_BUSY)
            print("\nSomebody else reads what is typed.");
        if (key < 0 || (key == KEY_CONTROL('D') && editor->length == 0)) {
            print("\n");
            return LINE_NO_MORE;
        }
        if (key == KEY_CONTROL('C')) {
            print("^C\n");
            return LINE_FORGOTTEN;
        }
        if (key == '\r' || key == '\n') {
            print("\n");
            if (editor->problem != LINE_WHOLE) {
                refuse(editor);
                return LINE_FORGOTTEN;
            }
            remember(editor);
            return (int32_t)editor->length;
        }
        handle(editor, key);
    }
}
