// SPDX-License-Identifier: MIT
// Attack: sends well-formed records with the right nonce, guessed values and no work done
// Outcome: build
// Unchecked: unproved
#include "mm/frame.h"

#include "kernel/machine/machine.h"
#include "kernel/report/record.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    record_send("ready", "frames=16161 number=4711");
    record_send("value",
                "count=16161 sum=1 free=16161 total=680 runs=300 at=5120 first=5000 end=5200");
    record_send("value",
                "alloc=20 high=12000 low=4161 table=0 entries=0 kernel=0 core=0 paged=0 lent=0");
    record_send("results", "text=- - - - 0");
    record_send("end", "done=1");
    machine_end(MACHINE_FINISHED);
}
