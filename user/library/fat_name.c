// SPDX-License-Identifier: MIT
#include "user/fat_name.h"

#include "common/string.h"

#define BASE_BYTES 8

static char lower(uint8_t character)
{
    return (char)(character >= 'A' && character <= 'Z' ? character + 'a' - 'A' : character);
}

static uint8_t upper(char character)
{
    return (uint8_t)(character >= 'a' && character <= 'z' ? character + 'A' - 'a' : character);
}

// What stands before the blanks in a part of a name. Returns where it ends.
static char *read_part(const uint8_t *part, uint32_t most, char *name)
{
    for (uint32_t i = 0; i < most && part[i] != ' '; i++)
        *name++ = lower(part[i]);
    return name;
}

void fat_name_read(const uint8_t *entry, char *name)
{
    name = read_part(entry, BASE_BYTES, name);
    if (entry[BASE_BYTES] != ' ') {
        *name++ = '.';
        name = read_part(entry + BASE_BYTES, FAT_NAME_BYTES - BASE_BYTES, name);
    }
    *name = '\0';
}

static bool is_name_character(char character)
{
    static const char others[] = "$%'-_@~`!(){}^#&";

    if ((upper(character) >= 'A' && upper(character) <= 'Z') ||
        (character >= '0' && character <= '9'))
        return true;
    for (uint32_t i = 0; others[i] != '\0'; i++) {
        if (character == others[i])
            return true;
    }
    return false;
}

bool fat_name_write(const char *name, uint8_t *entry)
{
    uint32_t at = 0;
    bool has_dot = false;

    memset(entry, ' ', FAT_NAME_BYTES);
    for (; *name != '\0'; name++) {
        if (*name == '.') {
            if (has_dot || at == 0)
                return false;
            has_dot = true;
            at = BASE_BYTES;
        } else if (!is_name_character(*name) || at == (has_dot ? FAT_NAME_BYTES : BASE_BYTES)) {
            return false;
        } else {
            entry[at++] = upper(*name);
        }
    }
    return at != 0 && !(has_dot && at == BASE_BYTES);
}
