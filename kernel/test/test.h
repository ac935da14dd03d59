// SPDX-License-Identifier: MIT
// Tests and benchmarks inside the kernel. Only test code includes this; the kernel that people run
// has none of it linked in.
//
//     TEST(frame_unique, 1)          test=frame-unique, with the stages of labs up to 1 running
//         { uint32_t before = frame_count_free();
//         ...
//         CHECK(frame_count_free(), ==, before);
//         record_send("value", "count=%u", count);
//     }
//
// A check that does not hold is recorded with both values and ends the test. What a test records by
// itself is judged outside, by its .bats file: evidence that a kernel cannot know from anywhere but
// from doing the work.
#ifndef KERNEL_TEST_TEST_H
#define KERNEL_TEST_TEST_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/report/record.h"

struct test {
    const char *name; // as in TEST(), with underscores
    void (*run)(void);
    int lab;
};

// Test code's own sections; the linker script takes them from *.test.o only.
#define TEST_ENTRY(section_name, test_name, last_lab)                                              \
    static void test_name(void);                                                                   \
    static const struct test entry_##test_name                                                     \
        __attribute__((used, section(section_name), aligned(4))) = {#test_name, test_name,         \
                                                                    last_lab};                     \
    static void test_name(void)

#define TEST(name, lab)  TEST_ENTRY(".tests", name, lab)
#define BENCH(name, lab) TEST_ENTRY(".benches", name, lab)

// How often functions are called to show that nothing of them is counted in 16 bits.
#define TEST_LONG_LIFE 66000

#define CHECK(found, relation, expected)                                                           \
    do {                                                                                           \
        __auto_type check_found = (found);                                                         \
        __auto_type check_expected = (expected);                                                   \
        if (!(check_found relation check_expected))                                                \
            test_fail(__FILE__, __LINE__, #found " " #relation " " #expected,                      \
                      (uint32_t)check_found, #relation, (uint32_t)check_expected);                 \
    } while (0)

// The same, and says in words of its own, as for console_printf, what `found` is.
#define CHECK_THAT(found, relation, expected, ...)                                                 \
    do {                                                                                           \
        __auto_type check_found = (found);                                                         \
        __auto_type check_expected = (expected);                                                   \
        if (!(check_found relation check_expected))                                                \
            test_fail_that(__FILE__, __LINE__, (uint32_t)check_found, #relation,                   \
                           (uint32_t)check_expected, __VA_ARGS__);                                 \
    } while (0)

_Noreturn void test_fail(const char *file, int line, const char *text, uint32_t found,
                         const char *relation, uint32_t expected);
_Noreturn void test_fail_that(const char *file, int line, uint32_t found, const char *relation,
                              uint32_t expected, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

// Runs what the command line's test= or bench= names and ends the machine; returns if neither is
// there. Linked in from kernel/test/test.c, or from kernel/test/no_test.c where no tests are.
void test_run(void);

// The next number of the test's sequence, which seed= starts: uniform in [0, bound).
// Requires: 0 < bound <= 2^31 - 2. The generator is Park and Miller's "minimal standard" (CACM 31,
// 1988), so that the host can follow it in double arithmetic.
uint32_t test_random(uint32_t bound);

// Instructions between two calls: under -icount shift=3, one takes eight time stamps.
#define TIME_STAMP_SHIFT 3
uint32_t test_read_instructions(void);

// Sends the record of one figure: `total` instructions for `times` operations, as their mean.
void bench_report(const char *name, uint32_t total, uint32_t times);

#endif
