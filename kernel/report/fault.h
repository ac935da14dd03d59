// SPDX-License-Identifier: MIT
// What is printed when the kernel itself runs into an exception.
#ifndef KERNEL_REPORT_FAULT_H
#define KERNEL_REPORT_FAULT_H

#include <stdbool.h>

#include "kernel/machine/trap.h"

// Tests set this to survive an exception of the kernel that they provoke: it returns whether it has
// changed `frame` so that the kernel can go on. Else NULL.
extern bool (*fault_hook)(struct trap_frame *frame);

// Prints what a report of the trap `frame` says of processes. Whoever knows them sets it; else
// NULL.
extern void (*fault_print_processes)(const struct trap_frame *frame);

// Prints and records the exception's name, its error code in words, the registers and a backtrace,
// and ends the machine: MACHINE_HANG for the watchdog's interrupt, else MACHINE_FAULT.
_Noreturn void fault_report(const struct trap_frame *frame);

#endif
