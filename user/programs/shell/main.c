// SPDX-License-Identifier: MIT
// The shell: reads lines, from the console or a script, and does what they say.
//
// Command line: script=FILE. Then its lines are shown and done as if they were typed, and the
// shell's status is 0 only if all of them succeeded, and all that they started in the background.
#include "common/string.h"
#include "user/handle.h"
#include "user/keyboard.h"
#include "user/line_editor.h"
#include "user/print.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/job.h"
#include "user/store.h"

#define PROMPT "uneon> "
#define SCRIPT 0x60000000u // where it is mapped

static struct line_editor editor = {.prompt = PROMPT, .complete = command_complete};

static const char *script; // its name; NULL: the console
static uint32_t failed;    // lines of the script, and what they started in the background

void command_leave(void)
{
    if (script != NULL) {
        failed += job_wait_all();
        if (failed != 0)
            print("%u line%s of %s failed\n", failed, failed == 1 ? "" : "s", script);
    }
    process_exit(failed != 0);
}

// Lines of the script in turn. Returns how many bytes the line took; `*is_whole`: all of it is
// there.
static uint32_t take_line(const char *text, uint32_t bytes, char *line, bool *is_whole)
{
    uint32_t taken = 0, length = 0;

    *is_whole = true;
    while (taken < bytes && text[taken] != '\n') {
        char character = text[taken++];
        if (character == '\r' || character == '\t')
            character = ' ';
        if (length < LINE_BYTES - 1)
            line[length++] = character;
        else if (character != ' ')
            *is_whole = false;
    }
    while (length > 0 && line[length - 1] == ' ')
        length--;
    line[length] = '\0';
    return taken + (taken < bytes);
}

static void run_line(const char *line, bool is_whole)
{
    failed += job_collect();
    print(PROMPT "%s\n", line);
    if (!is_whole)
        print("This line is longer than %u characters; nothing was done.\n",
              (uint32_t)LINE_BYTES - 1);
    failed += !is_whole || command_execute(line) != 0;
}

static void run_script(void)
{
    const char *text = (const char *)SCRIPT;
    struct store_file file;

    int32_t error = store_file_open(&file, script, handle_take());
    if (error == E_EMPTY)
        fail("shell: there is no script '%s'\n", script);
    must(error, "opening the script");
    uint32_t bytes = file.bytes;
    must(object_map(file.object, SCRIPT, store_pages(bytes), REGION_READ), "mapping the script");
    for (uint32_t at = 0; at < bytes;) {
        char line[LINE_BYTES];
        bool is_whole;
        at += take_line(text + at, bytes - at, line, &is_whole);
        run_line(line, is_whole);
    }
}

static void run_console(void)
{
    // Who else asks for keys does not get them while the shell does.
    if (capability_inspect(HANDLE_INIT_TRUSTED) >= 0)
        keyboard_ask_through(HANDLE_INIT_TRUSTED);
    print("`help` lists the commands; Ctrl-C ends a program, Ctrl-D or `exit` the session.\n");
    for (;;) {
        job_collect();
        int32_t length = line_editor_read(&editor);
        if (length == LINE_NO_MORE)
            return;
        if (length > 0)
            command_execute(editor.text);
    }
}

int32_t main(const char *command_line)
{
    const char *word = arguments_find(command_line, "script=");

    // The stores know the shell as whom they can trust, if it is the one that init has started.
    if (capability_inspect(HANDLE_INIT_TRUSTED) >= 0)
        service_ask_through(HANDLE_INIT_TRUSTED);
    if (word == NULL) {
        run_console();
    } else {
        static char name[ARGUMENT_BYTES];
        memcpy(name, arguments_word(word), sizeof name);
        script = name;
        run_script();
    }
    command_leave();
}
