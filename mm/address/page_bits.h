// SPDX-License-Identifier: MIT
// What the processor reads and writes in page directories and page tables.
// Source: Intel SDM volume 3, "32-Bit Paging" (entries), "Page-Fault Exceptions" (error code),
// "Accessed and Dirty Flags".
//
// Also read by the assembler sources through kernel/offsets.c: plain numbers only.
#ifndef MM_ADDRESS_PAGE_BITS_H
#define MM_ADDRESS_PAGE_BITS_H

// An entry of a page directory or a page table.
#define PAGE_PRESENT        0x001 // else the processor looks at nothing in it
#define PAGE_WRITABLE       0x002
#define PAGE_USER           0x004 // ring 3 may use it
#define PAGE_WRITE_THROUGH  0x008
#define PAGE_CACHE_DISABLED 0x010
#define PAGE_ACCESSED       0x020 // set by the processor with the first access through the entry
#define PAGE_DIRTY          0x040 // set by the processor with the first write; page table only
#define PAGE_LARGE          0x080 // page directory only: the entry maps 4 MiB itself
#define PAGE_GLOBAL         0x100 // a load of CR3 leaves it in the TLB
#define PAGE_FRAME          0xfffff000

#define PAGE_TABLE_ENTRIES 1024

// The error code of a page fault.
#define PAGE_FAULT_PRESENT  0x01 // 0: no entry; 1: the entry forbids it
#define PAGE_FAULT_WRITE    0x02
#define PAGE_FAULT_USER     0x04 // in ring 3
#define PAGE_FAULT_RESERVED 0x08 // a bit that must be 0 is set in an entry
#define PAGE_FAULT_FETCH    0x10

#endif
