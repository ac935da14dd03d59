// SPDX-License-Identifier: MIT
// Errors and ends of processes in words.
#ifndef USER_ERROR_TEXT_H
#define USER_ERROR_TEXT_H

#include <stdint.h>

// What an error (kernel/abi/error.h) means.
const char *error_text(int32_t error);

// What the reason for a process's end (kernel/abi/process_end.h) means.
const char *end_text(uint32_t reason);

#endif
