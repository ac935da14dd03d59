// SPDX-License-Identifier: MIT
#include "kernel/test/catch.h"

#include <stddef.h>

#include "kernel/report/panic.h"
#include "mm/frame.h"
#include "mm/reserve.h"

uint32_t caught_misuse, caught_value;
void (*test_catch_report)(void);

static void *return_point[5];
// Volatile: what was written before __builtin_longjmp is what is read after it, which clang does
// not expect.
static volatile enum caught reason;
static volatile bool catching;

static _Noreturn void leave(enum caught why)
{
    reason = why;
    __builtin_longjmp(return_point, 1);
}

static void before_report(bool can_go_on)
{
    if (catching && can_go_on)
        leave(CAUGHT_END);
    panic_hook = NULL;
    if (test_catch_report != NULL)
        test_catch_report();
}

__attribute__((noinline)) enum caught test_catch(void (*body)(void *argument), void *argument)
{
    reason = CAUGHT_NOTHING;
    panic_hook = before_report;
    if (__builtin_setjmp(return_point) == 0) {
        catching = true;
        body(argument);
    }
    catching = false;
    return reason;
}

bool test_catch_is_over(void)
{
    return !catching;
}

void test_catch_leave(void)
{
    if (catching)
        leave(CAUGHT_BROKEN);
}

// --- misuses: the linker puts these in front of the given functions (--wrap)

_Noreturn void __real_frame_misuse(enum frame_misuse misuse, const struct frame *frame);
_Noreturn void __wrap_frame_misuse(enum frame_misuse misuse, const struct frame *frame);
_Noreturn void __real_reserve_misuse(enum reserve_misuse misuse, uint32_t value);
_Noreturn void __wrap_reserve_misuse(enum reserve_misuse misuse, uint32_t value);

void __wrap_frame_misuse(enum frame_misuse misuse, const struct frame *frame)
{
    if (catching) {
        caught_misuse = misuse;
        caught_value = (uint32_t)frame;
        leave(CAUGHT_MISUSE);
    }
    __real_frame_misuse(misuse, frame);
}

void __wrap_reserve_misuse(enum reserve_misuse misuse, uint32_t value)
{
    if (catching) {
        caught_misuse = CAUGHT_RESERVE_MISUSE + misuse;
        caught_value = value;
        leave(CAUGHT_MISUSE);
    }
    __real_reserve_misuse(misuse, value);
}
