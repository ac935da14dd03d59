// SPDX-License-Identifier: MIT
// Lab 5: the page stealer. The contract of each function is in mm/stealer.h, and
// handouts/5-stealer.md leads through it. What it speaks of stands in the
// headers below.
#include "mm/stealer.h"

#include "kernel/process/process.h"
#include "kernel/report/panic.h"
#include "mm/objects/region.h"
#include "mm/pager.h"
#include "mm/paging.h"

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
