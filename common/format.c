// SPDX-License-Identifier: MIT
#include "common/format.h"

#include <stdbool.h>
#include <stdint.h>

#include "common/string.h"

struct specification {
    bool left;
    bool zero;
    int width;
    bool wide; // 64 bits
};

#define NUMBER_DIGITS 24

static void put_padded(format_sink sink, void *context, const char *text, size_t length,
                       const struct specification *specification)
{
    int padding = specification->width - (int)length;
    char fill = specification->zero && !specification->left ? '0' : ' ';

    for (; !specification->left && padding > 0; padding--)
        sink(context, fill);
    for (size_t i = 0; i < length; i++)
        sink(context, text[i]);
    for (; padding > 0; padding--)
        sink(context, ' ');
}

static void put_hexadecimal(format_sink sink, void *context, uint64_t value,
                            const struct specification *specification)
{
    char digits[NUMBER_DIGITS];
    char *end = digits + sizeof digits;
    char *at = end;

    do {
        *--at = "0123456789abcdef"[value & 0xf];
        value >>= 4;
    } while (value != 0);
    put_padded(sink, context, at, (size_t)(end - at), specification);
}

static void put_decimal(format_sink sink, void *context, uint32_t value, bool negative,
                        const struct specification *specification)
{
    char digits[NUMBER_DIGITS];
    char *end = digits + sizeof digits;
    char *at = end;

    do {
        *--at = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    struct specification rest = *specification;
    if (negative && rest.zero && !rest.left) { // the sign comes before the zeros
        sink(context, '-');
        rest.width--;
    } else if (negative) {
        *--at = '-';
    }
    put_padded(sink, context, at, (size_t)(end - at), &rest);
}

static const char *parse_specification(const char *at, struct specification *specification)
{
    *specification = (struct specification){0};
    for (;; at++) {
        if (*at == '-')
            specification->left = true;
        else if (*at == '0')
            specification->zero = true;
        else
            break;
    }
    while (*at >= '0' && *at <= '9')
        specification->width = specification->width * 10 + (*at++ - '0');
    while (*at == 'l') {
        specification->wide = at[1] == 'l' || specification->wide;
        at++;
    }
    return at;
}

void format_to_sink(format_sink sink, void *context, const char *format, va_list arguments)
{
    for (const char *at = format; *at != '\0'; at++) {
        if (*at != '%') {
            sink(context, *at);
            continue;
        }
        struct specification specification;
        at = parse_specification(at + 1, &specification);
        switch (*at) {
        case 's': {
            const char *text = va_arg(arguments, const char *);
            if (text == NULL)
                text = "(null)";
            specification.zero = false;
            put_padded(sink, context, text, strlen(text), &specification);
            break;
        }
        case 'c': {
            char character = (char)va_arg(arguments, int);
            put_padded(sink, context, &character, 1, &specification);
            break;
        }
        case 'd': {
            int value = va_arg(arguments, int);
            uint32_t magnitude = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
            put_decimal(sink, context, magnitude, value < 0, &specification);
            break;
        }
        case 'u':
            put_decimal(sink, context, va_arg(arguments, uint32_t), false, &specification);
            break;
        case 'x': {
            uint64_t value =
                specification.wide ? va_arg(arguments, uint64_t) : va_arg(arguments, uint32_t);
            put_hexadecimal(sink, context, value, &specification);
            break;
        }
        case 'p':
            specification = (struct specification){.zero = true, .width = 8};
            sink(context, '0');
            sink(context, 'x');
            put_hexadecimal(sink, context, (uint32_t)va_arg(arguments, void *), &specification);
            break;
        case '\0':
            return; // a format that ends in %
        default:
            sink(context, *at); // %% and whatever is not known
        }
    }
}

struct buffer {
    char *text;
    size_t bytes;
    size_t length;
};

static void put_in_buffer(void *context, char character)
{
    struct buffer *buffer = context;
    if (buffer->length + 1 < buffer->bytes)
        buffer->text[buffer->length] = character;
    buffer->length++;
}

size_t format_to_buffer(char *text, size_t bytes, const char *format, ...)
{
    struct buffer buffer = {text, bytes, 0};
    va_list arguments;

    va_start(arguments, format);
    format_to_sink(put_in_buffer, &buffer, format, arguments);
    va_end(arguments);
    text[buffer.length < bytes ? buffer.length : bytes - 1] = '\0';
    return buffer.length;
}
