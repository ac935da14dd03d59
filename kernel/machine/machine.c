// SPDX-License-Identifier: MIT
#include "kernel/machine/machine.h"

#include "kernel/machine/command_line.h"
#include "kernel/machine/processor.h"

// QEMU docs/specs/pvpanic: with -action panic=pause the machine stops when this bit is written.
#define PANIC_PORT     0x505 // -device pvpanic
#define PANIC_PANICKED (1u << 0)

// ib700 watchdog (QEMU hw/watchdog/wdt_ib700.c; Linux drivers/watchdog/ib700wdt.c).
#define WATCHDOG_STOP_PORT  0x441
#define WATCHDOG_START_PORT 0x443
#define WATCHDOG_MOST       30 // seconds, written as 0; each step is two seconds less
#define WATCHDOG_LEAST      2

void machine_try_end(enum machine_end reason)
{
    port_write_long(MACHINE_END_PORT, reason);
}

void machine_end(enum machine_end reason)
{
    interrupts_disable();
    machine_try_end(reason);
    for (;;)
        __asm__ volatile("cli; hlt");
}

void machine_hold(void)
{
    port_write_byte(WATCHDOG_STOP_PORT, 0);
    port_write_byte(PANIC_PORT, PANIC_PANICKED);
    for (;;)
        __asm__ volatile("cli; hlt");
}

void machine_start_watchdog(void)
{
    uint32_t seconds = command_line_number("watchdog", 0);
    if (seconds == 0)
        return;
    if (seconds < WATCHDOG_LEAST)
        seconds = WATCHDOG_LEAST;
    if (seconds > WATCHDOG_MOST)
        seconds = WATCHDOG_MOST;
    port_write_byte(WATCHDOG_START_PORT, (uint8_t)((WATCHDOG_MOST - seconds) / 2));
}
