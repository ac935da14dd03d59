// SPDX-License-Identifier: MIT
// What is typed: bytes from COM1, for whoever asks for them, in order.
#ifndef USER_PROGRAMS_INIT_CONSOLE_H
#define USER_PROGRAMS_INIT_CONSOLE_H

#include <stdbool.h>
#include <stdint.h>

#include "user/message.h"

// Has the console's interrupts come to HANDLE_INIT.
void console_start(void);

// After an interrupt: takes all that has arrived. Ctrl-C ends the foreground process, if there is
// one.
void console_take_input(void);

// Something came from the shell: it does not wait for a key any more.
void console_forget_shell(void);

// INIT_KEY. Returns whether the message has its reply, or gets it later; else it holds the reply.
// The shell comes before all others: who asks while it waits gets E_BUSY. Else who asked before
// does.
bool console_request_key(struct message *message);

// From now on Ctrl-C ends the process under `handle`; 0: none. Returns 0, or E_KIND.
int32_t console_set_foreground(uint32_t handle);

#endif
