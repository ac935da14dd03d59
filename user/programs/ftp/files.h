// SPDX-License-Identifier: MIT
// What is in the files of the server's folder (folder.h). Pages of a file that are stored do not go
// into the file but into a space of their own (space.h). When the file is synced, or nobody has had
// it for a while, the whole file is written as it is now, under the name FILES_NEW, and then
// renamed: so whoever reads the file on the server finds what was synced before, or all that is
// synced now, and nothing between. That must be done within the time that an answer may take
// (deadline.h), which bounds how large a file that changes can be.
#ifndef USER_PROGRAMS_FTP_FILES_H
#define USER_PROGRAMS_FTP_FILES_H

#include <stdbool.h>
#include <stdint.h>

#define FILES_NEW "uneon-new"

// As user/store_service.h asks for. Errors: those of session.h.
int32_t files_fetch(uint32_t file, uint32_t page, void *memory);
int32_t files_store(uint32_t file, uint32_t page, const void *memory);
int32_t files_set_length(uint32_t file, uint32_t bytes);
int32_t files_sync(uint32_t file);
bool files_is_unsynced(uint32_t file);
void files_revert(uint32_t file);

// Syncs the files that nobody has.
void files_sync_idle(void);

#endif
