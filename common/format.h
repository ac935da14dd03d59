// SPDX-License-Identifier: MIT
// Formatted text, a small part of printf:
//
//   %s %c %%        text
//   %d %u %x        int, unsigned, hexadecimal; %lld is not there: the kernel divides no 64 bits
//   %llx            64 bits in hexadecimal
//   %p              a pointer, as 0x and eight digits
//
// A width, a leading 0 and a leading - work as in C: "%08x", "%-12s", "%5u".
#ifndef COMMON_FORMAT_H
#define COMMON_FORMAT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

// Takes one character of the result.
typedef void (*format_sink)(void *context, char character);

// Passes the formatted text to `sink`, character by character. Never waits.
void format_to_sink(format_sink sink, void *context, const char *format, va_list arguments);

// Writes at most `bytes` - 1 characters and a final 0. Returns the length of the whole text, which
// may be more than what fitted. Requires: bytes > 0.
size_t format_to_buffer(char *buffer, size_t bytes, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Whether a character is printable ASCII: it moves no cursor, and begins no line.
static inline bool is_printable(char character)
{
    return character >= ' ' && character <= '~';
}

#endif
