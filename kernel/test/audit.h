// SPDX-License-Identifier: MIT
// The audit: compares every book that the kernel keeps with every other one. What a frame's entry
// says of it is held against what uses it; page tables against regions, regions against objects and
// those against their pages' frames; accounts, claims, capabilities and open requests are counted
// anew; whoever waits must be on the list of what he waits for, and nobody else; and the tree of
// processes must be one.
//
// It may be made between any two entries into the kernel: so within a system call of a test, which
// changes nothing. What it says is so at each such moment, not only in the end: work that is under
// way (an object that is being taken apart, say) must leave books that fit with each slice.
//
// Each kind of book is a file: audit_*.c. The first difference ends the test, in words, with both
// values.
#ifndef KERNEL_TEST_AUDIT_H
#define KERNEL_TEST_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

// Requires: arena_init was called (kernel/test/arena.h), which the audit's own lists are made in.
void audit_init(void);

void audit_all(void);

// Reports which states the books have been in when they were audited, and how often.
void audit_report_seen(void);

// For the test of the audit: makes one entry of one book wrong, whose name is `book`. Returns
// whether there was such an entry now. Fails the test if no book has that name.
bool audit_break(const char *book);

#endif
