// SPDX-License-Identifier: MIT
// The end of the machine: without init there is nothing that could turn it off, or be typed to.
#ifndef USER_PROGRAMS_INIT_END_H
#define USER_PROGRAMS_INIT_END_H

#include <stdint.h>

_Noreturn void turn_off(int32_t status);

// Unless `result`, of a system call, is 0 or more: says so, and turns the machine off with status
// 1. (must, of user/print.h, would end init alone.)
void init_must(int32_t result, const char *what);

#endif
