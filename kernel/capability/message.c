// SPDX-License-Identifier: MIT
// The parts of sending and receiving that are given: kernel/ipc.h.
#include "kernel/ipc.h"
#include "kernel/process/process.h"
#include "kernel/thread/schedule.h"

uint32_t ipc_reply_handle(const struct process *caller)
{
    uint32_t frame = frame_number_from_physical(physical_from_virtual(caller)).value;
    return frame << REPLY_FRAME_SHIFT | (caller->ipc.calls & REPLY_CALLS_MASK) << REPLY_CALLS_SHIFT;
}

const struct capability *message_destination(const struct process *sender)
{
    return &sender->capabilities[sender->registers.eax >> MESSAGE_PORT_SHIFT & 0xff];
}

int message_check(struct process *sender, const struct port *port)
{
    const struct capability *capability = message_destination(sender);

    if (capability->target != port || capability->generation != port->generation ||
        !(capability->rights & RIGHT_SEND))
        return E_STALE;
    return message_check_passing(sender);
}

int message_check_passed(struct process *sender, uint32_t handle)
{
    struct capability *capability;

    return capability_find(sender, handle, CAPABILITY_NONE, RIGHT_PASS, &capability);
}

uint32_t message_pass(struct process *sender, uint32_t handle, struct process *receiver)
{
    uint32_t to = receiver->registers.eax >> MESSAGE_ACCEPT_SHIFT;

    if (to == 0 || capability_check_free(receiver, to) != 0)
        return MESSAGE_CAPABILITY_REFUSED;
    capability_copy(&sender->capabilities[handle], receiver, to, RIGHTS_ALL,
                    sender->capabilities[handle].badge);
    return MESSAGE_CAPABILITY_CAME;
}

int32_t ipc_look_again(void)
{
    schedule_yield();
    return SYSTEM_CALL_WAITS;
}
