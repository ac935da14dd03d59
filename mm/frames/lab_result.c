// SPDX-License-Identifier: MIT
#include "mm/frames/lab_result.h"

#include "kernel/report/panic.h"

void lab_result_is_wrong(const char *function, uint32_t result, const char *what)
{
    panic("%s returned 0x%08x: %s", function, result, what);
}

void lab_result_mappings_are_wrong(const struct frame *frame)
{
    panic("frame %u counts %u mappings more than paging_unmap found in the regions of its object",
          frame_number_of(frame).value, frame->mappings);
}
