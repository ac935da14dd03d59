// SPDX-License-Identifier: MIT
// For the programs of tests: checks, reports, and what else kernel/abi/test_calls.h offers. A
// program is a table of scenarios; the first word of its command line behind its name says which
// one to run.
#ifndef USER_TESTING_TEST_H
#define USER_TESTING_TEST_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/test_calls.h"
#include "user/system.h"

// The system call itself.
int32_t test_call(uint32_t what, uint32_t a, uint32_t b, uint32_t c);

#define CHECK(found, relation, expected)                                                           \
    do {                                                                                           \
        __auto_type check_found = (found);                                                         \
        __auto_type check_expected = (expected);                                                   \
        if (!(check_found relation check_expected)) {                                              \
            static struct test_failure failure = {                                                 \
                __FILE__, #found " " #relation " " #expected, #relation, __LINE__, 0, 0};          \
            test_fail(&failure, (uint32_t)check_found, (uint32_t)check_expected);                  \
        }                                                                                          \
    } while (0)

_Noreturn void test_fail(struct test_failure *failure, uint32_t found, uint32_t expected);

static inline void test_report(const char *key, uint32_t value)
{
    test_call(TEST_REPORT, (uint32_t)key, value, 0);
}

static inline uint32_t test_random(uint32_t bound)
{
    return (uint32_t)test_call(TEST_RANDOM, bound, 0, 0);
}

static inline struct test_counts test_counts(void)
{
    struct test_counts counts;
    test_call(TEST_COUNTS, (uint32_t)&counts, 0, 0);
    return counts;
}

// Instructions so far; see kernel/test/test.h.
static inline uint32_t test_instructions(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low >> 3 | high << 29;
}

// Wired memory, without the core right: the loader's code makes it.
static inline int32_t test_make_memory(uint32_t to, uint32_t pages)
{
    return test_call(TEST_MAKE_MEMORY, to, pages, 0);
}

// Waits for the end of a process, checks that it came for `reason`, and drops the process. Returns
// its status.
int32_t test_expect_end(uint32_t process, uint32_t reason);

// Sees to it that everything is as it was: `before` is what test_counts() said. Waits a little for
// work that is done in the background.
void test_expect_counts(const struct test_counts *before);

struct scenario {
    const char *name;
    void (*run)(const char *arguments);
};

// Runs the scenario that the command line names, and says that the test is over.
_Noreturn void test_main(const char *command_line, const struct scenario *scenarios,
                         uint32_t count);

#endif
