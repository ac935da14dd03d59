// SPDX-License-Identifier: MIT
// The end for kernel bugs: a message with the values, a backtrace with names, a status of its own.
// User errors never come here.
#ifndef KERNEL_REPORT_PANIC_H
#define KERNEL_REPORT_PANIC_H

#include <stdbool.h>
#include <stdint.h>

// panic("frame %u has state %d", number, state): see common/format.h for the format.
#define panic(...) panic_at(__FILE__, __LINE__, __func__, __VA_ARGS__)

// ASSERT(free, ==, total): panics, with the text and both values, unless the relation holds.
// Operands are integers or pointers of at most 32 bits; they are evaluated once.
#define ASSERT(left, relation, right)                                                              \
    do {                                                                                           \
        __auto_type assert_left = (left);                                                          \
        __auto_type assert_right = (right);                                                        \
        if (!(assert_left relation assert_right)) {                                                \
            static const struct panic_site assert_site = {                                         \
                __FILE__, __func__, #left " " #relation " " #right, __LINE__};                     \
            panic_assert(&assert_site, (uint32_t)assert_left, (uint32_t)assert_right);             \
        }                                                                                          \
    } while (0)

// Where a student's code goes: LAB_STUB(1, "1-frames") names the function, its lab and its handout.
#define LAB_STUB(lab, name) panic_stub(__func__, lab, name)

// Where an assertion stands. One pointer instead of four arguments: the code around it stays short.
struct panic_site {
    const char *file;
    const char *function;
    const char *text;
    int line;
};

// Called before a panic, a fault or a hang is reported: tests get out of it here, unless it cannot
// go on (a hang, a broken stack).
extern void (*panic_hook)(bool can_go_on);

_Noreturn void panic_at(const char *file, int line, const char *function, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
_Noreturn void panic_assert(const struct panic_site *site, uint32_t left, uint32_t right);
_Noreturn void panic_stub(const char *function, int lab, const char *name);

#endif
