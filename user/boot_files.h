// SPDX-License-Identifier: MIT
// The files of the archive that the system was started from, which the service bootfs serves: what
// it is asked for, and functions that ask. A file is a memory object; its pages come when they are
// touched.
#ifndef USER_BOOT_FILES_H
#define USER_BOOT_FILES_H

#include <stdint.h>

#include "user/service.h"

enum boot_files_tag {
    BOOT_FILES_OPEN = 1, // a name; the object comes back, to be read, and word 0 is its length in
                         // bytes. E_EMPTY: there is no such file
    BOOT_FILES_NAME,     // word 0: an index; the words of the reply are the name. E_ARGUMENT: there
                         // are not that many files
    BOOT_FILES_LENGTH,   // word 0: an index; word 0 of the reply is its length in bytes
};

// Puts a file's object under the free handle `to`.
int32_t boot_file_open(const char *name, uint32_t to, uint32_t *bytes);

// Tells of file number `index`. `name` has PROCESS_NAME_BYTES.
int32_t boot_file_describe(uint32_t index, char *name, uint32_t *bytes);

// How many pages that many bytes fill.
static inline uint32_t boot_file_pages(uint32_t bytes)
{
    return bytes / PAGE_BYTES + (bytes % PAGE_BYTES != 0);
}

#endif
