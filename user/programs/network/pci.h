// SPDX-License-Identifier: MIT
// Finds a device on the PCI bus, as the BIOS has set it up.
// Source: PCI Local Bus Specification 2.2.
#ifndef USER_PROGRAMS_NETWORK_PCI_H
#define USER_PROGRAMS_NETWORK_PCI_H

#include <stdbool.h>
#include <stdint.h>

struct pci_device {
    uint32_t first_port; // of its I/O ports: base address register 0
    uint32_t line;       // its interrupt line
};

// Finds the first device with that vendor and device number, with I/O ports and an interrupt line,
// and lets it answer at its I/O ports. Returns whether there is one.
bool pci_find(uint32_t vendor, uint32_t device, struct pci_device *found);

#endif
