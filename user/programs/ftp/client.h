// SPDX-License-Identifier: MIT
// The FTP client: parts of files are read and written, each as often as it takes until the server
// has done it, refuses it (session.h), or time is up (deadline.h); then the error is E_PAGER, and
// the console has said why.
//
// There are two sessions, one to read and one to write. A transfer that reads stays open behind
// what was read, so that who reads on needs no command; it ends when the same file is written to.
#ifndef USER_PROGRAMS_FTP_CLIENT_H
#define USER_PROGRAMS_FTP_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "user/programs/ftp/session.h"
#include "user/programs/ftp/url.h"
#include "user/store.h"

// Transfers, failed attempts, pages, the code of the last reply that refused something (0x452 is
// 452).
extern struct store_device client_state;

// What goes wrong again and again in the same way is said so often.
#define CLIENT_TOLD_TICKS (5 * TICKS_PER_SECOND)

void client_init(const struct url *url);

// Tries `function`, which uses the functions below that say *within a try*, until it returns 0 or a
// refusal, or time is up. It may be called several times.
int32_t client_try(int32_t (*function)(void *argument), void *argument);

// Within a try: reads bytes of a file from `offset` on, or fewer if the file ends before. Returns
// how many.
int32_t client_read(const char *name, uint32_t offset, void *memory, uint32_t bytes);

// Within a try: writes to a file: begins at `offset`, adds, ends. With offset 0 what the file held
// before is gone; else it stays around what is written, on a server that can do that. The memory
// must stay as it is until the end. After an error nothing more is called for this file.
int32_t client_begin_write(const char *name, uint32_t offset);
int32_t client_add(const void *memory, uint32_t bytes);
// The same, with memory that may change at once.
int32_t client_add_copy(const void *memory, uint32_t bytes);
int32_t client_end_write(void);

// The same instead of the end, after an error that came from elsewhere: what was written is of no
// use.
int32_t client_give_up_write(void);

// Ends the transfer that reads, as long as nobody does: servers wait for what is open only so long.
void client_rest(void);

// Within a try: somebody else has changed the file, so what is still to come of it is not asked
// for.
int32_t client_end_reading(const char *name);

// Within a try: deletes a file; gives it another name, in place of what has that; says its length,
// and when it was changed, as the server writes that (CLIENT_TIME_BYTES; empty if it does not say).
#define CLIENT_TIME_BYTES 24
int32_t client_delete(const char *name);
int32_t client_rename(const char *from, const char *to);
int32_t client_read_size(const char *name, uint32_t *bytes);
int32_t client_read_time(const char *name, char *time);

// Within a try: the names in the folder, each with a line feed behind it. Returns how many bytes
// that are; E_LIMIT: more than there is room for.
int32_t client_read_names(char *text, uint32_t bytes);

#endif
