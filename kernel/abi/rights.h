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
    CAPABILITY_CORE,      // the core right: wired memory and interrupts
};

//                   port        object           process                interrupt    core
#define RIGHT_READ  1 //         map it           wait for its end
#define RIGHT_WRITE 2 //         map it writable  start, end, equip it   bind it      use it
#define RIGHT_SEND  4 // send
#define RIGHT_PASS  8 // pass it on, in a message or to a process that one equips
#define RIGHT_OWN                                                                                  \
    16 // receive    destroy, revoke  revoke               revoke       revoke; never passed on

#define RIGHTS_ALL 31

// How a region may be used.
#define REGION_READ     1
#define REGION_WRITE    2
#define REGION_UNCACHED 4 // device memory

// What a new memory object is like.
#define OBJECT_KEEP 1 // a file: what was written to it is stored before it goes

// What a new wired object is like.
#define WIRED_RUN    1 // frames in a row below 16 MiB, not across 64 KiB: for ISA DMA
#define WIRED_DEVICE 2 // not RAM: the memory of a device

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
