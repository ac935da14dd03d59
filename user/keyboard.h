// SPDX-License-Identifier: MIT
// What is typed, key by key.
#ifndef USER_KEYBOARD_H
#define USER_KEYBOARD_H

#include <stdbool.h>
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
    KEY_LOST, // no key: some that were typed here are lost
};

#define KEY_CONTROL(letter) (31 & (letter))
#define KEY_ESCAPE          27
#define KEY_RUBOUT          127

// Waits for a key, at most `ticks` ticks. Returns it, or an error: E_TIMEOUT; E_BUSY: somebody else
// reads them now. A program that gave up and asks again may lose nothing: keys are kept.
int32_t keyboard_read(uint32_t ticks);

// The same, but those that were given back stay where they are.
int32_t keyboard_read_new(uint32_t ticks);

#define KEYBOARD_RETURNED_MOST 256

// Gives a key back that was read: keyboard_read returns it, after all that were given back before.
// Requires: keyboard_can_return().
void keyboard_return(int32_t key);
bool keyboard_can_return(void);

// From now on keys are asked for through another capability for init's port than HANDLE_INIT.
void keyboard_ask_through(uint32_t handle);

#endif
