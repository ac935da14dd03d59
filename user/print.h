// SPDX-License-Identifier: MIT
// Text on the console.
#ifndef USER_PRINT_H
#define USER_PRINT_H

// See common/format.h for what the format may hold. What others print may come between parts of a
// text that is longer than CONSOLE_BYTES_MOST.
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

// Where a program finds that it cannot go on: prints the text and ends it with status 1.
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

// fail() unless `result`, of a system call, is 0 or more; `what` says which call it was.
void must(int result, const char *what);

#endif
