// SPDX-License-Identifier: MIT
// What is printed of processes when the kernel ends.
#ifndef KERNEL_PROCESS_PROCESS_REPORT_H
#define KERNEL_PROCESS_PROCESS_REPORT_H

#include "kernel/machine/trap.h"

// Prints what each process does or waits for: at most 64, since the list may be what is broken.
void process_report_all(void);

// For a trap that ends the kernel: the program that ran, with a backtrace, if the trap came from
// ring 3; and all processes if it was the watchdog's, since one of them may be the reason why
// nothing ends.
void process_report_fault(const struct trap_frame *frame);

#endif
