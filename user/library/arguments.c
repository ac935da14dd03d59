// SPDX-License-Identifier: MIT
#include "user/arguments.h"

#include <stddef.h>

#include "common/string.h"
#include "user/print.h"

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

void arguments_split(struct arguments *arguments, const char *line)
{
    uint32_t length = 0;

    while (length < ARGUMENT_BYTES - 1 && line[length] != '\0')
        length++;
    memcpy(arguments->text, line, length);
    arguments->text[length] = '\0';
    arguments->count = 0;
    arguments->has_more = false;
    for (char *at = arguments->text;;) {
        while (is_blank(*at))
            at++;
        if (*at == '\0')
            return;
        if (arguments->count == ARGUMENTS_MOST) {
            arguments->has_more = true;
            return;
        }
        arguments->words[arguments->count++] = at;
        while (!is_blank(*at) && *at != '\0')
            at++;
        if (*at == '\0')
            return;
        *at++ = '\0';
    }
}

const char *arguments_find(const char *line, const char *key)
{
    size_t length = strlen(key);

    for (; *line != '\0'; line++) {
        if (*line == ' ' && strncmp(line + 1, key, length) == 0)
            return line + 1 + length;
    }
    return NULL;
}

const char *arguments_word(const char *text)
{
    static char word[ARGUMENT_BYTES];
    uint32_t length = 0;

    while (length < ARGUMENT_BYTES - 1 && text[length] != ' ' && text[length] != '\0')
        length++;
    memcpy(word, text, length);
    word[length] = '\0';
    return word;
}

bool arguments_number(const char *word, uint32_t most, uint32_t *number)
{
    *number = 0;
    if (*word == '\0')
        return false;
    for (; *word != '\0'; word++) {
        uint32_t digit = (uint32_t)(*word - '0');
        if (digit > 9 || *number > most / 10 || *number * 10 > most - digit)
            return false;
        *number = *number * 10 + digit;
    }
    return true;
}

uint32_t arguments_take_number(const struct arguments *arguments, uint32_t index, uint32_t most,
                               uint32_t otherwise)
{
    uint32_t number;

    if (arguments->count <= index)
        return otherwise;
    if (!arguments_number(arguments->words[index], most, &number) || number == 0)
        fail("%s: '%s' is not a number from 1 to %u\n", arguments->words[0],
             arguments->words[index], most);
    return number;
}
