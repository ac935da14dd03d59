// SPDX-License-Identifier: MIT
#include "kernel/report/record.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/serial.h"

#define NAME_BYTES 64

static bool enabled;
static uint32_t sequence;
static char nonce[NAME_BYTES], test[NAME_BYTES];

void record_init(void)
{
    enabled = command_line_copy("nonce", nonce, sizeof nonce);
    command_line_erase("nonce"); // whoever looks for it has to know where this file keeps it
    if (!command_line_copy("test", test, sizeof test))
        format_to_buffer(test, sizeof test, "-");
    if (enabled)
        serial_init(SERIAL_RECORDS);
}

static void put_in_record(void *context, char character)
{
    (void)context;
    serial_write(SERIAL_RECORDS, is_printable(character) ? (uint8_t)character : '?');
}

static void put_words(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    format_to_sink(put_in_record, NULL, format, arguments);
    va_end(arguments);
}

bool record_is_enabled(void)
{
    return enabled;
}

void record_send(const char *word, const char *format, ...)
{
    if (!enabled)
        return;
    put_words("%s %u %s %s ", nonce, sequence++, test, word);
    va_list arguments;
    va_start(arguments, format);
    format_to_sink(put_in_record, NULL, format, arguments);
    va_end(arguments);
    serial_write(SERIAL_RECORDS, '\n');
}
