// SPDX-License-Identifier: MIT
// Lab 5: the page stealer. The contract of each function is in mm/stealer.h, and
// handouts/5-stealer.md leads through it.
#include "mm/stealer.h"

#include "kernel/report/panic.h"

bool stealer_is_needed(void)
{
    LAB_STUB(5, "5-stealer");
}

enum steal stealer_visit(struct frame *frame)
{
    (void)frame;
    LAB_STUB(5, "5-stealer");
}

void stealer_step(void)
{
    LAB_STUB(5, "5-stealer");
}
