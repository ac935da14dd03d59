// SPDX-License-Identifier: MIT
// The floppy disk controller, an Intel 82077AA or one that behaves like it, and its first drive:
// the commands that a disk needs, one at a time, with ISA DMA and interrupts.
//
// A command has three phases: the driver writes its bytes, the controller executes it and
// interrupts, the driver reads the result bytes. All of these functions wait for the end.
// Source: Intel 82077AA data sheet; sections stand at each register and command in fdc.c.
#ifndef USER_PROGRAMS_FLOPPY_FDC_H
#define USER_PROGRAMS_FLOPPY_FDC_H

#include <stdbool.h>
#include <stdint.h>

// The run of frames that the DMA channel reaches is mapped here. The channel moves fewer than 64
// KiB at once.
#define FDC_RUN_ADDRESS 0x20000000u
#define FDC_RUN_PAGES   16

// What the controller said last: status registers 0, 1 and 2.
struct fdc_status {
    uint8_t st0, st1, st2;
    bool is_silent; // it said nothing in time, or moved fewer bytes than it was told to
};

// Takes ports, interrupt, and memory for DMA. Returns 0; an error if there is no controller or
// somebody else has it.
int32_t fdc_take(void);

// Turns the motor on, and waits until the disk turns at its speed; or turns it off.
void fdc_set_motor(bool on);

// Resets the controller, and sets it up for data rate `rate`. Returns whether it answers.
bool fdc_reset(uint32_t rate);

// How many data rates there are: 0 to FDC_RATES - 1.
#define FDC_RATES 4

// Moves the head to cylinder 0, whose place the drive itself knows. Returns whether that went well.
bool fdc_recalibrate(void);

// Moves the head to a cylinder. Returns whether that went well.
bool fdc_seek(uint32_t cylinder);

// Whether sectors can be seen with the data rate that is set.
bool fdc_sees_sectors(void);

// Whether the disk was taken out, or changed, since the head was moved last with a disk in the
// drive.
bool fdc_is_changed(void);

// Whether the disk cannot be written to.
bool fdc_is_protected(void);

struct fdc_transfer {
    bool to_disk;
    uint32_t cylinder, head, sector; // of the first one; sectors begin with 1
    uint32_t sectors;                // up to the last of the cylinder's second head
    uint32_t track_sectors;          // of the disk
    uint32_t offset;                 // of the memory in the run, in bytes
};

// Moves sectors, to whose cylinder the head goes by itself. Returns whether all of them were moved;
// else fdc_status tells.
bool fdc_move(const struct fdc_transfer *transfer);

const struct fdc_status *fdc_status(void);

// That in words.
const char *fdc_status_text(const struct fdc_status *status);

#endif
