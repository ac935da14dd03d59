// SPDX-License-Identifier: MIT
// Reading tar archives, in the format that POSIX calls ustar, as they lie in memory. Only regular
// files and directories are known. Nothing of an archive is trusted.
// Source: IEEE Std 1003.1-2017, pax, "ustar Interchange Format".
#ifndef COMMON_ARCHIVE_H
#define COMMON_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

#define ARCHIVE_NAME_BYTES 101 // with the final 0

struct archive_file {
    char name[ARCHIVE_NAME_BYTES];
    const uint8_t *contents;
    uint32_t bytes;
};

// Whether it begins as an archive does.
bool archive_begins(const uint8_t *archive, uint32_t bytes);

// Finds the first file at or behind `*offset`, which is 0 at first.
//
// Effect: `file` describes it, and `*offset` is where to go on; its name is empty at the end.
// Returns: NULL, or what is wrong with the archive, in words.
const char *archive_next(const uint8_t *archive, uint32_t bytes, uint32_t *offset,
                         struct archive_file *file);

#endif
