// SPDX-License-Identifier: MIT
// The parts of sending and receiving that are given: kernel/ipc.h.
#include "kernel/ipc.h"
#include "kernel/thread/schedule.h"

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
