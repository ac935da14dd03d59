// SPDX-License-Identifier: MIT
// The shell: reads lines, from the console or a script, and does what they say.
//
// Command line: script=FILE. Then its lines are shown and done as if they were typed, and the
// shell's status is 0 only if all of them succeeded.
#include "common/string.h"
#include "user/boot_files.h"
#include "user/line_editor.h"
#include "user/print.h"
#include "user/programs/shell/command.h"
#include "user/programs/shell/job.h"

#define PROMPT "uneon> "
#define SCRIPT 0x60000000u // where it is mapped

enum { SCRIPT_FILE = HANDLE_FREE + 1 };

static struct line_editor editor = {.prompt = PROMPT, .complete = command_complete};

// Lines of the script in turn. Returns how many bytes the line took.
static uint32_t take_line(const char *text, uint32_t bytes, char *line)
{
    uint32_t taken = 0, length = 0;

    while (taken < bytes && text[taken] != '\n') {
        if (length < LINE_BYTES - 1)
            line[length++] = text[taken];
        taken++;
    }
    line[length] = '\0';
    return taken + (taken < bytes);
}

static int32_t run_script(const char *name)
{
    const char *text = (const char *)SCRIPT;
    uint32_t bytes, failed = 0;

    must(boot_file_open(name, SCRIPT_FILE, &bytes), "opening the script");
    must(region_map(REGION_WORD(0, SCRIPT_FILE, REGION_READ), SCRIPT, 0, boot_file_pages(bytes),
                    TICKS_FOREVER),
         "mapping the script");
    for (uint32_t at = 0; at < bytes;) {
        char line[LINE_BYTES];
        at += take_line(text + at, bytes - at, line);
        job_collect();
        print(PROMPT "%s\n", line);
        failed += command_execute(line) != 0;
    }
    if (failed != 0)
        print("%u line%s of %s failed\n", failed, failed == 1 ? "" : "s", name);
    return failed != 0;
}

static int32_t run_console(void)
{
    print("`help` lists the commands; Ctrl-C ends a program, Ctrl-D or `exit` the session.\n");
    for (;;) {
        job_collect();
        int32_t length = line_editor_read(&editor);
        if (length == LINE_NO_MORE)
            return 0;
        if (length > 0)
            command_execute(editor.text);
    }
}

int32_t main(const char *command_line);

int32_t main(const char *command_line)
{
    const char *script = arguments_find(command_line, "script=");
    return script == NULL ? run_console() : run_script(arguments_word(script));
}
