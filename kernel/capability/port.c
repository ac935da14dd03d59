// SPDX-License-Identifier: MIT
#include "kernel/capability/port.h"

#include "kernel/abi/message.h"
#include "kernel/process/process.h"

void port_notify(struct port *port)
{
    struct process *receiver = port_receiver(port);

    // A receiver that waits has been given all that there was before.
    if (receiver == NULL)
        port->has_notice = true;
    else if (port_take_pending_notice(port))
        process_complete(receiver, 0);
}

static bool take_interrupts(struct port *port, struct trap_frame *registers)
{
    if (port->interrupts == 0)
        return false;
    registers->ebx = TAG_INTERRUPT;
    registers->edx = port->interrupts;
    registers->ecx = registers->esi = registers->edi = registers->ebp = 0;
    port->interrupts = 0;
    return true;
}

bool port_take_pending_notice(struct port *port)
{
    struct process *owner = port_owner(port);

    if (port->take_notice != NULL && port->take_notice(port, &owner->registers))
        return true;
    if (take_interrupts(port, &owner->registers))
        return true;
    port->has_notice = false;
    return false;
}

struct port *port_make(struct process *process)
{
    struct port *port = process->ports;

    while (port < process->ports + PORTS_MOST && port->generation != 0)
        port++;
    if (port == process->ports + PORTS_MOST)
        return NULL;
    uint32_t generation = capability_new_generation();
    if (generation == 0)
        return NULL;
    port->generation = capability_whole_generation(generation);
    port->interrupts = 0;
    port->lab_4 = 0;
    return port;
}
