// SPDX-License-Identifier: MIT
#include "kernel/test/stretch.h"
#include "kernel/leave.h"

#include <stdbool.h>

#include "kernel/machine/processor.h"
#include "kernel/report/record.h"
#include "kernel/test/test.h"
#include "kernel/thread/schedule.h"

uint32_t stretch_start, stretch_way, stretch_longest[STRETCH_WAYS];

// The stretch ends, since interrupts are about to be let in; the next one begins after that. (What
// an interrupt does meanwhile counts for the next one.)
static void let_in(bool is_over)
{
    uint32_t now = (uint32_t)processor_read_time_stamp();

    if (!is_over && now - stretch_start > stretch_longest[stretch_way])
        stretch_longest[stretch_way] = now - stretch_start;
    stretch_start = now;
}

void stretch_begin(void)
{
    leave_let_in_hook = let_in;
    stretch_start = (uint32_t)processor_read_time_stamp();
}

void stretch_report(void)
{
    for (uint32_t way = 0; way < STRETCH_WAYS; way++) {
        if (stretch_longest[way] != 0)
            record_send("stretch", "way=%u most=%u", way, stretch_longest[way] >> TIME_STAMP_SHIFT);
    }
}
