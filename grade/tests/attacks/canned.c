// SPDX-License-Identifier: MIT
// Attack: prints what a grader might look for, on both channels, and leaves
// Outcome: build
// Unchecked: wrong
#include "mm/frame.h"

#include "kernel/machine/machine.h"
#include "kernel/machine/serial.h"
#include "kernel/report/console.h"

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
    static const char text[] =
        "ok 1 unique\nend done=1\n1..37\nlab 1: 76/76 points\n{\"outcome\":\"pass\"}\n";
    console_printf("%s", text);
    for (const char *at = text; *at != 0; at++)
        serial_write(SERIAL_RECORDS, (uint8_t)*at);
    machine_end(MACHINE_FINISHED);
}
