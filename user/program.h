// SPDX-License-Identifier: MIT
// Starting programs: ordinary processes, made from ELF files of a store.
//
//     0x00400000   text: the file itself, to be read; so it is paged in as it runs
//                  data: memory of a store, what the file says copied in
//     0x7fff0000   stack: of the same object, behind the data; at its top lies the command line
//
// The new process finds init under HANDLE_INIT, itself under HANDLE_SELF, its text and its data
// under HANDLE_SEGMENTS and behind it; so user/child.h works for it too. Under HANDLE_STORE it
// finds the store of its memory, from which it has all other memory as well.
#ifndef USER_PROGRAM_H
#define USER_PROGRAM_H

#include <stdint.h>

#include "user/system.h"

#define PROGRAM_QUOTA_MOST 64  // frames for page tables and what else the kernel keeps for it
#define PROGRAM_LINE_BYTES 128 // of its command line, with the final 0

struct program {
    uint32_t process; // handle
    uint32_t entry, stack;
};

// How many frames init, who makes it, gives a new process. Only the shell can have that: what
// processes leave behind when they end before their children never comes out of its own quota.
#define QUOTA_OF_INIT 0

// Makes a process of the file that is the first word of `line`, under the free handle `process`; it
// does not run yet, so that it can be given more. `line` is its command line. Uses the library's
// handles and addresses (user/service.h). `quota_frames` come from the caller's own quota, or are
// QUOTA_OF_INIT. `store` is a handle of the store that backs its memory; whose share that draws on
// is what the handle's capability says. Returns NULL, or why it could not, in words; then nothing
// is left of it.
const char *program_load(struct program *program, uint32_t process, const char *line,
                         uint32_t quota_frames, uint32_t store);

// Has the program run. Returns 0 or an error, as process_start.
int32_t program_run(const struct program *program);

#endif
