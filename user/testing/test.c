// SPDX-License-Identifier: MIT
#include "user/testing/test.h"

#include "common/string.h"
#include "user/print.h"

int32_t test_call(uint32_t what, uint32_t a, uint32_t b, uint32_t c)
{
    int32_t result;
    __asm__ volatile("int $0x30"
                     : "=a"(result)
                     : "a"(TEST_CALL_NUMBER), "b"(what), "c"(a), "d"(b), "S"(c)
                     : "memory");
    return result;
}

void test_fail(struct test_failure *failure, uint32_t found, uint32_t expected)
{
    failure->found = found;
    failure->expected = expected;
    test_call(TEST_FAIL, (uint32_t)failure, 0, 0);
    fail("a check failed, and this kernel has no tests\n");
}

int32_t test_expect_end(uint32_t process, uint32_t reason)
{
    struct process_end end;

    CHECK(process_wait(process, &end), ==, 0);
    CHECK(end.reason, ==, reason);
    CHECK(capability_drop(process), ==, 0);
    return end.status;
}

void test_expect_counts(const struct test_counts *before)
{
    struct test_counts after;

    for (uint32_t i = 0; i < 20; i++) {
        after = test_counts();
        if (memcmp(&after, before, sizeof after) == 0)
            return;
        process_sleep(1);
    }
    CHECK(after.free_frames, ==, before->free_frames);
    CHECK(after.claimed_frames, ==, before->claimed_frames);
    CHECK(after.core_frames, ==, before->core_frames);
    CHECK(after.processes, ==, before->processes);
    CHECK(after.charged_frames, ==, before->charged_frames);
    CHECK(after.capabilities, ==, before->capabilities);
    CHECK(after.regions, ==, before->regions);
    CHECK(after.objects, ==, before->objects);
    CHECK(memcmp(&after, before, sizeof after), ==, 0);
}

static const char *next_word(const char *text)
{
    while (*text != '\0' && *text != ' ')
        text++;
    while (*text == ' ')
        text++;
    return text;
}

void test_main(const char *command_line, const struct scenario *scenarios, uint32_t count)
{
    const char *name = next_word(command_line);

    for (uint32_t i = 0; i < count; i++) {
        size_t length = strlen(scenarios[i].name);
        if (strncmp(name, scenarios[i].name, length) != 0 ||
            (name[length] != '\0' && name[length] != ' '))
            continue;
        scenarios[i].run(next_word(name));
        test_call(TEST_DONE, 0, 0, 0);
    }
    fail("there is no scenario '%s' in this program\n", name);
}
