// SPDX-License-Identifier: MIT
#include "user/programs/network/pci.h"

#include "user/handle.h"

// 3.2.2.3.2: "Software Generation of Configuration Transactions".
#define CONFIGURATION_ADDRESS  0xcf8
#define CONFIGURATION_DATA     0xcfc
#define CONFIGURATION_PORTS    8
#define ADDRESS_ENABLE         0x80000000u
#define ADDRESS_DEVICE(device) ((uint32_t)(device) << 11) // of bus 0, function 0

#define DEVICES_MOST 32

// 6.1: "Configuration Space Organization": offsets.
#define REGISTER_IDENTITY   0x00 // vendor, and above it device
#define REGISTER_COMMAND    0x04 // 6.2.2
#define REGISTER_BASE       0x10 // 6.2.5: base address register 0
#define REGISTER_LINE       0x3c // 6.2.4: interrupt line, in the lowest byte
#define IDENTITY_NONE       0xffffffffu
#define IDENTITY_DEVICE_BIT 16
#define COMMAND_IO          1u          // the device answers at its I/O ports
#define COMMAND_STATUS      0xffff0000u // bits that are cleared by writing ones
#define BASE_IS_IO          1u
#define BASE_IO_ADDRESS     0xfffcu
#define LINE_MASK           0xffu
#define LINE_MOST           15 // more: it has none

static uint32_t address_of(uint32_t device, uint32_t offset)
{
    return ADDRESS_ENABLE | ADDRESS_DEVICE(device) | offset;
}

static uint32_t read_configuration(uint32_t ports, uint32_t device, uint32_t offset)
{
    uint32_t value = IDENTITY_NONE;

    io_write(ports, IO_PORT_WORD(CONFIGURATION_ADDRESS, 4), address_of(device, offset));
    io_transfer(ports, IO_PORT_WORD(CONFIGURATION_DATA, 4) | IO_TO_MEMORY, &value, 1);
    return value;
}

static void write_configuration(uint32_t ports, uint32_t device, uint32_t offset, uint32_t value)
{
    io_write(ports, IO_PORT_WORD(CONFIGURATION_ADDRESS, 4), address_of(device, offset));
    io_write(ports, IO_PORT_WORD(CONFIGURATION_DATA, 4), value);
}

static bool read_device(uint32_t ports, uint32_t number, struct pci_device *found)
{
    uint32_t base = read_configuration(ports, number, REGISTER_BASE);

    found->first_port = base & BASE_IO_ADDRESS;
    found->line = read_configuration(ports, number, REGISTER_LINE) & LINE_MASK;
    if ((base & BASE_IS_IO) == 0 || found->first_port == 0 || found->line > LINE_MOST)
        return false;
    uint32_t command = read_configuration(ports, number, REGISTER_COMMAND) & ~COMMAND_STATUS;
    write_configuration(ports, number, REGISTER_COMMAND, command | COMMAND_IO);
    return true;
}

bool pci_find(uint32_t vendor, uint32_t device, struct pci_device *found)
{
    uint8_t ports = handle_take();
    bool is_found = false;
    int32_t error = io_create(ports, HANDLE_CORE, CONFIGURATION_ADDRESS, CONFIGURATION_PORTS);

    for (uint32_t number = 0; error == 0 && number < DEVICES_MOST && !is_found; number++)
        is_found = read_configuration(ports, number, REGISTER_IDENTITY) ==
                       (vendor | device << IDENTITY_DEVICE_BIT) &&
                   read_device(ports, number, found);
    handle_give_back(ports);
    return is_found;
}
