// SPDX-License-Identifier: MIT
#include "kernel/test/core.h"

#include "kernel/process/process.h"
#include "kernel/test/test.h"
#include "mm/core.h"
#include "mm/objects/object_life.h"

static int claim_for(struct process *process, uint32_t to, uint32_t frames, struct claim *claim)
{
    int error = capability_check_free(process, to);
    if (error == 0 && !account_has_room(process, frames))
        error = E_QUOTA;
    return error != 0 ? error : reserve_claim(claim, CLASS_CORE, frames);
}

int32_t test_make_memory(struct process *process, uint32_t to, uint32_t pages)
{
    struct claim claim = {0};
    int error = claim_for(process, to, wired_count_frames(pages), &claim);
    if (error != 0)
        return error;
    capability_make(process, to, CAPABILITY_OBJECT,
                    wired_make(process, pages, capability_new_generation(), &claim), RIGHTS_ALL);
    return 0;
}

int32_t test_make_device(struct process *process, uint32_t to, uint32_t pages, uint32_t address)
{
    struct claim claim = {0};
    int error = claim_for(process, to, object_count_frames(1), &claim);
    if (error != 0)
        return error;
    uint32_t generation = capability_new_generation();
    capability_make(
        process, to, CAPABILITY_OBJECT,
        wired_make_device(process, (physical_address){address}, pages, generation, &claim),
        RIGHTS_ALL);
    return 0;
}

int32_t test_interrupt(struct process *process, uint32_t port_handle, uint32_t line)
{
    struct port *port;
    int error = capability_find_port(process, port_handle, RIGHT_OWN, &port);
    if (error != 0)
        return error;
    port->interrupts = (uint16_t)(port->interrupts | 1u << line);
    port_notify(port);
    return 0;
}
