// SPDX-License-Identifier: MIT
// Ports: where messages to one process queue. A port is part of the process that made it, so it
// costs no memory, and neither does a message that waits: its sender is the queue entry.
#ifndef KERNEL_CAPABILITY_PORT_H
#define KERNEL_CAPABILITY_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/list.h"
#include "kernel/machine/trap.h"
#include "mm/address/layout.h"

struct process;

struct port {
    uint64_t generation; // 0: this place is free; never the same for two ports, or after a revoke
    struct list senders; // processes that wait to send, in the order in which they came: lab 4's
    uint16_t interrupts; // a bit for each line that fired and was not delivered yet
    bool has_notice;     // the kernel may have something for its owner
    uint8_t lab_4;       // lab 4's, to use as it likes; 0 in a new port

    // Puts into the registers what else the kernel has for its owner, if there is anything; or
    // NULL.
    bool (*take_notice)(struct port *port, struct trap_frame *registers);
};

// Ports lie within their process, which fills a frame.
static inline struct process *port_owner(const struct port *port)
{
    return (struct process *)((uint32_t)port & ~(uint32_t)(FRAME_BYTES - 1));
}

// The kernel has something for whoever receives from this port: if its owner waits there, it gets
// it now, else with its next receive.
void port_notify(struct port *port);

// port_take_notice (kernel/process/process.h), once it is known that there may be something: hands
// out what the kernel has for this port, in its owner's registers: a pager's requests first, then
// its RELEASE notices, then interrupts. Returns whether there was anything.
bool port_take_pending_notice(struct port *port);

// Makes a port of `process`; NULL if it has PORTS_MOST of them, or there are no generations left.
struct port *port_make(struct process *process);

#endif
