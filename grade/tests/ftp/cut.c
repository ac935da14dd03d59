// SPDX-License-Identifier: MIT
// For grade/tests/ftp-failures.bats, on the host: loaded into vsftpd (LD_PRELOAD), where each
// process serves one connection. It ends in the middle of a reply, a line of its log or a transfer:
// always after so many of them, however fast it is.
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WRITES 400 // enough for the longest transfer of the test

ssize_t write(int file, const void *bytes, size_t count)
{
    static unsigned writes;

    if (strcmp(program_invocation_short_name, "vsftpd") == 0 && ++writes > WRITES)
        _exit(1);
    return syscall(SYS_write, file, bytes, count);
}
