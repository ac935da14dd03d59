// SPDX-License-Identifier: MIT
#include "mm/frames/frame_table.h"

#include "kernel/report/panic.h"
#include "mm/frame.h"

struct frame *frame_table;
uint32_t frame_table_entries;

bool frame_table_place(struct memory_map *map)
{
    uint32_t entries = (memory_map_end(map).value + FRAME_BYTES - 1) >> FRAME_SHIFT;
    physical_address start;

    if (!memory_map_take(map, entries * (uint32_t)sizeof(struct frame), &start))
        return false;
    frame_table = virtual_from_physical(start);
    frame_table_entries = entries;
    return true;
}

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
