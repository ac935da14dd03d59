// SPDX-License-Identifier: MIT
// I/O ports as core processes have them. Programs never use IN and OUT themselves (IOPL is 0, and
// the TSS has no I/O permission bitmap: Intel SDM volume 1, 19.5); the kernel does it for them.
// Who may have which ports is lab 6's (mm/core.h); only that writes to the table.
#ifndef KERNEL_MACHINE_IO_PORT_H
#define KERNEL_MACHINE_IO_PORT_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/abi/limits.h"

struct process;

#define IO_PORTS 0x10000 // the processor's I/O address space: Intel SDM volume 1, 19.3

struct io_range {
    uint64_t generation;   // of capabilities for it; 0: this place in the table is free
    uint32_t first, count; // ports [first, first + count)
    struct process *owner; // whose core right it was made with; NULL: its maker's own
};

extern struct io_range io_ranges[IO_RANGES_MOST];

// Whether the kernel uses one of the ports [first, first + count) itself.
// Requires: they are ports.
bool io_port_is_kernels(uint32_t first, uint32_t count);

// Reads and writes `width` bytes, 1, 2 or 4, at a port.
uint32_t io_port_read(uint32_t port, uint32_t width);
void io_port_write(uint32_t port, uint32_t width, uint32_t value);

// The same, to and from the process's memory. Requires: page_fault_check_range said 0.
void io_port_read_to(uint32_t port, uint32_t width, void *memory);
void io_port_write_from(uint32_t port, uint32_t width, const void *memory);

#endif
