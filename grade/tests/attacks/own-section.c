// SPDX-License-Identifier: MIT
// Attack: brings entries for the list of tests, in its own section
// Outcome: build
#include "mm/frame.h"

#include "kernel/test/test.h"

TEST(unique, 0)
{
    record_send("value", "count=1 sum=1");
}

void frame_init(const struct memory_range *ranges, uint32_t count)
{
    (void)ranges, (void)count;
}
