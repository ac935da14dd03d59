// SPDX-License-Identifier: MIT
// Attack: reports the end of the test instead of running it
// Outcome: build
// Unchecked: unproved
#include "mm/frame.h"

#include "kernel/machine/machine.h"
#include "kernel/report/record.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    record_send("end", "done=1");
    machine_end(MACHINE_FINISHED);
}
