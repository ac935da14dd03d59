// SPDX-License-Identifier: MIT
// The parts of mm/frame.h that are given.
#include "mm/frame.h"

#include "kernel/report/panic.h"

struct frame *frame_table;
uint32_t frame_table_entries;

void frame_misuse(enum frame_misuse misuse, const struct frame *frame)
{
    uint32_t number = frame_number_of(frame).value;

    switch (misuse) {
    case FRAME_MISUSE_FREED_TWICE:
        panic("frame misuse: frame %u freed twice", number);
    case FRAME_MISUSE_FOREIGN:
        panic("frame misuse: frame %u freed, which was never handed out", number);
    case FRAME_MISUSE_NO_FRAME:
        panic("frame misuse: 0x%08x freed, which is no frame", (uint32_t)frame);
    case FRAME_MISUSE_STATE:
        panic("frame misuse: asked for in a state that is not one of use");
    case FRAME_MISUSE_RUN:
        panic("frame misuse: an impossible run");
    }
    panic("frame misuse %u of frame %u", (uint32_t)misuse, number);
}
