// SPDX-License-Identifier: MIT
// For grade/tests/ftp-failures.bats, on the host: reads lines KIND TEXT, and says what
// user/programs/ftp/reply.h makes of each.
#include "user/programs/ftp/reply.h"

#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[1024];

    while (fgets(line, sizeof line, stdin) != NULL) {
        uint16_t port = 0;
        uint32_t size = 0;
        bool is_last = false;
        line[strcspn(line, "\n")] = '\0';
        char *text = strchr(line, ' ') + 1;
        int32_t result = -1;
        if (strncmp(line, "line ", 5) == 0)
            result = reply_parse_line(text, &is_last);
        else if (strncmp(line, "epsv ", 5) == 0)
            result = reply_parse_extended_passive(text, &port);
        else if (strncmp(line, "pasv ", 5) == 0)
            result = reply_parse_passive(text, &port);
        else if (strncmp(line, "size ", 5) == 0)
            result = reply_parse_size(text, UINT32_MAX, &size);
        printf("%d %u %s\n", (int)result, port != 0 ? port : size, is_last ? "last" : "-");
    }
    return 0;
}
