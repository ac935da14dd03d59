// SPDX-License-Identifier: MIT
#include "user/programs/ftp/url.h"

#include <stdbool.h>
#include <stddef.h>

#include "common/format.h"
#include "common/string.h"

#define SCHEME       "ftp://"
#define PORT_DEFAULT 21
#define PORT_MOST    65535u

static int32_t digit_of(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

// Takes a part that ends at one of `ends`, or where the text ends, and moves `*text` there.
// Commands are lines: nothing in a part may end one.
static bool take_part(const char **text, const char *ends, char *part)
{
    uint32_t length = 0;
    const char *at = *text;

    for (; *at != '\0' && *at != ends[0] && *at != ends[1]; at++) {
        char character = *at;
        if (character == '%') {
            int32_t high = digit_of(at[1]), low = high < 0 ? -1 : digit_of(at[2]);
            if (low < 0)
                return false;
            character = (char)(high * 16 + low);
            at += 2;
        }
        if (!is_printable(character) || length == URL_PART_BYTES - 1)
            return false;
        part[length++] = character;
    }
    part[length] = '\0';
    *text = at;
    return true;
}

static const char *parse_folders(const char *text, struct url *url)
{
    while (*text == '/') {
        text++;
        if (*text == '\0')
            break;
        if (url->folder_count == URL_FOLDERS_MOST)
            return "it has too many folders";
        if (!take_part(&text, "//", url->folders[url->folder_count]) ||
            url->folders[url->folder_count][0] == '\0')
            return "a folder's name is empty, too long, or not printable";
        url->folder_count++;
    }
    return NULL;
}

static bool parse_port(const char **text, struct url *url)
{
    uint32_t port = 0;

    url->port = PORT_DEFAULT;
    if (**text != ':')
        return true;
    for ((*text)++; **text >= '0' && **text <= '9'; (*text)++) {
        port = port * 10 + (uint32_t)(**text - '0');
        if (port > PORT_MOST)
            return false;
    }
    url->port = (uint16_t)port;
    return port != 0 && (**text == '\0' || **text == '/');
}

const char *url_parse(const char *text, struct url *url)
{
    char host[URL_PART_BYTES];

    *url = (struct url){0};
    if (strncmp(text, SCHEME, strlen(SCHEME)) != 0)
        return "it does not begin with " SCHEME;
    text += strlen(SCHEME);
    if (!take_part(&text, ":@", url->user) || *text != ':' || url->user[0] == '\0')
        return "there is no user, a colon and a password before an @";
    text++;
    if (!take_part(&text, "@/", url->password) || *text != '@')
        return "there is no password before an @";
    text++;
    if (!take_part(&text, ":/", host) || strlen(host) >= sizeof url->address_text ||
        ip4addr_aton(host, &url->address) == 0)
        return "its host is no IPv4 address";
    memcpy(url->address_text, host, strlen(host) + 1);
    if (!parse_port(&text, url))
        return "its port is no number from 1 to 65535";
    return parse_folders(text, url);
}
