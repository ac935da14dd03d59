// SPDX-License-Identifier: MIT
#include "user/programs/ftp/reply.h"

#include <stddef.h>

#include "user/system.h"

#define REPLY_CODE_DIGITS 3
#define CLASS_MOST        5 // of the first digit
#define GROUP_MOST        5 // of the second
#define TEXT_AT           (REPLY_CODE_DIGITS + 1)
#define DELIMITER_FIRST   33 // RFC 2428, 2
#define DELIMITER_LAST    126
#define PORT_MOST         65535
#define PASSIVE_NUMBERS   6 // four of the address, two of the port
#define BYTE_MOST         255

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

int32_t reply_parse_line(const char *line, bool *is_last)
{
    for (uint32_t i = 0; i < REPLY_CODE_DIGITS; i++) {
        if (!is_digit(line[i]))
            return E_ARGUMENT;
    }
    if (line[0] == '0' || line[0] > '0' + CLASS_MOST || line[1] > '0' + GROUP_MOST)
        return E_ARGUMENT;
    if (line[REPLY_CODE_DIGITS] != ' ' && line[REPLY_CODE_DIGITS] != '-' &&
        line[REPLY_CODE_DIGITS] != '\0')
        return E_ARGUMENT;
    *is_last = line[REPLY_CODE_DIGITS] != '-';
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

bool reply_is_last_line(const char *line, int32_t code)
{
    bool is_last;

    return reply_parse_line(line, &is_last) == code && is_last;
}

// A number of decimal digits, at most `most`. Returns what stands behind it; NULL: there is none.
static const char *take_number(const char *text, uint32_t most, uint32_t *number)
{
    if (!is_digit(*text))
        return NULL;
    for (*number = 0; is_digit(*text); text++) {
        uint32_t digit = (uint32_t)(*text - '0');
        if (*number > (most - digit) / 10)
            return NULL;
        *number = *number * 10 + digit;
    }
    return text;
}

// What stands behind the first parenthesis; NULL: there is none.
static const char *find_parenthesis(const char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        if (*at == '(')
            return at + 1;
    }
    return NULL;
}

// RFC 2428, 3: "(<d><d><d><port><d>)".
int32_t reply_parse_extended_passive(const char *line, uint16_t *port)
{
    const char *at = find_parenthesis(line);
    uint32_t number;

    if (at == NULL || *at < DELIMITER_FIRST || *at > DELIMITER_LAST || is_digit(*at))
        return E_ARGUMENT;
    char delimiter = *at;
    if (at[1] != delimiter || at[2] != delimiter)
        return E_ARGUMENT;
    at = take_number(at + 3, PORT_MOST, &number);
    if (at == NULL || at[0] != delimiter || at[1] != ')' || number == 0)
        return E_ARGUMENT;
    *port = (uint16_t)number;
    return 0;
}

// RFC 959, 4.1.2, PASV: "(h1,h2,h3,h4,p1,p2)".
int32_t reply_parse_passive(const char *line, uint16_t *port)
{
    const char *at = find_parenthesis(line);
    uint32_t numbers[PASSIVE_NUMBERS];

    for (uint32_t i = 0; i < PASSIVE_NUMBERS; i++) {
        at = at == NULL ? NULL : take_number(at, BYTE_MOST, &numbers[i]);
        if (at == NULL || *at != (i == PASSIVE_NUMBERS - 1 ? ')' : ','))
            return E_ARGUMENT;
        at++;
    }
    *port = (uint16_t)(numbers[4] << 8 | numbers[5]);
    return *port == 0 ? E_ARGUMENT : 0;
}

int32_t reply_parse_size(const char *line, uint32_t most, uint32_t *size)
{
    const char *at = line + TEXT_AT;

    if (line[REPLY_CODE_DIGITS] != ' ' || !is_digit(*at))
        return E_ARGUMENT;
    at = take_number(at, most, size);
    if (at == NULL)
        return E_LIMIT;
    return *at == '\0' ? 0 : E_ARGUMENT;
}
