// SPDX-License-Identifier: MIT
// Services that are ordinary processes: paged, as all programs are, but started by init, and
// allowed to register.
#ifndef USER_PROGRAMS_INIT_ORDINARY_H
#define USER_PROGRAMS_INIT_ORDINARY_H

#include <stdbool.h>
#include <stdint.h>

// What of init's command line asks for such a service:
//     ftp=URL                 the FTP store (user/programs/ftp/)
//     ftp_memory=STORE        the store of its own memory; else it is the RAM store
//     ftp_program=yes         its program is a file of that store, too; else it is one of the
//     archive's ftp_patience=SECONDS    what the kernel's pager_patience= is, if that was given
// Starts it, and waits until it has registered. `await` waits for a service, and puts it under a
// free handle; it returns whether there is one. That something does not come up is said, and the
// system does without.
void ordinary_start(const char *command_line, bool (*await)(const char *name, uint32_t handle));

// Starts such a service again, as ordinary_start does, when somebody has asked for it and it has
// ended. What was in its memory is lost; files are as they were synced last. Returns whether it has
// tried: not if the name is another one, nor while it is starting one.
bool ordinary_start_again(const char *name);

#endif
