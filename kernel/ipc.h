// SPDX-License-Identifier: MIT
// Lab 4, the messages: how processes meet. Sending and receiving are synchronous: a message moves
// from one process's saved registers to the other's when both are there, and nothing is stored on
// the way. Whoever comes first waits; a sender that waits is itself the entry in the port's queue.
//
//     sender                        port                       receiver (its owner)
//
//     message_send ---------------> senders: FIFO -----------> message_receive
//     message_call ---------------> senders: FIFO -----------> message_receive, reply handle
//        waits for the reply  <---  receiver's callers  <----  message_reply
//
// A reply handle names a caller and which of its calls. It is worth something only to the server
// that the caller waits for, and once.
//
// The message is in EBX (tag), EDX, ESI, EDI and EBP (words) of a process's saved registers; the
// receiver finds the sender's badge in ECX, and in EAX what is said in kernel/abi/message.h.
// EAX of a process that waits still holds what it called with: number, handle, capability, accept.
// (The kernel's own messages, requests to pagers and interrupts, are given code: port_take_notice.)
//
// The student writes ipc.c: all functions below that are not given. Each costs a constant number of
// instructions, but for the ones that say otherwise. They return what the system call returns: 0 or
// more, an error, or SYSTEM_CALL_WAITS if the process waits now.
//
// What moves a process stands in kernel/process/process.h: process_wait stops the running one,
// process_complete ends another one's wait in a system call. For a wait that may time out,
// timeout_start (kernel/thread/timeout.h) comes after process_wait; process_complete ends it.
#ifndef KERNEL_IPC_H
#define KERNEL_IPC_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/message.h"
#include "kernel/capability/port.h"
#include "kernel/process/process_frame.h"
#include "kernel/thread/thread.h"

// --- written by the student

// Sends the running process's message through `port`.
//
// Effect: if the port's owner waits to receive from it, the message is delivered (below), and the
//     owner's receive completes. Otherwise the sender waits, WAIT_SEND, at the end of
//     port->senders, for at most `timeout` ticks.
// Requires: the sender's capability for the port is good (it was looked up just now).
// Returns: 0 when delivered; E_SELF if it is the sender's own port; what message_check_passing
//     says; E_TIMEOUT if it would have to wait and `timeout` is 0; SYSTEM_CALL_WAITS. E_TIMEOUT
//     comes last; which of the others is returned if both apply, is open.
int32_t ipc_send(struct process *sender, struct port *port, uint32_t timeout);

// The same, and then waits for the reply, WAIT_REPLY, on the list ipc.callers of the owner (in any
// order). While it waits to send it is WAIT_CALL. The timeout goes on from one wait to the other.
//
// Returns: as above, but SYSTEM_CALL_WAITS when delivered. With timeout 0, E_TIMEOUT in any case
// but the errors above it.
int32_t ipc_call(struct process *sender, struct port *port, uint32_t timeout);

// Gives the running process, the owner of `port`, the next message.
//
// Effect: what the kernel has comes first (port_take_notice). Then the senders, in order: one whose
//     capabilities no longer hold (message_check) is completed with that error, and the next one
//     comes; at most IPC_SLICE of these, then the process yields (ipc_look_again). A message is
//     delivered, and a WAIT_SEND completes with 0. If there is none, the process waits,
//     WAIT_RECEIVE, with ipc.port = port, for at most `timeout` ticks.
// Returns: what arrived (kernel/abi/message.h), 0 for what the kernel has; E_TIMEOUT if it would
//     have to wait and `timeout` is 0; SYSTEM_CALL_WAITS.
int32_t ipc_receive(struct process *receiver, struct port *port, uint32_t timeout);

// Sends the running process's message as the reply that `reply` names.
//
// Effect: tag and words are delivered to the caller, whose ECX becomes 0; a capability is passed.
//     The caller's call completes with the flags of message_pass_capability.
// Returns: 0; E_DEAD if `reply` names no process (ipc_process_of_reply), or one that has ended
//     (process_is_over); else E_STALE unless that process waits for a reply, of this one's, to that
//     very call; then what message_check_passing says, and the caller waits on. In this order.
int32_t ipc_reply(struct process *server, uint32_t reply);

// Completes processes that wait to send through `port` with E_DEAD: at most IPC_SLICE of them.
// Returns whether none is left.
bool ipc_fail_senders(struct port *port);

// The same for those that wait for a reply of `server`.
bool ipc_fail_callers(struct process *server);

// Delivering, in all cases: tag, words and the badge of the sender's capability for the port go
// into the receiver's registers. A capability that goes along is passed. The receiver's result is
// the flags of message_pass_capability, and, if the sender called, its reply handle. A caller's
// ipc.calls is one more with each call that is delivered (before its handle is made), its
// ipc.server is the receiver, and the number in its EAX becomes that of message_await_reply
// (kernel/abi/system_call_numbers.h): that stage is over.

// --- given: kernel/capability/message.c

#define IPC_SLICE 16

// A reply handle, as in EAX: the caller's frame number above the flags, and above that the lowest
// bits of ipc.calls.
#define REPLY_FRAME_SHIFT 2
#define REPLY_FRAME_MASK  0x7ffffu
#define REPLY_CALLS_SHIFT 21
#define REPLY_CALLS_MASK  0x3ffu

uint32_t ipc_reply_handle(const struct process *caller);

// The process that a reply handle speaks of, whatever it does now; NULL if there is none.
static inline struct process *ipc_process_of_reply(uint32_t reply)
{
    return process_in_frame((frame_number){reply >> REPLY_FRAME_SHIFT & REPLY_FRAME_MASK});
}

// The sender's capability for the port that its message goes to, wherever that points by now.
const struct capability *message_destination(const struct process *sender);

// The part of what follows that has something to do.
int message_check_passed(struct process *sender, uint32_t handle);

// Whether the capability that goes along, if there is one, may be passed: 0, or an error.
static inline int message_check_passing(struct process *sender)
{
    uint32_t handle = process_thread(sender)->registers.eax >> MESSAGE_CAPABILITY_SHIFT & 0xff;
    return handle == 0 ? 0 : message_check_passed(sender, handle);
}

// Whether the capabilities of a sender that waited still allow what it asks for: the one for the
// port, and the one that goes along. They are looked up when partners meet, not when one begins to
// wait. Returns 0, or an error.
int message_check(struct process *sender, const struct port *port);

// The part of what follows that has something to do.
uint32_t message_pass(struct process *sender, uint32_t handle, struct process *receiver);

// Passes the capability that goes along with the sender's message, if there is one, to the free
// handle that the receiver named, if it named one. Returns 0, MESSAGE_CAPABILITY_CAME or
// MESSAGE_CAPABILITY_REFUSED.
static inline uint32_t message_pass_capability(struct process *sender, struct process *receiver)
{
    uint32_t handle = process_thread(sender)->registers.eax >> MESSAGE_CAPABILITY_SHIFT & 0xff;
    return handle == 0 ? 0 : message_pass(sender, handle, receiver);
}

// The running process's slice of work is over: it does its system call again when it is its turn.
// Returns SYSTEM_CALL_WAITS.
int32_t ipc_look_again(void);

#endif
