// SPDX-License-Identifier: MIT
// Frames and their memory: how to get from one to the other, and what the kernel's own frames hold.
#ifndef MM_FRAMES_FRAME_MEMORY_H
#define MM_FRAMES_FRAME_MEMORY_H

#include <stdbool.h>

#include "mm/frame.h"

// What a frame in state FRAME_KERNEL holds, in the `marks` of its entry in the frame table. The
// generation of a process or an object (kernel/capability/capability.h) is in `generation`.
enum kernel_frame {
    KERNEL_FRAME_OTHER, // page tables, leaves: nothing names them
    KERNEL_FRAME_PROCESS,
    KERNEL_FRAME_OBJECT,
};

// The frame that a pointer into RAM leads to. frame_address is the inverse.
static inline struct frame *frame_of_memory(const void *memory)
{
    return &frame_table[physical_from_virtual(memory).value >> FRAME_SHIFT];
}

// Whether the frame holds that kind of structure now.
static inline bool frame_holds(const struct frame *frame, enum kernel_frame kind)
{
    return (uint16_t)frame->head == (FRAME_KERNEL | (uint32_t)kind << 8); // state and marks at once
}

// Fills a frame's memory with zeros: the dearest thing that a page fault does (1,025 instructions).
static inline void frame_clear(const struct frame *frame)
{
    void *memory = frame_address(frame);
    uint32_t longs = FRAME_BYTES / sizeof(uint32_t);
    __asm__ volatile("rep stosl" : "+D"(memory), "+c"(longs) : "a"(0) : "memory");
}

#endif
