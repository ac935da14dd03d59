// SPDX-License-Identifier: MIT
#include "user/print.h"

#include <stdarg.h>

#include "common/format.h"
#include "user/error_text.h"
#include "user/system.h"

struct text {
    char bytes[CONSOLE_BYTES_MOST];
    uint32_t length;
};

// The console may take fewer bytes at once. What it does not take is lost.
static void write_out(struct text *text)
{
    uint32_t written = 0;

    while (written < text->length) {
        int32_t result = console_write(text->bytes + written, text->length - written);
        if (result < 0)
            break;
        written += (uint32_t)result;
    }
    text->length = 0;
}

static void put(void *context, char character)
{
    struct text *text = context;
    if (text->length == sizeof text->bytes)
        write_out(text);
    text->bytes[text->length++] = character;
}

static void print_arguments(const char *format, va_list arguments)
{
    struct text text;
    text.length = 0;
    format_to_sink(put, &text, format, arguments);
    write_out(&text);
}

void print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_arguments(format, arguments);
    va_end(arguments);
}

void fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_arguments(format, arguments);
    va_end(arguments);
    process_exit(1);
}

void must(int result, const char *what)
{
    if (result < 0)
        fail("%s failed: %s\n", what, error_text(result));
}
