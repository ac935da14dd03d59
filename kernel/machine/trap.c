// SPDX-License-Identifier: MIT
#include "kernel/machine/trap.h"

#include "kernel/machine/interrupt.h"
#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/report/fault.h"

// SDM volume 3, figure 6-2: gate descriptors.
#define GATE_PRESENT   (1u << 15)
#define GATE_INTERRUPT (0xeu << 8) // 32-bit, clears the interrupt flag
#define GATE_TASK      (0x5u << 8)
#define GATE_USER      (3u << 13) // ring 3 may use it

struct gate {
    uint32_t low;
    uint32_t high;
};

extern const uint32_t trap_entry_table[TRAP_VECTORS];

static struct gate gates[TRAP_VECTORS];

void trap_init(void)
{
    for (uint32_t i = 0; i < TRAP_VECTORS; i++) {
        uint32_t entry = trap_entry_table[i];
        gates[i] = (struct gate){
            .low = KERNEL_CODE_SELECTOR << 16 | (entry & 0xffff),
            .high = (entry & 0xffff0000u) | GATE_PRESENT | GATE_INTERRUPT,
        };
    }
    gates[TRAP_SYSTEM_CALL].high |= GATE_USER;
    gates[TRAP_DOUBLE_FAULT] = (struct gate){
        .low = DOUBLE_FAULT_SELECTOR << 16,
        .high = GATE_PRESENT | GATE_TASK,
    };

    struct __attribute__((packed)) {
        uint16_t limit;
        uint32_t base;
    } table = {sizeof gates - 1, (uint32_t)gates};
    __asm__ volatile("lidt %0" : : "m"(table) : "memory");
}

void trap_from_kernel(struct trap_frame *frame)
{
    if (frame->vector >= TRAP_INTERRUPT)
        interrupt_dispatch(frame->vector - TRAP_INTERRUPT);
    else if (fault_hook == NULL || !fault_hook(frame))
        fault_report(frame);
}

void trap_from_user(struct trap_frame *frame)
{
    if (frame->vector >= TRAP_INTERRUPT)
        interrupt_dispatch(frame->vector - TRAP_INTERRUPT);
    else if (frame->vector == TRAP_NON_MASKABLE)
        fault_report(frame);
    else
        process_end(process_current, END_EXCEPTION, (int32_t)frame->vector, frame->eip);
}

void trap_double_fault(void)
{
    // The processor saved what it was doing in the task that it left.
    struct trap_frame frame = {
        .edi = segment_task.edi,
        .esi = segment_task.esi,
        .ebp = segment_task.ebp,
        .ebx = segment_task.ebx,
        .edx = segment_task.edx,
        .ecx = segment_task.ecx,
        .eax = segment_task.eax,
        .vector = TRAP_DOUBLE_FAULT,
        .eip = segment_task.eip,
        .cs = segment_task.cs,
        .eflags = segment_task.eflags,
        .user_esp = segment_task.esp,
    };
    fault_report(&frame);
}
