// SPDX-License-Identifier: MIT
// System calls on capabilities and ports: kernel/abi/system_calls.h.
#include "kernel/calls/system_call.h"
#include "kernel/capability/interrupt_line.h"
#include "kernel/ipc.h"
#include "kernel/process/process.h"
#include "mm/core.h"
#include "mm/objects/object.h"
#include "mm/pager.h"

// Whether the capability can be copied to that place with some of these rights: 0, or the error.
static int check_copy(const struct capability *from, const struct process *receiver, uint32_t to,
                      uint32_t rights)
{
    int error = capability_check_free(receiver, to);
    if (error != 0)
        return error;
    if ((from->rights & rights & ~(uint32_t)RIGHT_OWN) == 0)
        return E_ARGUMENT;
    return 0;
}

int32_t system_call_capability_copy(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct capability *from;

    int error = capability_find(process, registers->ebx, CAPABILITY_NONE, 0, &from);
    if (error == 0)
        error = check_copy(from, process, registers->ecx, registers->edx);
    if (error != 0)
        return error;
    capability_copy(from, process, registers->ecx, registers->edx, registers->esi);
    return 0;
}

int32_t system_call_capability_give(struct process *process)
{
    const struct trap_frame *registers = &process->registers;
    struct process *receiver;
    struct capability *from;

    int error = capability_find_process(process, registers->ebx, RIGHT_WRITE, &receiver);
    if (error != 0)
        return error;
    error = capability_find(process, registers->ecx, CAPABILITY_NONE, RIGHT_PASS, &from);
    if (error != 0)
        return error;
    if (process_is_over(receiver))
        return E_DEAD;
    error = check_copy(from, receiver, registers->edx, registers->esi);
    if (error != 0)
        return error;
    capability_copy(from, receiver, registers->edx, registers->esi, registers->edi);
    return 0;
}

// A port that its owner drops is gone at once for all others. Waking those who wait to send may
// take several slices, but nobody can begin to wait between these.
static int32_t drop_port(struct process *process, uint32_t handle, struct port *port)
{
    if (process->pager != NULL && process->pager->port == port)
        return E_BUSY;
    if (!list_is_empty(&port->senders) && !ipc_fail_senders(port)) {
        uint32_t generation = capability_new_generation();
        if (generation != 0)
            capability_renew(&process->capabilities[handle], generation);
        return ipc_look_again();
    }
    if (interrupt_port_is_bound(port))
        core_unbind_port(port);
    port->generation = 0;
    port->interrupts = 0;
    capability_remove(process, handle);
    return 0;
}

int32_t system_call_capability_drop(struct process *process)
{
    uint32_t handle = process->registers.ebx;
    struct capability *capability;

    if (handle == 0 || handle >= CAPABILITIES_MOST)
        return E_HANDLE;
    if (process->capabilities[handle].kind == CAPABILITY_NONE)
        return E_EMPTY;
    if (capability_find(process, handle, CAPABILITY_NONE, RIGHT_OWN, &capability) == 0) {
        if (capability->kind == CAPABILITY_PORT)
            return drop_port(process, handle, capability->target);
        if (capability->kind == CAPABILITY_OBJECT)
            return E_BUSY;
    }
    capability_remove(process, handle);
    return 0;
}

int32_t system_call_capability_revoke(struct process *process)
{
    uint32_t handle = process->registers.ebx, progress = long_call_begin(process);
    struct capability *capability;

    int error = capability_find(process, handle, CAPABILITY_NONE, RIGHT_OWN, &capability);
    if (error != 0)
        return long_call_end(process, error);
    if (progress == 0) {
        uint32_t generation = capability_new_generation();
        if (generation == 0)
            return E_LIMIT;
        capability_renew(capability, generation);
    }
    if (capability->kind == CAPABILITY_CORE && process->core_is_shared &&
        !core_revoke_some(process))
        return long_call_go_on(process, 1);
    return long_call_end(process, 0);
}

int32_t system_call_capability_inspect(struct process *process)
{
    struct capability *capability;

    int error = capability_find(process, process->registers.ebx, CAPABILITY_NONE, 0, &capability);
    if (error != 0)
        return error;
    return capability->kind | capability->rights << 8;
}

int32_t system_call_port_create(struct process *process)
{
    uint32_t to = process->registers.ebx;

    int error = capability_check_free(process, to);
    if (error != 0)
        return error;
    struct port *port = port_make(process);
    if (port == NULL)
        return E_LIMIT;
    capability_make(process, to, CAPABILITY_PORT, port, RIGHTS_ALL);
    return 0;
}
