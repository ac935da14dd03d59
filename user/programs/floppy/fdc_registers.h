// SPDX-License-Identifier: MIT
// The controller's registers, its interrupt, and the bytes of commands and results. Only fdc.c uses
// this. Source: Intel 82077AA data sheet, 2.1 for the registers.
#ifndef USER_PROGRAMS_FLOPPY_FDC_REGISTERS_H
#define USER_PROGRAMS_FLOPPY_FDC_REGISTERS_H

#include <stdbool.h>
#include <stdint.h>

extern uint8_t fdc_memory; // handle of the run of frames for DMA

#define FDC_DIGITAL_OUTPUT 0x3f2 // 2.1.3, DOR
#define FDC_MAIN_STATUS    0x3f4 // 2.1.6, MSR
#define FDC_DATA           0x3f5 // 2.1.7, FIFO
#define FDC_DIGITAL_INPUT  0x3f7 // 2.1.8, DIR, reading
#define FDC_DATA_RATE      0x3f7 // 2.1.9, CCR, writing

void fdc_write_register(uint32_t port, uint32_t value);
uint32_t fdc_read_register(uint32_t port);

// Writes the bytes of a command, or reads those of a result, each when the controller is ready for
// it. Returns false if it is not in time.
bool fdc_write_bytes(const uint8_t *bytes, uint32_t count);
bool fdc_read_bytes(uint8_t *bytes, uint32_t count);

// Waits for the controller's interrupt. Returns false if none came in so many ticks.
bool fdc_wait_interrupt(uint32_t ticks);

// Forgets interrupts of commands that took too long, so that they are not taken for the next one's.
void fdc_forget_interrupts(void);

#endif
