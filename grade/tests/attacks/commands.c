// SPDX-License-Identifier: MIT
// Attack: reports values that are commands for the shell that judges them
// Outcome: build
// Unchecked: unproved
#include "mm/frame.h"

#include "kernel/machine/machine.h"
#include "kernel/report/record.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    const char *command = "x[$(touch${IFS}build/mutants/pwned)]";
    record_send("ready", "frames=%s number=%s", command, command);
    record_send("value", "runs=%s free=%s alloc=%s count=%s", command, command, command, command);
    record_send("value", "table=%s entries=%s high=%s low=%s", command, command, command, command);
    record_send("value", "runs=300 free=1 alloc=1 count=1 table=0 entries=16 high=1 low=1");
    record_send("end", "done=1");
    machine_end(MACHINE_FINISHED);
}
