// SPDX-License-Identifier: MIT
#include "kernel/test/stretch.h"
#include "kernel/leave.h"

#include "kernel/machine/processor.h"
#include "kernel/report/record.h"
#include "kernel/test/test.h"

uint32_t stretch_start, stretch_way, stretch_longest[STRETCH_WAYS];

// The stretch ends, since interrupts are about to be let in; the next one begins here, or where an
// interrupt comes.
static void let_in(void)
{
    uint32_t now = (uint32_t)processor_read_time_stamp();

    if (now - stretch_start > stretch_longest[stretch_way])
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
