// SPDX-License-Identifier: MIT
// Capabilities: what they name, and what they allow.
#ifndef KERNEL_ABI_RIGHTS_H
#define KERNEL_ABI_RIGHTS_H

enum capability_kind {
    CAPABILITY_NONE,
    CAPABILITY_PORT,
    CAPABILITY_OBJECT, // a memory object
    CAPABILITY_PROCESS,
    CAPABILITY_INTERRUPT, // a line of the interrupt controller
    CAPABILITY_CORE,      // the core right: wired memory, interrupts, I/O ports
    CAPABILITY_IO,        // a range of I/O ports
};

//                   port        object           process                interrupt, I/O  core
#define RIGHT_READ  1 //         map it           wait for its end       read
#define RIGHT_WRITE 2 //         map it writable  start, end, equip it   bind it; write  use it
#define RIGHT_SEND  4 // send
#define RIGHT_PASS  8 // pass it on, in a message or to a process that one equips
#define RIGHT_OWN                                                                                  \
    16 // receive    destroy, revoke  revoke               revoke          revoke; never passed on
#define RIGHT_ADOPT 32 //                         take it as one's child

#define RIGHTS_ALL 63

// How a region may be used.
#define REGION_READ     1
#define REGION_WRITE    2
#define REGION_UNCACHED 4 // device memory

// What a new memory object is like.
#define OBJECT_KEEP 1 // a file: what was written to it is stored before it goes

// What a new wired object is like.
#define WIRED_RUN    1 // frames in a row below 16 MiB, not across 64 KiB, and an ISA DMA channel
#define WIRED_DEVICE 2 // not RAM: the memory of a device

// What a DMA channel is to do.
#define DMA_STOP        0
#define DMA_TO_DEVICE   1 // the device reads the memory
#define DMA_FROM_DEVICE 2 // the device writes to it

// How many bytes are read or written at once at an I/O port, with its number: io_write,
// io_transfer.
#define IO_PORT_WORD(port, width) ((uint32_t)(port) | (uint32_t)(width) << 16)
// io_transfer: from the port to memory; else from memory to the port.
#define IO_TO_MEMORY 0x01000000u

// The handles that a process has when the boot loader started it. A process that was started by
// another has what that one gave it.
#define HANDLE_SELF     1 // itself
#define HANDLE_CORE     2 // the core right
#define HANDLE_STACK    3 // its stack, a wired object
#define HANDLE_SEGMENTS 4 // its program's segments, wired objects as in the file; 4 of them
#define HANDLE_FILES    8 // the boot modules behind it that are files, wired objects; 7 of them

// If there are several boot processes, a port of the first one: its own for that one, the right to
// send to it for all others.
#define HANDLE_INIT 15

#define HANDLE_FREE 16 // from here on nothing is there

#define SEGMENTS_MOST 4
#define FILES_MOST    7

#endif
