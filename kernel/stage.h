// SPDX-License-Identifier: MIT
// The stages in which the kernel comes up. A stage that uses a lab's functions belongs to that lab;
// a test asks for the stages up to its own lab, so it never needs a later lab's code.
#ifndef KERNEL_STAGE_H
#define KERNEL_STAGE_H

#define STAGE_LAB_ALL 99

// Runs, in order, the stages of labs up to `lab` that have not run yet (kernel/main.c).
void stage_run_up_to(int lab);

#endif
