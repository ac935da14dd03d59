// SPDX-License-Identifier: MIT
// What all processes do at this moment, for whoever looks into why nothing goes on.
#ifndef KERNEL_PROCESS_PROCESS_REPORT_H
#define KERNEL_PROCESS_PROCESS_REPORT_H

// Prints a line for each process on the console: its number and name, and what it does or waits
// for. Allowed at any moment, in a fault too.
void process_report_all(void);

#endif
