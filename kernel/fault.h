// SPDX-License-Identifier: MIT
// What is printed when the kernel itself runs into an exception.
#ifndef KERNEL_FAULT_H
#define KERNEL_FAULT_H

#include "kernel/trap.h"

// Prints and records the exception's name, its error code in words, the registers and a backtrace,
// and ends the machine: MACHINE_HANG for the watchdog's interrupt, else MACHINE_FAULT.
_Noreturn void fault_report(const struct trap_frame *frame);

#endif
