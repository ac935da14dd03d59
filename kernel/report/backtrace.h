// SPDX-License-Identifier: MIT
// Backtraces, without a debugger. The kernel that people run has the names of its functions linked
// in; for test kernels the grader finds the names by the addresses.
#ifndef KERNEL_REPORT_BACKTRACE_H
#define KERNEL_REPORT_BACKTRACE_H

#include <stdbool.h>
#include <stdint.h>

// Prints on the console the chain of calls whose innermost stack frame is at `frame_pointer` (EBP).
// `instruction` is where that frame stands itself, or 0 to start with its caller.
// Stops at whatever is not a stack frame on a kernel stack, so a broken stack is no danger.
void backtrace_print(uint32_t frame_pointer, uint32_t instruction);

#define BACKTRACE_CALLS_MOST 32 // that are printed: the chain may be broken

// The same for a program, whose page directory is given. The program's memory is read where it is
// present, and nowhere else. backtrace_print_program prints the whole chain at once. Bit by bit,
// BACKTRACE_OF_PROGRAM is printed first, and then each call of backtrace_print_caller prints one
// caller, and returns whether there may be another one.
#define BACKTRACE_OF_PROGRAM "Backtrace of the program, innermost call first:\n  0x%08x\n"
void backtrace_print_program(const uint32_t *directory, uint32_t frame_pointer,
                             uint32_t instruction);
bool backtrace_print_caller(const uint32_t *directory, uint32_t *frame_pointer);

// The function that holds `address`, and the distance from its start; NULL if there is none.
const char *backtrace_find_function(uint32_t address, uint32_t *offset_bytes);

#endif
