// SPDX-License-Identifier: MIT
// The boot processes: each boot module that is a program becomes a core process, in wired memory. A
// module whose second word is `file` is a file for the program before it (HANDLE_FILES). What
// cannot be loaded is refused with a reason, and the others start all the same.
#ifndef KERNEL_LOADER_H
#define KERNEL_LOADER_H

// Loads and starts all boot modules. Requires: lab 3 is up.
void loader_start_modules(void);

#endif
