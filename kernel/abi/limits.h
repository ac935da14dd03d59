// SPDX-License-Identifier: MIT
// Fixed limits that kernel and user programs share. Beyond one of them a call fails with E_LIMIT,
// unless it says otherwise.
#ifndef KERNEL_ABI_LIMITS_H
#define KERNEL_ABI_LIMITS_H

#define PAGE_BYTES 4096

// User addresses: [USER_FIRST, USER_END).
#define USER_FIRST 0x00010000u
#define USER_END   0x80000000u

#define CAPABILITIES_MOST    64  // a process; handles are 1 to 63, 0 is none
#define PORTS_MOST           8   // a process
#define REGIONS_MOST         64  // a process
#define OBJECT_REGIONS_MOST  256 // an object
#define PAIR_REGIONS_MOST    4   // a process and an object
#define OBJECT_PAGES_MOST    (1u << 20)
#define PAGER_SLOTS_LEAST    2
#define PAGER_SLOTS_MOST     64
#define PAGER_LEVEL_MOST     7
#define LEVEL_NONE           (-1) // of a process that is no pager
#define PROCESS_NAME_BYTES   16   // with the final 0
#define PROCESS_DEPTH_MOST   32   // of the tree of processes below a core process
#define CONSOLE_BYTES_MOST   256  // written with one call
#define PROCESS_FRAMES_LEAST 4    // in an account: the process, its page directory, two page tables
#define IO_RANGES_MOST       32   // of I/O ports, that all processes together have
#define IO_TRANSFER_MOST     256  // bytes, words or longs in one call: a sector of a disk

#define QUOTA_UNLIMITED 0xffffffffu // frames, of a core process's account

#define TICKS_PER_SECOND 100
#define TICKS_FOREVER    0xffffffffu

// The interrupt line of what is typed: COM1's.
#define CONSOLE_LINE 4

#endif
