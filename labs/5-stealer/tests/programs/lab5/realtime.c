// SPDX-License-Identifier: MIT
// A core process that wants to run at each tick of the clock, in a page storm. What it reports is
// when it did: realtime.awk makes delays of that.
#include "labs/5-stealer/tests/programs/lab5/scenarios.h"
#include "labs/5-stealer/tests/programs/lab5/support.h"

#define TICKS 200

// The system call, and the time stamp with the first instruction behind it, in instructions.
static uint32_t sleep_a_tick(void)
{
    uint32_t low, high, number = SYSTEM_CALL_NUMBER_process_sleep;

    __asm__ volatile("int $0x30\n\trdtsc" : "=a"(low), "=d"(high) : "a"(number), "b"(1) : "memory");
    return low >> 3 | high << 29;
}

void realtime_clock(const char *arguments)
{
    static uint32_t times[TICKS];
    struct test_stealer stealer;

    (void)arguments;
    for (uint32_t i = 0; i < TICKS; i++)
        times[i] = sleep_a_tick();
    test_call(TEST_STEALER, (uint32_t)&stealer, 0, 0);
    CHECK(stealer.stored, >, 0u); // there was a storm
    for (uint32_t i = 0; i < TICKS; i++)
        test_report("time", times[i]);
    test_call(TEST_DONE, 0, 0, 0);
    for (;;)
        process_sleep(1000);
}
