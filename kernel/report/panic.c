// SPDX-License-Identifier: MIT
#include "kernel/report/panic.h"

#include <stdarg.h>
#include <stdbool.h>

#include "common/format.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"
#include "kernel/report/record.h"

#define MESSAGE_BYTES 256

static bool panicking;
void (*panic_hook)(bool can_go_on);

// A panic inside a panic (a broken console, say) must not go round in circles.
static void begin(void)
{
    interrupts_disable();
    if (panic_hook != NULL)
        panic_hook(true);
    if (panicking)
        machine_end(MACHINE_PANIC);
    panicking = true;
}

static _Noreturn void finish(const char *file, int line, const char *function, const char *message)
{
    record_send("panic", "function=%s file=%s line=%d text=%s", function, file, line, message);
    console_printf("\nPANIC in %s (%s:%d)\n  %s\n", function, file, line, message);
    backtrace_print((uint32_t)__builtin_frame_address(0), 0);
    machine_end(MACHINE_PANIC);
}

struct message {
    char text[MESSAGE_BYTES];
    uint32_t length;
};

static void put_in_message(void *context, char character)
{
    struct message *message = context;
    if (message->length < MESSAGE_BYTES - 1)
        message->text[message->length++] = character;
}

void panic_at(const char *file, int line, const char *function, const char *format, ...)
{
    static struct message message; // the stack may be what is broken
    va_list arguments;

    begin();
    va_start(arguments, format);
    format_to_sink(put_in_message, &message, format, arguments);
    va_end(arguments);
    finish(file, line, function, message.text);
}

void panic_assert(const struct panic_site *site, uint32_t left, uint32_t right)
{
    static char message[MESSAGE_BYTES];

    begin();
    format_to_buffer(message, sizeof message,
                     "assertion failed: %s; left is %u (0x%x), right is %u (0x%x)", site->text,
                     left, left, right, right);
    finish(site->file, site->line, site->function, message);
}

void panic_stub(const char *function, int lab, const char *name)
{
    begin();
    record_send("stub", "function=%s lab=%d handout=handouts/%s.md", function, lab, name);
    console_printf("\n%s is not written yet.\n"
                   "  It belongs to lab %d: write it in labs/%s/, and read handouts/%s.md\n",
                   function, lab, name, name);
    backtrace_print((uint32_t)__builtin_frame_address(0), 0);
    machine_end(MACHINE_STUB);
}
