// SPDX-License-Identifier: MIT
// Lab 6: the verdict by itself, tick by tick, in a machine in which nobody runs.
#include "kernel/machine/processor.h"
#include "kernel/machine/timer.h"
#include "kernel/process/process.h"
#include "kernel/stage.h"
#include "kernel/test/test.h"
#include "mm/core.h"
#include "mm/pagers/pager_life.h"

// How long a core pager may take here, where there is none: deadlock_limit= of the test.
#define LIMIT 200

static void wait_for_tick(void)
{
    uint32_t start = timer_ticks();
    while (timer_ticks() == start)
        interrupts_wait();
}

static void check_for(uint32_t ticks)
{
    for (uint32_t i = 0; i < ticks; i++) {
        wait_for_tick();
        core_check_deadlock();
    }
}

static void start(bool with_page)
{
    stage_run_up_to(6);
    if (with_page)
        CHECK(reserve_alloc(CLASS_PAGED, FRAME_PAGED) != NULL, ==, true);
    wait_for_tick();
}

// Nobody owes anything, nobody runs, and there is a page: that is a bug, when the time has come.
TEST(verdict_bug, 6)
{
    start(true);
    check_for(LIMIT - 5);
    record_send("ready", "text=the time is nearly over");
    check_for(10);
}

// What was not said of a machine with hope is said, in time, of the same one without.
static void check_without_hope(void)
{
    record_send("ready", "text=from now on there is no hope");
    record_send("value", "limit=%u", pager_core_limit_ticks);
    check_for(LIMIT + 5);
}

// A tick in which there was hope, and all begins anew.
TEST(verdict_hope, 6)
{
    start(true);
    for (uint32_t i = 0; i < 5; i++) {
        check_for(LIMIT - 5 - 20 * i);
        wait_for_tick();
    }
    check_without_hope();
}

// Without a page there is nothing that the stealer might have moved.
TEST(verdict_all_wired, 6)
{
    start(false);
    check_for(3 * LIMIT);
    CHECK(reserve_alloc(CLASS_PAGED, FRAME_PAGED) != NULL, ==, true);
    wait_for_tick();
    check_without_hope();
}

// Somebody can run.
TEST(verdict_busy, 6)
{
    static struct process somebody;

    start(true);
    for (uint32_t i = 0; i < 3; i++) {
        check_for(LIMIT - 20);
        wait_for_tick();
        thread_current = process_thread(&somebody);
        core_check_deadlock();
        thread_current = NULL;
    }
    wait_for_tick();
    check_without_hope();
}
