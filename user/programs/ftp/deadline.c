// SPDX-License-Identifier: MIT
#include "user/programs/ftp/deadline.h"

#include "user/system.h"

#define AGAIN_TICKS TICKS_PER_SECOND       // between attempts in a long outage
#define PAUSE_TICKS (TICKS_PER_SECOND / 4) // between attempts in a short one

// Of the kernel's patience: how long an outage may last before requests fail; how long a single
// wait may. There has to be room for the last attempt, too.
#define OUTAGE_PERCENT 50
#define WAIT_PERCENT   25

static uint32_t outage_ticks, wait_ticks;
static bool is_outage;
static uint32_t outage_start, last_failure;
static uint32_t attempt_end, wait_end;

static uint32_t now(void)
{
    return (uint32_t)clock_read();
}

static bool has_come(uint32_t tick)
{
    return (int32_t)(now() - tick) >= 0;
}

void deadline_init(uint32_t patience_seconds)
{
    outage_ticks = patience_seconds * TICKS_PER_SECOND * OUTAGE_PERCENT / 100;
    wait_ticks = patience_seconds * TICKS_PER_SECOND * WAIT_PERCENT / 100;
}

bool deadline_begin_attempt(void)
{
    if (deadline_is_over() && !has_come(last_failure + AGAIN_TICKS))
        return false;
    attempt_end = now() + outage_ticks;
    if (is_outage)
        attempt_end = deadline_is_over() ? now() + wait_ticks : outage_start + outage_ticks;
    deadline_begin_wait();
    return true;
}

bool deadline_attempt_is_over(void)
{
    return has_come(attempt_end);
}

void deadline_end_attempt(bool is_good)
{
    if (is_good) {
        is_outage = false;
        return;
    }
    if (!is_outage)
        outage_start = now();
    is_outage = true;
    if (!deadline_is_over())
        process_sleep(PAUSE_TICKS);
    last_failure = now();
}

bool deadline_is_outage(void)
{
    return is_outage;
}

bool deadline_is_over(void)
{
    return is_outage && has_come(outage_start + outage_ticks);
}

void deadline_begin_wait(void)
{
    wait_end = now() + wait_ticks;
    if ((int32_t)(attempt_end - wait_end) < 0)
        wait_end = attempt_end;
}

uint32_t deadline_ticks_left(void)
{
    return has_come(wait_end) ? 0 : wait_end - now();
}
