// SPDX-License-Identifier: MIT
// Names of files on a FAT disk: eight characters, a dot and three more, in upper case; here they
// are in lower case.
#ifndef USER_FAT_NAME_H
#define USER_FAT_NAME_H

#include <stdbool.h>
#include <stdint.h>

#define FAT_NAME_BYTES 11 // in the directory: without the dot, filled up with blanks

// The name in an entry as text, with a final 0.
void fat_name_read(const uint8_t *entry, char *name);

// The other way round. Returns whether it can be a name.
bool fat_name_write(const char *name, uint8_t *entry);

#endif
