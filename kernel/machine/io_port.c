// SPDX-License-Identifier: MIT
#include "kernel/machine/io_port.h"

#include "common/string.h"
#include "kernel/machine/processor.h"

struct io_range io_ranges[IO_RANGES_MOST];

// What the kernel's own devices listen to. (Intel 82371AB (PIIX4) data sheet, table "I/O address
// map"; the PC's usual places for serial ports and the display.)
static const struct {
    uint16_t first, last;
} kernels[] = {
    {0x000, 0x01f}, // DMA controller 1
    {0x020, 0x03f}, // interrupt controller 1
    {0x040, 0x05f}, // timer
    {0x080, 0x08f}, // DMA page registers
    {0x0a0, 0x0bf}, // interrupt controller 2
    {0x0c0, 0x0df}, // DMA controller 2
    {0x0f4, 0x0f7}, // isa-debug-exit (kernel/machine/machine.c)
    {0x2f8, 0x2ff}, // COM2, the records
    {0x3b0, 0x3df}, // display
    {0x3f8, 0x3ff}, // COM1, the console
    {0x441, 0x443}, // ib700 watchdog (kernel/machine/machine.c)
    {0x4d0, 0x4d1}, // edge or level, for the interrupt controllers
};

bool io_port_is_kernels(uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < sizeof kernels / sizeof kernels[0]; i++) {
        if (first <= kernels[i].last && kernels[i].first < first + count)
            return true;
    }
    return false;
}

uint32_t io_port_read(uint32_t port, uint32_t width)
{
    if (width == 1)
        return port_read_byte((uint16_t)port);
    if (width == 2)
        return port_read_word((uint16_t)port);
    return port_read_long((uint16_t)port);
}

void io_port_write(uint32_t port, uint32_t width, uint32_t value)
{
    if (width == 1)
        port_write_byte((uint16_t)port, (uint8_t)value);
    else if (width == 2)
        port_write_word((uint16_t)port, (uint16_t)value);
    else
        port_write_long((uint16_t)port, value);
}

// The lowest bytes come first.
void io_port_read_to(uint32_t port, uint32_t width, void *memory)
{
    uint32_t value = io_port_read(port, width);
    memcpy(memory, &value, width);
}

void io_port_write_from(uint32_t port, uint32_t width, const void *memory)
{
    uint32_t value = 0;
    memcpy(&value, memory, width);
    io_port_write(port, width, value);
}
