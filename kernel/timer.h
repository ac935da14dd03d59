// SPDX-License-Identifier: MIT
// The clock: channel 0 of the 8254 interval timer. Source: Intel 8254 data sheet, "Mode 2".
#ifndef KERNEL_TIMER_H
#define KERNEL_TIMER_H

#include <stdint.h>

#define TICKS_PER_SECOND 100

// Requires: interrupt_init, interrupts off.
void timer_init(void);

// Ticks since timer_init. Counts only while interrupts are on now and then.
uint32_t timer_ticks(void);

#endif
