// SPDX-License-Identifier: MIT
// Who handles a trap. Here the machine's traps meet what stands above it: processes and reports.
#include <stddef.h>

#include "kernel/machine/interrupt.h"
#include "kernel/machine/segment.h"
#include "kernel/process/process.h"
#include "kernel/report/fault.h"
#include "kernel/trap_entry.h"

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
