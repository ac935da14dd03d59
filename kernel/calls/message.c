// SPDX-License-Identifier: MIT
// System calls that carry a message: kernel/abi/system_calls.h, and for the registers
// kernel/abi/message.h. What happens when partners meet is lab 4's: kernel/ipc.h.
#include "kernel/calls/system_call.h"
#include "kernel/ipc.h"
#include "kernel/process/process.h"
#include "mm/pager.h"
#include "mm/pagers/pager_life.h"
#include "mm/pagers/shortage.h"
#include "mm/pagers/turn.h"

// The port that a message names. Every message comes this way, so one look at the capability
// decides. Only if that fails, kernel/capability/capability.h finds out at length what is wrong.
static inline int find_port(struct process *process, struct port **port)
{
    uint8_t handle = (uint8_t)(process->registers.eax >> MESSAGE_PORT_SHIFT);

    if (handle < CAPABILITIES_MOST) {
        const struct capability *capability = &process->capabilities[handle];
        const struct port *target = capability->target;
        if (capability->kind == CAPABILITY_PORT && capability->rights & RIGHT_SEND &&
            frame_holds(frame_of_memory(target), KERNEL_FRAME_PROCESS) &&
            target->generation == capability->generation) {
            *port = capability->target;
            return 0;
        }
    }
    return capability_find_port(process, handle, RIGHT_SEND, port);
}

// The port that a message goes to, if everything about sending it there is in order.
static int find_destination(struct process *process, struct port **port)
{
    if (process->registers.ebx >= TAG_KERNEL)
        return E_TAG;
    return find_port(process, port);
}

int32_t system_call_message_send(struct process *process)
{
    struct port *port;
    int error = find_destination(process, &port);
    return error != 0 ? error : ipc_send(process, port, process->registers.ecx);
}

int32_t system_call_message_call(struct process *process)
{
    struct port *port;
    int error = find_destination(process, &port);
    return error != 0 ? error : ipc_call(process, port, process->registers.ecx);
}

// A port of the process's own. RIGHT_OWN is never passed on: so the port is in this very process,
// and the capability is valid for as long as it is there.
static inline int find_own_port(struct process *process, struct port **port)
{
    uint8_t handle = (uint8_t)(process->registers.eax >> MESSAGE_PORT_SHIFT);

    if (handle < CAPABILITIES_MOST) {
        const struct capability *capability = &process->capabilities[handle];
        if (capability->kind == CAPABILITY_PORT && capability->rights & RIGHT_OWN) {
            *port = capability->target;
            return 0;
        }
    }
    return capability_find_port(process, handle, RIGHT_OWN, port);
}

static inline int check_receive(struct process *process, struct port **port)
{
    uint32_t accept = process->registers.eax >> MESSAGE_ACCEPT_SHIFT;

    if (accept != 0) {
        int error = capability_check_free(process, accept);
        if (error != 0)
            return error;
    }
    return find_own_port(process, port);
}

int32_t system_call_message_receive(struct process *process)
{
    struct port *port;
    int error = check_receive(process, &port);
    return error != 0 ? error : ipc_receive(process, port, process->registers.ecx);
}

static inline int32_t reply(struct process *process)
{
    if (process->registers.ebx >= TAG_KERNEL)
        return E_TAG;
    return ipc_reply(process, process->registers.ecx);
}

int32_t system_call_message_reply(struct process *process)
{
    return reply(process);
}

// The first half of a call is done: from here on it is a message_receive.
static inline int32_t go_on_receiving(struct process *process, struct port *port)
{
    process->registers.eax = (process->registers.eax & ~0xffu) | SYSTEM_CALL_NUMBER_message_receive;
    process->registers.ecx = TICKS_FOREVER;
    return ipc_receive(process, port, TICKS_FOREVER);
}

int32_t system_call_message_reply_receive(struct process *process)
{
    struct port *port;

    int32_t error = check_receive(process, &port);
    if (error != 0)
        return error;
    error = reply(process);
    if (error != 0)
        return error;
    return go_on_receiving(process, port);
}

int32_t system_call_message_await_reply(struct process *process)
{
    // Whoever waits for a reply is completed by it, by a timeout or by the end of its server; so
    // the processor comes here only for those who never called.
    (void)process;
    return E_STATE;
}

// An answer ends the turn of a pager that has it, and may help those who wait for frames. An
// ordinary pager that owes no other answer loses its better priority, so that it can neither
// compute nor spin with it.
static int32_t answer(struct process *process, uint32_t slot_word, int32_t status)
{
    struct pager *pager = process->pager;

    if (pager == NULL)
        return E_STATE;
    int32_t result = pager_answer(pager, slot_word, status);
    if (result != 0)
        return result;
    if (!process->is_core && list_is_empty(&pager->open))
        schedule_set_priority(process_thread(process), PRIORITY_ORDINARY);
    if (turn_is_held_by(process))
        turn_end(pager);
    if (kernel_pending & PENDING_FRAMES)
        shortage_note_answer();
    return 0;
}

int32_t system_call_pager_answer(struct process *process)
{
    return answer(process, process->registers.ebx, (int32_t)process->registers.ecx);
}

int32_t system_call_pager_answer_receive(struct process *process)
{
    struct port *port;

    int32_t result = check_receive(process, &port);
    if (result != 0)
        return process->pager == NULL ? E_STATE : result;
    result = answer(process, process->registers.ecx, (int32_t)process->registers.edx);
    if (result != 0)
        return result;
    return go_on_receiving(process, port);
}
