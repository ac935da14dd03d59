// SPDX-License-Identifier: MIT
#include "kernel/machine/command_line.h"

#include "common/string.h"

static char *line = (char[]){""};

void command_line_init(char *text)
{
    line = text;
}

static size_t word_length(const char *at)
{
    size_t length = 0;
    while (at[length] != '\0' && at[length] != ' ')
        length++;
    return length;
}

const char *command_line_find(const char *key, size_t *bytes)
{
    size_t key_length = strlen(key);

    for (const char *at = line; *at != '\0';) {
        size_t length = word_length(at);
        if (length > key_length && at[key_length] == '=' && strncmp(at, key, key_length) == 0) {
            *bytes = length - key_length - 1;
            return at + key_length + 1;
        }
        at += length;
        while (*at == ' ')
            at++;
    }
    return NULL;
}

bool command_line_is(const char *key, const char *value)
{
    size_t bytes;
    const char *found = command_line_find(key, &bytes);
    return found != NULL && bytes == strlen(value) && strncmp(found, value, bytes) == 0;
}

bool command_line_copy(const char *key, char *buffer, size_t bytes)
{
    size_t length;
    const char *found = command_line_find(key, &length);
    if (found == NULL)
        return false;
    if (length > bytes - 1)
        length = bytes - 1;
    memcpy(buffer, found, length);
    buffer[length] = '\0';
    return true;
}

void command_line_erase(const char *key)
{
    size_t bytes, key_bytes = strlen(key) + 1; // and the =
    const char *value;
    while ((value = command_line_find(key, &bytes)) != NULL)
        memset(line + (value - line) - key_bytes, ' ', key_bytes + bytes);
}

uint32_t command_line_number(const char *key, uint32_t otherwise)
{
    size_t bytes;
    const char *found = command_line_find(key, &bytes);
    if (found == NULL || bytes == 0)
        return otherwise;

    uint32_t value = 0;
    for (size_t i = 0; i < bytes; i++) {
        if (found[i] < '0' || found[i] > '9')
            return otherwise;
        uint32_t digit = (uint32_t)(found[i] - '0');
        if (value > (UINT32_MAX - digit) / 10)
            return otherwise;
        value = value * 10 + digit;
    }
    return value;
}
