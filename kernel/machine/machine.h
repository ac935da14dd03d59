// SPDX-License-Identifier: MIT
// The machine as a whole: how it ends, and the hardware watchdog that ends it when it hangs.
#ifndef KERNEL_MACHINE_MACHINE_H
#define KERNEL_MACHINE_MACHINE_H

#include <stdint.h>

// Why the machine ended. Under QEMU (isa-debug-exit) its exit status is 2 * value + 1; no other
// end of QEMU has one of these: a triple fault exits 0, a refused option 1.
enum machine_end {
    MACHINE_FINISHED = 16,   // 33: everything that was asked for is done
    MACHINE_PANIC = 17,      // 35: a kernel bug, found by the kernel
    MACHINE_FAULT = 18,      // 37: an exception in the kernel
    MACHINE_HANG = 19,       // 39: the watchdog
    MACHINE_STUB = 20,       // 41: a lab's function that is not written yet
    MACHINE_UNSUITABLE = 21, // 43: this machine cannot run the kernel; no bug
    MACHINE_FLOOD = 22,      // 45: more console output than output_limit= allows
    MACHINE_FAILED = 23,     // 47: all programs have ended, and a boot process with an error
};

#define MACHINE_END_PORT 0xf4 // isa-debug-exit,iobase=0xf4,iosize=4

// Ends the machine, or stops the processor for ever where nothing can end it.
_Noreturn void machine_end(enum machine_end reason);

// Ends the machine if something can end it; else returns.
void machine_try_end(enum machine_end reason);

// Stops the processor with its memory left as it is, for someone outside to look at. Turns the
// watchdog off.
_Noreturn void machine_hold(void);

// Starts the watchdog if the command line says watchdog=SECONDS (2 to 30, even): unless the machine
// has ended by then, a non-maskable interrupt reports where it is. The time is the guest's, and it
// runs while interrupts are off, too. The watchdog is QEMU's (-device ib700, -action
// watchdog=inject-nmi); without it this does nothing.
void machine_start_watchdog(void);

#endif
