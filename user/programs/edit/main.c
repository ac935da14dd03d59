// SPDX-License-Identifier: MIT
// edit STORE/FILE: changes a text on the screen. With Ctrl-S it is written to the file: through the
// file's memory, and then synced. Whenever the machine stops, the file on the disk is the text from
// before or the one from after.
#include <stddef.h>

#include "common/string.h"
#include "user/arguments.h"
#include "user/handle.h"
#include "user/keyboard.h"
#include "user/print.h"
#include "user/programs/edit/screen.h"
#include "user/store.h"

#define PLACE_TEXT 0x10000000u
#define PLACE_FILE 0x20000000u

static uint8_t file_object; // handle

static struct text text = {.bytes = (char *)PLACE_TEXT};
static const char *name;

static int32_t map(const struct store_file *file, uint32_t rights)
{
    return object_map(file->object, PLACE_FILE, store_pages(file->bytes), rights);
}

static void close(void)
{
    region_unmap(0, PLACE_FILE);
    capability_drop(file_object);
}

// Without a file of that name, or with an empty one, the text is empty.
static void read_file(void)
{
    struct store_file file;

    int32_t error = store_file_open(&file, name, file_object);
    if (error == E_EMPTY)
        return;
    if (error != 0)
        fail("edit: %s: %s\n", name, store_error_text(error));
    if (file.bytes > TEXT_MOST)
        fail("edit: %s has more than %u bytes\n", name, TEXT_MOST);
    must(map(&file, REGION_READ), "mapping the file");
    memcpy(text.bytes, (const char *)PLACE_FILE, file.bytes);
    text.length = file.bytes;
    close();
}

// The file gets other clusters, so that it is as it was until it is all there (user/fat.h).
static int32_t write_text(struct store_file *file)
{
    int32_t error = store_file_set_length(file, 0);
    if (error == 0)
        error = store_file_set_length(file, text.length);
    if (error == 0 && text.length != 0)
        error = map(file, REGION_READ | REGION_WRITE);
    if (error != 0)
        return error;
    memcpy((char *)PLACE_FILE, text.bytes, text.length);
    return store_file_sync(file);
}

// Returns what became of it, in words.
static const char *save(void)
{
    struct store_file file;

    int32_t error = store_file_open_to_write(&file, name, file_object);
    if (error != 0)
        return store_error_text(error);
    error = write_text(&file);
    close();
    if (error != 0)
        return store_error_text(error);
    text.is_changed = false;
    return "saved";
}

static void move(int32_t key)
{
    switch (key) {
    case KEY_LEFT:
        text_move(&text, -1);
        break;
    case KEY_RIGHT:
        text_move(&text, 1);
        break;
    case KEY_UP:
        text_move_lines(&text, -1);
        break;
    case KEY_DOWN:
        text_move_lines(&text, 1);
        break;
    case KEY_HOME:
        text_move_to(&text, text_line_start(&text, text.cursor));
        break;
    case KEY_END:
        text_move_to(&text, text_line_end(&text, text.cursor));
        break;
    default:
        break;
    }
}

// Does what a key says. Returns what is to be told, or "".
static const char *handle(int32_t key)
{
    if (key == KEY_CONTROL('S'))
        return save();
    if (key == '\b' || key == KEY_RUBOUT)
        text_delete_before(&text);
    else if (key == KEY_DELETE)
        text_delete_behind(&text);
    else if (key == '\r' || key == '\n' || key == '\t' || (key >= ' ' && key < KEY_RUBOUT))
        return text_insert(&text, key == '\r' ? '\n' : (char)key) ? ""
                                                                  : "there is no room for more";
    else if (key == KEY_LOST)
        return "too much was typed at once, and a part of it is lost";
    else
        move(key);
    return "";
}

// Waits for a key; if there is none yet, shows what there is first.
static int32_t next_key(const char *message)
{
    int32_t key = keyboard_read(0);

    if (key != E_TIMEOUT)
        return key;
    screen_draw(&text, name, message);
    return keyboard_read(TICKS_FOREVER);
}

static void edit(void)
{
    const char *message = "";
    bool warned = false;

    for (;;) {
        int32_t key = next_key(message);
        if (key < 0 && key != E_TIMEOUT)
            return; // somebody else has the console
        if (key != KEY_CONTROL('Q')) {
            message = handle(key);
            warned = false;
            continue;
        }
        if (!text.is_changed || warned)
            return;
        warned = true;
        message = "it is not saved: Ctrl-S saves, Ctrl-Q again ends";
    }
}

int32_t main(const char *command_line)
{
    struct arguments arguments;

    arguments_split(&arguments, command_line);
    if (arguments.count != 2)
        fail("usage: edit STORE/FILE\n");
    name = arguments.words[1];
    file_object = handle_take();
    int32_t error = store_memory_make(handle_take(), PLACE_TEXT, TEXT_PAGES, 0);
    if (error != 0)
        fail("edit: no memory: %s\n", store_memory_error_text(error));
    read_file();
    edit();
    screen_leave();
    return 0;
}
