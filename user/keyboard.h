// SPDX-License-Identifier: MIT
// What is typed, key by key.
#ifndef USER_KEYBOARD_H
#define USER_KEYBOARD_H

#include <stdint.h>

// Bytes below 128 are themselves: KEY_CONTROL('C') is 3. What terminals send as a sequence that
// begins with ESC is one of these.
enum key {
    KEY_UP = 256,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_DELETE,
    KEY_UNKNOWN,
};

#define KEY_CONTROL(letter) ((letter)-64)
#define KEY_ESCAPE          27
#define KEY_RUBOUT          127

// Waits for a key, at most `ticks` ticks. Returns it, or an error: E_TIMEOUT.
// A program that gave up and asks again may lose nothing: keys are kept.
int32_t keyboard_read(uint32_t ticks);

#endif
