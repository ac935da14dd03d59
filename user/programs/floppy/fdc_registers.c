// SPDX-License-Identifier: MIT
#include "user/programs/floppy/fdc_registers.h"

#include "user/handle.h"
#include "user/programs/floppy/fdc.h"

// What an IBM PC has given it (82077AA, 2.1: addresses from the base 0x3f0 on).
#define FLOPPY_LINE    6
#define FLOPPY_CHANNEL 2
#define FIRST_PORT     0x3f0
#define PORT_COUNT     6

// 2.1.6
#define MSR_READY   0x80 // RQM: a byte can be written or read
#define MSR_TO_HOST 0x40 // DIO: it can be read

#define READY_TICKS 50 // for the controller to take or give a byte: 500 ms

// Handles.
static uint8_t ports, rate_port, line, interrupts;
uint8_t fdc_memory;

void fdc_write_register(uint32_t port, uint32_t value)
{
    io_write(port == FDC_DATA_RATE ? rate_port : ports, IO_PORT_WORD(port, 1), value);
}

uint32_t fdc_read_register(uint32_t port)
{
    return (uint32_t)io_read(port == FDC_DIGITAL_INPUT ? rate_port : ports, port, 1);
}

// Waits until the controller takes a byte, or gives one (`direction` is MSR_TO_HOST).
static bool wait_ready(uint32_t direction)
{
    uint32_t start = (uint32_t)clock_read();

    while ((fdc_read_register(FDC_MAIN_STATUS) & (MSR_READY | MSR_TO_HOST)) !=
           (MSR_READY | direction)) {
        if ((uint32_t)clock_read() - start > READY_TICKS)
            return false;
    }
    return true;
}

bool fdc_write_bytes(const uint8_t *bytes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!wait_ready(0))
            return false;
        fdc_write_register(FDC_DATA, bytes[i]);
    }
    return true;
}

bool fdc_read_bytes(uint8_t *bytes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!wait_ready(MSR_TO_HOST))
            return false;
        bytes[i] = (uint8_t)fdc_read_register(FDC_DATA);
    }
    return true;
}

// --- interrupts

// Waits for the controller's interrupt. One that belonged to a command that took too long is not
// taken for the next one's: see forget_interrupts.
bool fdc_wait_interrupt(uint32_t ticks)
{
    struct message message = {.port = interrupts};

    if (message_receive(&message, ticks) < 0)
        return false;
    interrupt_acknowledge(line);
    return true;
}

void fdc_forget_interrupts(void)
{
    while (fdc_wait_interrupt(0))
        continue;
}

int32_t fdc_take(void)
{
    ports = handle_take();
    rate_port = handle_take();
    line = handle_take();
    interrupts = handle_take();
    fdc_memory = handle_take();
    int32_t error = io_create(ports, HANDLE_CORE, FIRST_PORT, PORT_COUNT);
    if (error == 0)
        error = io_create(rate_port, HANDLE_CORE, FDC_DATA_RATE, 1);
    if (error == 0)
        error = port_create(interrupts);
    if (error == 0)
        error = interrupt_create(line, HANDLE_CORE, FLOPPY_LINE);
    if (error == 0)
        error = interrupt_bind(line, interrupts);
    if (error == 0)
        error =
            object_create_wired(fdc_memory, HANDLE_CORE, FDC_RUN_PAGES, WIRED_RUN, FLOPPY_CHANNEL);
    if (error == 0)
        error = object_map(fdc_memory, FDC_RUN_ADDRESS, FDC_RUN_PAGES, REGION_READ | REGION_WRITE);
    return error;
}
