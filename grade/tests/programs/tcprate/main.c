// SPDX-License-Identifier: MIT
// For the figure ftp-share: what the FTP store's way through the network brings at most. In place
// of the FTP store, as `ftp URL
// ...`: it fetches the file FILE from the server with one transfer, page by page, does nothing with
// it, and says how fast.
#include "user/arguments.h"
#include "user/print.h"
#include "user/programs/ftp/deadline.h"
#include "user/programs/ftp/net.h"
#include "user/programs/ftp/session.h"
#include "user/system.h"

#define FILE             "large"
#define PATIENCE_SECONDS 120

static struct url url;
static struct session session;
static uint8_t memory[PAGE_BYTES];

static int32_t read_all(uint32_t *pages)
{
    int32_t taken;

    int32_t error = session_begin(&session, &url);
    if (error == 0)
        error = session_begin_transfer(&session, "RETR", FILE, 0);
    if (error != 0)
        return error;
    while ((taken = connection_read(&session.data, memory, PAGE_BYTES)) == PAGE_BYTES)
        ++*pages;
    return taken < 0 ? taken : session_end_transfer(&session, false);
}

int32_t main(const char *command_line)
{
    struct arguments arguments;
    uint32_t pages = 0;

    arguments_split(&arguments, command_line);
    const char *problem =
        arguments.count < 2 ? "there is none" : url_parse(arguments.words[1], &url);
    if (problem != NULL)
        fail("tcprate: the URL: %s\n", problem);
    deadline_init(PATIENCE_SECONDS);
    must(net_start(), "opening the network card");
    must(deadline_begin_attempt() ? 0 : E_STATE, "beginning");
    while (!net_is_up())
        net_wait(1);
    uint32_t start = (uint32_t)clock_read();
    must(read_all(&pages), "reading");
    print("tcprate: %u pages in %u ticks\n", pages, (uint32_t)clock_read() - start);
    return 0;
}
