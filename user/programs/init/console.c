// SPDX-License-Identifier: MIT
#include "user/programs/init/console.h"

#include "user/handle.h"
#include "user/print.h"
#include "user/programs/init/end.h"
#include "user/service.h"

#define TYPED_BYTES 1024 // typed ahead; for what is more there is one INIT_KEY_LOST
#define CONTROL_C   3

static uint16_t typed[TYPED_BYTES];
static uint32_t first, count;
static uint32_t reader;      // reply handle of whoever waits for a key; 0: nobody
static bool reader_is_shell; // that is it
static uint8_t keyboard;     // handle of the console's interrupts
static uint8_t foreground;   // handle of the process that Ctrl-C ends
static bool has_foreground;

void console_start(void)
{
    keyboard = handle_take();
    foreground = handle_take();
    init_must(interrupt_create(keyboard, HANDLE_CORE, CONSOLE_LINE), "interrupt_create");
    init_must(interrupt_bind(keyboard, HANDLE_INIT), "interrupt_bind");
    console_take_input();
}

// Hands the oldest byte to whoever waits. Who has given up meanwhile loses nothing: it stays.
static void hand_out(void)
{
    if (reader == 0 || count == 0)
        return;
    struct message message = {.words = {typed[first]}};
    uint32_t reply = reader;
    reader = 0;
    if (message_reply(&message, reply) < 0)
        return;
    first = (first + 1) % TYPED_BYTES;
    count--;
}

static void put(uint16_t key)
{
    typed[(first + count++) % TYPED_BYTES] = key;
}

static void take(char byte)
{
    if (byte == CONTROL_C && has_foreground && process_end(foreground) == 0) {
        count = 0; // what was typed for it is not for anybody else
        print("^C\n");
        return;
    }
    if (count < TYPED_BYTES - 1)
        put((uint8_t)byte);
    else if (typed[(first + count - 1) % TYPED_BYTES] != INIT_KEY_LOST)
        put(INIT_KEY_LOST);
}

void console_take_input(void)
{
    char bytes[16];
    int32_t taken;

    // To the last byte: what is left would not interrupt again.
    do {
        taken = console_read(keyboard, bytes, sizeof bytes);
        for (int32_t i = 0; i < taken; i++)
            take(bytes[i]);
    } while (taken > 0);
    interrupt_acknowledge(keyboard);
    hand_out();
}

void console_forget_shell(void)
{
    if (reader_is_shell)
        reader = 0;
}

bool console_request_key(struct message *message)
{
    uint32_t reply = message_reply_handle(message);

    if (reply == 0)
        return true;
    bool is_shell = message->badge == INIT_BADGE_SHELL;
    if (reader != 0 && reader_is_shell && !is_shell) {
        service_set_status(message, E_BUSY);
        return false;
    }
    if (reader != 0) {
        // Most often it has given up. If it has not, it learns that it is not the one any more.
        struct message nothing = {0};
        service_set_status(&nothing, E_BUSY);
        message_reply(&nothing, reader);
    }
    reader = reply;
    reader_is_shell = is_shell;
    hand_out();
    return true;
}

int32_t console_set_foreground(uint32_t handle)
{
    capability_drop(foreground);
    has_foreground = false;
    if (handle == 0)
        return 0;
    int32_t inspected = capability_inspect(handle);
    if (inspected < 0 || (inspected & 0xff) != CAPABILITY_PROCESS)
        return E_KIND;
    int32_t error = capability_copy(handle, foreground, RIGHT_WRITE, 0);
    has_foreground = error == 0;
    return error;
}
