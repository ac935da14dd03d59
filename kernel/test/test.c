// SPDX-License-Identifier: MIT
#include "kernel/test/test.h"

#include <stdarg.h>
#include <stddef.h>

#include "common/format.h"
#include "kernel/machine/command_line.h"
#include "kernel/machine/machine.h"
#include "kernel/machine/processor.h"
#include "kernel/report/backtrace.h"
#include "kernel/report/console.h"
#include "kernel/stage.h"
#include "kernel/test/outside.h"
#include "kernel/test/stretch.h"

#define RANDOM_MODULUS    0x7fffffffu // 2^31 - 1
#define RANDOM_MULTIPLIER 16807u
#define NAME_BYTES        64
#define WORDS_BYTES       400

extern const struct test tests_start[], tests_end[], benches_start[], benches_end[];

static char words[WORDS_BYTES]; // a check says

static _Noreturn void fail(const char *file, int line, bool in_words, const char *text,
                           uint32_t found, const char *relation, uint32_t expected)
{
    record_send("check", "file=%s line=%d found=%u relation=%s expected=%u in_words=%d text=%s",
                file, line, found, relation, expected, in_words, text);
    console_printf("\nCHECK FAILED (%s:%d)\n  %s\n  found %u (0x%x), expected %s %u (0x%x)\n", file,
                   line, text, found, found, relation, expected, expected);
    backtrace_print((uint32_t)__builtin_frame_address(0), 0);
    machine_end(MACHINE_FINISHED);
}

void test_fail(const char *file, int line, const char *text, uint32_t found, const char *relation,
               uint32_t expected)
{
    fail(file, line, false, text, found, relation, expected);
}

static void put_in_words(void *context, char character)
{
    uint32_t *length = context;
    if (*length < sizeof words - 1)
        words[(*length)++] = character;
}

void test_fail_that(const char *file, int line, uint32_t found, const char *relation,
                    uint32_t expected, const char *format, ...)
{
    uint32_t length = 0;
    va_list arguments;

    va_start(arguments, format);
    format_to_sink(put_in_words, &length, format, arguments);
    va_end(arguments);
    fail(file, line, true, words, found, relation, expected);
}

static uint32_t random_state;

static uint32_t next_random(void)
{
    uint64_t product = (uint64_t)random_state * RANDOM_MULTIPLIER;
    // modulo 2^31 - 1 without a division: 2^31 is 1 there
    uint32_t sum = (uint32_t)(product & RANDOM_MODULUS) + (uint32_t)(product >> 31);
    random_state = sum >= RANDOM_MODULUS ? sum - RANDOM_MODULUS : sum;
    return random_state;
}

uint32_t test_random(uint32_t bound)
{
    if (random_state == 0) {
        random_state = command_line_number("seed", 1) % RANDOM_MODULUS;
        if (random_state == 0)
            random_state = 1;
    }
    return next_random() % bound;
}

uint32_t test_read_instructions(void)
{
    return (uint32_t)(processor_read_time_stamp() >> TIME_STAMP_SHIFT);
}

void bench_report(const char *name, uint32_t total, uint32_t times)
{
    record_send("figure", "name=%s value=%u", name, (total + times / 2) / times);
}

// "frame-unique" on the command line is frame_unique in C.
static bool is_named(const struct test *test, const char *name)
{
    for (const char *at = test->name;; at++, name++) {
        if (*name != (*at == '_' ? '-' : *at))
            return false;
        if (*at == '\0')
            return true;
    }
}

static const struct test *find(const char *name, const struct test *start, const struct test *end)
{
    for (const struct test *test = start; test < end; test++) {
        if (is_named(test, name))
            return test;
    }
    return NULL;
}

void test_run(void)
{
    char name[NAME_BYTES];
    const struct test *test = NULL;

    if (command_line_copy("test", name, sizeof name))
        test = find(name, tests_start, tests_end);
    else if (command_line_copy("bench", name, sizeof name))
        test = find(name, benches_start, benches_end);
    else
        return;
    if (test == NULL) {
        record_send("unknown", "text=%s", name);
        console_printf("There is no test or benchmark '%s' in this kernel.\n", name);
        machine_end(MACHINE_UNSUITABLE);
    }
    record_send("begin", "lab=%d", test->lab);
    stage_run_up_to(test->lab);
    test->run();
    stretch_report();
    record_send("end", "done=1");
    if (command_line_is("at_end", "hold")) {
        outside_note_counters();
        machine_hold();
    }
    machine_end(MACHINE_FINISHED);
}
