// SPDX-License-Identifier: MIT
// Page faults: what a process's access to an address needs, and how it gets it.
//
// Everything that a fault needs, it takes together or not at all: the frame, a leaf of the object's
// directory, a page table and a slot. So whoever waits for one of them holds none of the others.
#ifndef MM_PAGERS_PAGE_FAULT_H
#define MM_PAGERS_PAGE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "mm/address/types.h"

struct process;
struct region;

// A page fault in ring 3; its error code is in the process's registers, its address in CR2. Called
// by kernel/trap_entry.asm. Afterwards the process can go on, or waits, or is ended.
void page_fault_from_user(struct process *process);

// Makes sure that the running process can access [address, address + bytes), which the kernel is
// about to do for it.
// Returns 0; E_ADDRESS if the process itself could not; SYSTEM_CALL_WAITS if it waits for a page
// now, to do its call again, or was ended.
int32_t page_fault_check_range(struct process *process, user_address address, uint32_t bytes,
                               bool write);

// A process that was woken for a slot (slot_ticket) does not take it: whoever waits for the slot
// next may. The ticket says which pager's slot that is, since something else may lie by now at the
// address that the process faulted at.
void page_fault_return_ticket(struct process *process);

// The region is about to go: if its process waits for a page in it, it looks again.
void page_fault_leave_region(struct region *region);

// Rights have changed: that the same instruction faults again is no sign of a mistake.
void page_fault_rights_changed(void);

#endif
