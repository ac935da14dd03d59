// SPDX-License-Identifier: MIT
// What is in the files of the server's folder (folder.h). Pages of a file that are stored do not go
// into the file but into a space of their own (space.h). When the file is synced, the whole file is
// written as it is now, under the name FILES_NEW, and then renamed. So whoever reads the file on
// the server finds what was synced before, or all that is synced now, and nothing between. The same
// is done with a file that nobody has any more, when the store has nothing else to do. That must be
// done within the time that an answer may take (deadline.h), which bounds how large a file that
// changes can be.
#ifndef USER_PROGRAMS_FTP_FILES_H
#define USER_PROGRAMS_FTP_FILES_H

#include <stdbool.h>
#include <stdint.h>

#define FILES_NEW "uneon-new"

// As in struct store_functions (user/store_service.h), but `file` is the file's number, not that of
// an object. Errors: refusals of session.h; E_PAGER; E_STALE: somebody else has shortened the file;
// E_LIMIT: the page lies behind its end; E_NO_MEMORY: it would be too long.
int32_t files_fetch(uint32_t file, uint32_t page, void *memory);
int32_t files_store(uint32_t file, uint32_t page, const void *memory);
int32_t files_set_length(uint32_t file, uint32_t bytes);
int32_t files_sync(uint32_t file);
bool files_is_unsynced(uint32_t file);
void files_revert(uint32_t file);

// Syncs the files that nobody has.
void files_sync_idle(void);

#endif
