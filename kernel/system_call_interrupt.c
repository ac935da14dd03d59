// SPDX-License-Identifier: MIT
// System calls on interrupts: kernel/abi/system_calls.h.
#include "kernel/interrupt_port.h"
#include "kernel/process.h"
#include "kernel/system_call.h"

int32_t system_call_interrupt_create(struct process *process)
{
    uint32_t to = process->registers.ebx, number = process->registers.edx;
    struct capability *core;

    int error = capability_check_free(process, to);
    if (error == 0)
        error =
            capability_find(process, process->registers.ecx, CAPABILITY_CORE, RIGHT_WRITE, &core);
    if (error == 0)
        error = interrupt_line_check(number);
    if (error != 0)
        return error;
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return E_LIMIT;
    const struct capability capability = {
        .kind = CAPABILITY_INTERRUPT,
        .rights = RIGHT_READ | RIGHT_WRITE | RIGHT_PASS | RIGHT_OWN,
        .target = interrupt_line_take(number, generation),
        .generation = generation,
    };
    capability_put(process, to, &capability);
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
    interrupt_line_bind(capability->target, port);
    return 0;
}

int32_t system_call_interrupt_acknowledge(struct process *process)
{
    struct capability *capability;

    int error = capability_find(process, process->registers.ebx, CAPABILITY_INTERRUPT, RIGHT_WRITE,
                                &capability);
    if (error != 0)
        return error;
    const struct interrupt_line *line = capability->target;
    if (line->port == NULL || port_owner(line->port) != process)
        return E_STATE;
    interrupt_line_acknowledge(capability->target);
    return 0;
}
