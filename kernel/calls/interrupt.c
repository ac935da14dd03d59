// SPDX-License-Identifier: MIT
// System calls on interrupts: kernel/abi/system_calls.h.
#include "kernel/calls/system_call.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/frames/lab_result.h"

int32_t system_call_interrupt_create(struct process *process)
{
    uint32_t to = process->registers.ebx;
    struct interrupt_line *line = NULL;
    struct process *owner;

    int error = capability_check_free(process, to);
    if (error == 0)
        error = capability_find_core(process, process->registers.ecx, &owner);
    if (error == 0)
        error = core_make_interrupt(process, owner, process->registers.edx, &line);
    if (error != 0)
        return error;
    lab_result_made("core_make_interrupt", line, interrupt_lines, sizeof interrupt_lines);
    line->generation = capability_whole_generation((uint32_t)line->generation);
    owner->core_is_shared |= owner != process;
    capability_make(process, to, CAPABILITY_INTERRUPT, line, RIGHTS_ALL);
    return 0;
}

int32_t system_call_interrupt_bind(struct process *process)
{
    struct capability *capability;
    struct port *port;

    int error = capability_find(process, process->registers.ebx, CAPABILITY_INTERRUPT, RIGHT_WRITE,
                                &capability);
    if (error == 0)
        error = capability_find_port(process, process->registers.ecx, RIGHT_OWN, &port);
    if (error != 0)
        return error;
    core_bind_interrupt(capability->target, port);
    return 0;
}

int32_t system_call_interrupt_acknowledge(struct process *process)
{
    struct capability *capability;

    int error = capability_find(process, process->registers.ebx, CAPABILITY_INTERRUPT, RIGHT_WRITE,
                                &capability);
    if (error != 0)
        return error;
    return core_acknowledge_interrupt(process, capability->target);
}
