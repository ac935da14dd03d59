// SPDX-License-Identifier: MIT
// Source: ECMA-48, 5.4 "Control sequences"; what xterm sends: XTerm Control Sequences, "PC-Style
// Function Keys".
#include "user/keyboard.h"

#include "user/service.h"

#define SEQUENCE_TICKS 10 // between two bytes of a sequence

static uint32_t port = HANDLE_INIT;

// Keys that were given back, oldest first.
static int32_t returned[KEYBOARD_RETURNED_MOST];
static uint32_t returned_first, returned_count;

// Returns it, KEY_LOST, or an error.
static int32_t read_byte(uint32_t ticks)
{
    struct message message = {.port = (uint8_t)port, .tag = INIT_KEY};

    int32_t result = message_call(&message, ticks);
    if (result < 0)
        return result;
    int32_t status = service_status(&message);
    if (status < 0)
        return status;
    return message.words[0] == INIT_KEY_LOST ? (int32_t)KEY_LOST : (int32_t)message.words[0];
}

static int32_t key_of_letter(int32_t letter)
{
    switch (letter) {
    case 'A':
        return KEY_UP;
    case 'B':
        return KEY_DOWN;
    case 'C':
        return KEY_RIGHT;
    case 'D':
        return KEY_LEFT;
    case 'H':
        return KEY_HOME;
    case 'F':
        return KEY_END;
    case KEY_LOST:
        return KEY_LOST;
    default:
        return KEY_UNKNOWN;
    }
}

static int32_t key_of_number(int32_t number)
{
    switch (number) {
    case 1:
    case 7:
        return KEY_HOME;
    case 4:
    case 8:
        return KEY_END;
    case 3:
        return KEY_DELETE;
    default:
        return KEY_UNKNOWN;
    }
}

// ESC [ has come: a number, perhaps, others behind semicolons, and a last byte from 0x40 on.
static int32_t read_sequence(void)
{
    int32_t number = 0, byte = read_byte(SEQUENCE_TICKS);

    while (byte >= '0' && byte <= '9') {
        number = (number * 10 + (byte - '0')) % 1000;
        byte = read_byte(SEQUENCE_TICKS);
    }
    while (byte >= 0x20 && byte < 0x40)
        byte = read_byte(SEQUENCE_TICKS);
    if (byte < 0)
        return KEY_UNKNOWN;
    return byte == '~' ? key_of_number(number) : key_of_letter(byte);
}

void keyboard_ask_through(uint32_t handle)
{
    port = handle;
}

bool keyboard_can_return(void)
{
    return returned_count < KEYBOARD_RETURNED_MOST;
}

void keyboard_return(int32_t key)
{
    returned[(returned_first + returned_count++) % KEYBOARD_RETURNED_MOST] = key;
}

int32_t keyboard_read(uint32_t ticks)
{
    if (returned_count == 0)
        return keyboard_read_new(ticks);
    int32_t key = returned[returned_first];
    returned_first = (returned_first + 1) % KEYBOARD_RETURNED_MOST;
    returned_count--;
    return key;
}

int32_t keyboard_read_new(uint32_t ticks)
{
    int32_t byte = read_byte(ticks);

    if (byte != KEY_ESCAPE)
        return byte < 128 || byte == KEY_LOST ? byte : KEY_UNKNOWN;
    byte = read_byte(SEQUENCE_TICKS);
    if (byte == '[')
        return read_sequence();
    if (byte == 'O')
        return key_of_letter(read_byte(SEQUENCE_TICKS));
    if (byte == KEY_LOST)
        return KEY_LOST;
    return byte < 0 ? KEY_ESCAPE : KEY_UNKNOWN;
}
