// SPDX-License-Identifier: MIT
// The clock: channel 0 of the 8254 interval timer. Source: Intel 8254 data sheet, "Mode 2".
#ifndef KERNEL_MACHINE_TIMER_H
#define KERNEL_MACHINE_TIMER_H

#include <stdint.h>

#include "kernel/abi/limits.h" // TICKS_PER_SECOND

// Requires: interrupt_init, interrupts off.
void timer_init(void);

// Has `handler` called at each tick, interrupts off.
void timer_call_each_tick(void (*handler)(void));

// Counts the ticks. Only timer.c writes to it.
extern volatile uint32_t timer_tick_count;

// Ticks since timer_init. While interrupts stay off for longer than a tick, ticks are lost.
static inline uint32_t timer_ticks(void)
{
    return timer_tick_count;
}

#endif
