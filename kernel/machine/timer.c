// SPDX-License-Identifier: MIT
#include "kernel/machine/timer.h"

#include <stddef.h>

#include "kernel/machine/interrupt.h"
#include "kernel/machine/processor.h"

#define CHANNEL_0_PORT 0x40
#define CONTROL_PORT   0x43
#define CONTROL_0_RATE 0x34    // channel 0, low then high byte, mode 2, binary
#define INPUT_HERTZ    1193182 // the PC's clock for the 8254
#define DIVISOR        ((INPUT_HERTZ + TICKS_PER_SECOND / 2) / TICKS_PER_SECOND)

_Static_assert(DIVISOR <= 0x10000, "the 8254 counts 16 bits");

volatile uint32_t timer_tick_count;
static void (*tick_handler)(void);

static void count_tick(uint32_t line)
{
    (void)line;
    timer_tick_count++;
    if (tick_handler != NULL)
        tick_handler();
}

void timer_init(void)
{
    port_write_byte(CONTROL_PORT, CONTROL_0_RATE);
    port_write_byte(CHANNEL_0_PORT, (uint8_t)DIVISOR);
    port_write_byte(CHANNEL_0_PORT, (uint8_t)(DIVISOR >> 8));
    interrupt_attach(INTERRUPT_TIMER, count_tick);
}

void timer_call_each_tick(void (*handler)(void))
{
    tick_handler = handler;
}
