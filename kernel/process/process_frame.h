// SPDX-License-Identifier: MIT
// From a frame to the process whose structure fills it.
#ifndef KERNEL_PROCESS_PROCESS_FRAME_H
#define KERNEL_PROCESS_PROCESS_FRAME_H

#include <stddef.h>

#include "mm/frames/frame_memory.h"

struct process;

// The process whose structure fills the frame; NULL if there is none.
static inline struct process *process_in_frame(frame_number number)
{
    if (number.value >= frame_table_entries ||
        !frame_holds(&frame_table[number.value], KERNEL_FRAME_PROCESS))
        return NULL;
    return frame_address(&frame_table[number.value]);
}

#endif
