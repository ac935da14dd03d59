// SPDX-License-Identifier: MIT
// The boot loader's command line: words `key=value`, separated by blanks, found by key. (QEMU puts
// the kernel's file name in front, GRUB does not.) If a key stands there twice, the first counts.
#ifndef KERNEL_MACHINE_COMMAND_LINE_H
#define KERNEL_MACHINE_COMMAND_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The pointer is kept, so `text` must stay. Before this call the command line is empty.
void command_line_init(char *text);

// The value of `key`, which ends at the next blank or at the end of the text; NULL without the key.
const char *command_line_find(const char *key, size_t *bytes);

bool command_line_is(const char *key, const char *value);

// Copies the value and a final 0, cut to fit. False, and nothing written, without the key.
bool command_line_copy(const char *key, char *buffer, size_t bytes);

// Takes every word of `key` out of the text: nobody finds its value there any more.
void command_line_erase(const char *key);

// A decimal value; `otherwise` without the key, with anything but digits, or above 2^32 - 1.
uint32_t command_line_number(const char *key, uint32_t otherwise);

#endif
