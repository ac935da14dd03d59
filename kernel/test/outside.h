// SPDX-License-Identifier: MIT
// For a look into the machine's memory from outside, once a test is over and the machine is held
// (at_end=hold; grade/outside.bash). Where structures have what is told by symbols of the kernel's
// file, which nothing in the machine has a say in; the file kernel/test/outside.c makes these from
// the headers. A symbol layout_X_Y is the offset of member Y in struct X, or a number Y.
#ifndef KERNEL_TEST_OUTSIDE_H
#define KERNEL_TEST_OUTSIDE_H

// Has lab 1, and lab 2 if counters= on the command line is 2, say once more how many frames there
// are of each kind, for the host to compare with the frame table. Without counters= it does
// nothing.
void outside_note_counters(void);

#endif
