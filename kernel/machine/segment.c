// SPDX-License-Identifier: MIT
#include "kernel/machine/segment.h"

#include "kernel/machine/stack.h"
#include "kernel/machine/trap.h"
#include "mm/address/types.h"

// SDM volume 3, figures 3-8 and 7-3: the second word of a descriptor.
#define ACCESS_PRESENT  (1u << 15)
#define ACCESS_USER     (3u << 13)
#define ACCESS_SEGMENT  (1u << 12) // code or data, not a system segment
#define ACCESS_CODE     (0xau << 8)
#define ACCESS_DATA     (0x2u << 8)
#define ACCESS_TASK     (0x9u << 8) // 32-bit task state, available
#define FLAG_4_KIB      (1u << 23)
#define FLAG_32_BIT     (1u << 22)
#define LIMIT_HIGH_FLAT (0xfu << 16)

#define FLAT_LOW  0xffffu
#define FLAT_HIGH (ACCESS_PRESENT | ACCESS_SEGMENT | FLAG_4_KIB | FLAG_32_BIT | LIMIT_HIGH_FLAT)

struct descriptor {
    uint32_t low;
    uint32_t high;
};

struct task_state segment_task;

static struct task_state double_fault_task;
static _Alignas(16) uint8_t double_fault_stack[4096];

static struct descriptor descriptors[] = {
    [KERNEL_CODE_SELECTOR / 8] = {FLAT_LOW, FLAT_HIGH | ACCESS_CODE},
    [KERNEL_DATA_SELECTOR / 8] = {FLAT_LOW, FLAT_HIGH | ACCESS_DATA},
    [USER_CODE_SELECTOR / 8] = {FLAT_LOW, FLAT_HIGH | ACCESS_CODE | ACCESS_USER},
    [USER_DATA_SELECTOR / 8] = {FLAT_LOW, FLAT_HIGH | ACCESS_DATA | ACCESS_USER},
    [DOUBLE_FAULT_SELECTOR / 8] = {0, 0},
};

static struct descriptor task_descriptor(const struct task_state *task)
{
    uint32_t base = (uint32_t)task;
    return (struct descriptor){
        .low = base << 16 | (uint32_t)(sizeof *task - 1),
        .high = (base & 0xff000000u) | ((base >> 16) & 0xff) | ACCESS_PRESENT | ACCESS_TASK,
    };
}

void segment_init(void (*double_fault_entry)(void))
{
    uint32_t directory;
    __asm__ volatile("mov %%cr3, %0" : "=r"(directory));

    segment_task.esp0 = (uint32_t)kernel_stack_top;
    segment_task.ss0 = KERNEL_DATA_SELECTOR;
    segment_task.io_map_offset = sizeof segment_task; // no port is open to user programs

    double_fault_task.cr3 = directory;
    double_fault_task.eip = (uint32_t)double_fault_entry;
    double_fault_task.eflags = EFLAGS_RESERVED;
    double_fault_task.esp = (uint32_t)(double_fault_stack + sizeof double_fault_stack);
    double_fault_task.cs = KERNEL_CODE_SELECTOR;
    double_fault_task.ss = double_fault_task.ds = double_fault_task.es = KERNEL_DATA_SELECTOR;
    double_fault_task.fs = double_fault_task.gs = 0;
    double_fault_task.io_map_offset = sizeof double_fault_task;

    descriptors[TASK_SELECTOR / 8] = task_descriptor(&segment_task);
    descriptors[DOUBLE_FAULT_SELECTOR / 8] = task_descriptor(&double_fault_task);

    struct __attribute__((packed)) {
        uint16_t limit;
        uint32_t base;
    } table = {sizeof descriptors - 1, (uint32_t)descriptors};
    __asm__ volatile("lgdt %0\n\t"
                     "lldt %w3\n\t" // none: a loader may have left one
                     "ljmp %1, $1f\n"
                     "1:\tmov %2, %%ds\n\t"
                     "mov %2, %%es\n\t"
                     "mov %2, %%ss\n\t"
                     "mov %3, %%fs\n\t"
                     "mov %3, %%gs\n\t"
                     "ltr %w4"
                     :
                     : "m"(table), "i"(KERNEL_CODE_SELECTOR), "r"(KERNEL_DATA_SELECTOR), "r"(0),
                       "r"(TASK_SELECTOR)
                     : "memory");
}
