// SPDX-License-Identifier: MIT
// Segments and task states: flat segments for kernel and user, one task state segment that says
// where the kernel's stack is, and one that runs when that stack is unusable (double fault).
// Source: Intel SDM volume 3, 3.4.5 (segment descriptors) and 7.2.1 (task-state segment).
#ifndef KERNEL_MACHINE_SEGMENT_H
#define KERNEL_MACHINE_SEGMENT_H

#include <stdint.h>

#define KERNEL_CODE_SELECTOR  0x08
#define KERNEL_DATA_SELECTOR  0x10
#define USER_CODE_SELECTOR    0x1b
#define USER_DATA_SELECTOR    0x23
#define TASK_SELECTOR         0x28
#define DOUBLE_FAULT_SELECTOR 0x30
#define SELECTOR_LEVEL        3 // the ring, in a selector's lowest bits

struct task_state {
    uint32_t previous_task;
    uint32_t esp0, ss0, esp1, ss1, esp2, ss2;
    uint32_t cr3, eip, eflags;
    uint32_t eax, ecx, edx, ebx, esp, ebp, esi, edi;
    uint32_t es, cs, ss, ds, fs, gs;
    uint32_t local_table;
    uint16_t trap;
    uint16_t io_map_offset;
};

_Static_assert(sizeof(struct task_state) == 104, "SDM volume 3, figure 7-2");

// The state in which the processor stood when a double fault switched away from it.
extern struct task_state segment_task;

// Loads the descriptor table and the task register. A double fault is a task that starts at
// `double_fault_entry`, which never returns. Requires: interrupts off.
void segment_init(void (*double_fault_entry)(void));

#endif
