// SPDX-License-Identifier: MIT
#include "user/programs/floppy/fdc.h"

#include "user/block.h"
#include "user/programs/floppy/fdc_registers.h"
#include "user/system.h"

// 2.1.3: drive 0 is selected in all of these.
#define DOR_NOT_RESET 0x04
#define DOR_DMA       0x08 // DMAGATE#: interrupts and DMA requests get through
#define DOR_MOTOR_0   0x10

#define DIR_CHANGED 0x80 // 2.1.8, DSKCHG

// 5.2.7, CONFIGURE
#define CONFIGURE_IMPLIED_SEEK 0x40
#define CONFIGURE_NO_POLL      0x10
#define CONFIGURE_THRESHOLD                                                                        \
    0x07 // the FIFO asks for DMA when it is half full; EFIFO# is 0: it is on

// 5.2.6, SPECIFY: steps of 3 ms at 500 kbit/s, 240 ms to unload the head; 16 ms to load it, and
// DMA.
#define SPECIFY_STEP_UNLOAD 0xdf
#define SPECIFY_LOAD_DMA    0x02

// 5.2.11, PERPENDICULAR MODE: drive 0 has perpendicular heads, which disks of 2.88 MB need. OW: the
// other bits are meant.
#define PERPENDICULAR_DRIVE_0 0x84
#define PERPENDICULAR_NONE    0x80
#define RATE_1_MBIT           3 // 2.1.9: 0 is 500 kbit/s, 1 is 300, 2 is 250, 3 is 1,000

// Table 5-1, command set. Bits of the first byte: MT, go on with the other head; MFM.
#define COMMAND_BOTH_HEADS 0x80
#define COMMAND_MFM        0x40

enum command {
    COMMAND_SPECIFY = 0x03,                                  // 5.2.6
    COMMAND_DRIVE_STATUS = 0x04,                             // 5.2.5, SENSE DRIVE STATUS
    COMMAND_WRITE = 0x05 | COMMAND_BOTH_HEADS | COMMAND_MFM, // 5.1
    COMMAND_READ = 0x06 | COMMAND_BOTH_HEADS | COMMAND_MFM,  // 5.1
    COMMAND_RECALIBRATE = 0x07,                              // 5.2.2
    COMMAND_SENSE_INTERRUPT = 0x08,                          // 5.2.4
    COMMAND_READ_ID = 0x0a | COMMAND_MFM,                    // 5.2.1
    COMMAND_SEEK = 0x0f,                                     // 5.2.3
    COMMAND_PERPENDICULAR = 0x12,                            // 5.2.11
    COMMAND_CONFIGURE = 0x13,                                // 5.2.7
};

#define HEAD_SHIFT     2    // HDS in the second byte
#define SIZE_512       2    // N
#define GAP            0x1b // GPL for reading and writing 3.5 inch disks
#define DATA_LENGTH    0xff // DTL, which N makes meaningless
#define TRANSFER_BYTES 9
#define RESULT_BYTES   7
#define DRIVES         4

// 6.1, status register 0
#define ST0_CODE     0xc0 // IC: 0, normal termination
#define ST0_SEEK_END 0x20 // SE
// 6.2, status register 1
#define ST1_NO_ADDRESS   0x01 // MA
#define ST1_NOT_WRITABLE 0x02 // NW
#define ST1_NO_DATA      0x04 // ND
#define ST1_OVERRUN      0x10 // OR
#define ST1_DATA_ERROR   0x20 // DE
#define ST1_TRACK_END    0x80 // EN
// 6.4, status register 3
#define ST3_PROTECTED 0x40 // WP

#define RESET_TICKS   50  // from the reset to its interrupt
#define MOVE_TICKS    300 // for a seek over all cylinders, or a transfer with one
#define SPIN_UP_TICKS 50

static struct fdc_status last;
static bool motor_is_on;

// 5.2.4, SENSE INTERRUPT STATUS: how a seek or a reset ended.
static bool sense_interrupt(uint8_t *st0, uint8_t *cylinder)
{
    static const uint8_t command[] = {COMMAND_SENSE_INTERRUPT};
    uint8_t result[2];

    if (!fdc_write_bytes(command, sizeof command) || !fdc_read_bytes(result, sizeof result))
        return false;
    *st0 = result[0];
    *cylinder = result[1];
    return true;
}

// --- setting up

void fdc_set_motor(bool on)
{
    fdc_write_register(FDC_DIGITAL_OUTPUT, DOR_NOT_RESET | DOR_DMA | (on ? DOR_MOTOR_0 : 0));
    if (on && !motor_is_on)
        process_sleep(SPIN_UP_TICKS);
    motor_is_on = on;
}

static bool configure(uint32_t rate)
{
    static const uint8_t configure[] = {
        COMMAND_CONFIGURE, 0, CONFIGURE_IMPLIED_SEEK | CONFIGURE_NO_POLL | CONFIGURE_THRESHOLD, 0};
    static const uint8_t specify[] = {COMMAND_SPECIFY, SPECIFY_STEP_UNLOAD, SPECIFY_LOAD_DMA};
    const uint8_t perpendicular[] = {
        COMMAND_PERPENDICULAR, rate == RATE_1_MBIT ? PERPENDICULAR_DRIVE_0 : PERPENDICULAR_NONE};

    fdc_write_register(FDC_DATA_RATE, rate);
    return fdc_write_bytes(configure, sizeof configure) &&
           fdc_write_bytes(specify, sizeof specify) &&
           fdc_write_bytes(perpendicular, sizeof perpendicular);
}

// 2.2: after a reset the controller polls the drives, and interrupts for all four at once; each has
// a status to be asked for.
bool fdc_reset(uint32_t rate)
{
    uint8_t st0, cylinder;
    uint32_t motor = motor_is_on ? DOR_MOTOR_0 : 0;

    fdc_forget_interrupts();
    fdc_write_register(FDC_DIGITAL_OUTPUT, DOR_DMA | motor);
    process_sleep(1); // longer than the 500 ns that it takes at 500 kbit/s
    fdc_write_register(FDC_DIGITAL_OUTPUT, DOR_NOT_RESET | DOR_DMA | motor);
    if (!fdc_wait_interrupt(RESET_TICKS))
        return false;
    for (uint32_t drive = 0; drive < DRIVES; drive++) {
        if (!sense_interrupt(&st0, &cylinder))
            return false;
    }
    return configure(rate);
}

// --- commands

// After a command that moves the head.
static bool finish_seek(uint32_t wanted)
{
    uint8_t st0, cylinder;

    if (!fdc_wait_interrupt(MOVE_TICKS) || !sense_interrupt(&st0, &cylinder))
        return false;
    last = (struct fdc_status){.st0 = st0};
    return (st0 & (ST0_CODE | ST0_SEEK_END)) == ST0_SEEK_END && cylinder == wanted;
}

bool fdc_recalibrate(void)
{
    static const uint8_t command[] = {COMMAND_RECALIBRATE, 0};

    fdc_forget_interrupts();
    // 5.2.2: it gives up after 79 steps, which is one too few where the head is at the end.
    return (fdc_write_bytes(command, sizeof command) && finish_seek(0)) ||
           (fdc_write_bytes(command, sizeof command) && finish_seek(0));
}

bool fdc_seek(uint32_t cylinder)
{
    const uint8_t command[] = {COMMAND_SEEK, 0, (uint8_t)cylinder};

    fdc_forget_interrupts();
    return fdc_write_bytes(command, sizeof command) && finish_seek(cylinder);
}

// The seven result bytes of reading, writing and READ ID. Bytes 3 to 6 say where the head was; not
// all controllers count that right after several sectors, so nothing is concluded from it.
static bool read_result(void)
{
    uint8_t result[RESULT_BYTES];

    last = (struct fdc_status){.is_silent = true};
    if (!fdc_wait_interrupt(MOVE_TICKS) || !fdc_read_bytes(result, sizeof result))
        return false;
    last = (struct fdc_status){.st0 = result[0], .st1 = result[1], .st2 = result[2]};
    return (last.st0 & ST0_CODE) == 0 && last.st1 == 0 && last.st2 == 0;
}

bool fdc_sees_sectors(void)
{
    static const uint8_t command[] = {COMMAND_READ_ID, 0};

    fdc_forget_interrupts();
    return fdc_write_bytes(command, sizeof command) && read_result();
}

bool fdc_is_changed(void)
{
    return (fdc_read_register(FDC_DIGITAL_INPUT) & DIR_CHANGED) != 0;
}

bool fdc_is_protected(void)
{
    static const uint8_t command[] = {COMMAND_DRIVE_STATUS, 0};
    uint8_t st3;

    return fdc_write_bytes(command, sizeof command) && fdc_read_bytes(&st3, 1) &&
           (st3 & ST3_PROTECTED) != 0;
}

bool fdc_move(const struct fdc_transfer *transfer)
{
    const uint8_t command[TRANSFER_BYTES] = {
        transfer->to_disk ? COMMAND_WRITE : COMMAND_READ,
        (uint8_t)(transfer->head << HEAD_SHIFT),
        (uint8_t)transfer->cylinder,
        (uint8_t)transfer->head,
        (uint8_t)transfer->sector,
        SIZE_512,
        (uint8_t)transfer->track_sectors,
        GAP,
        DATA_LENGTH,
    };

    last = (struct fdc_status){.is_silent = true};
    fdc_forget_interrupts();
    if (dma_control(fdc_memory, transfer->to_disk ? DMA_TO_DEVICE : DMA_FROM_DEVICE,
                    transfer->offset, transfer->sectors * SECTOR_BYTES) != 0)
        return false;
    bool good = fdc_write_bytes(command, sizeof command) && read_result();
    // Without the end of the DMA transfer the controller says that the track ended too early (EN).
    // So what the channel has left tells nothing more, except of a channel that stopped in the
    // middle. (The channels of v86 do not count; there all of it is left.)
    uint32_t left = (uint32_t)dma_control(fdc_memory, DMA_STOP, 0, 0);
    if (good && left != 0 && left != transfer->sectors * SECTOR_BYTES) {
        last.is_silent = true;
        return false;
    }
    return good;
}

const struct fdc_status *fdc_status(void)
{
    return &last;
}

const char *fdc_status_text(const struct fdc_status *status)
{
    static const struct {
        uint8_t mask;
        const char *text;
    } st1_texts[] = {
        {ST1_NOT_WRITABLE, "the disk is write-protected"},
        {ST1_DATA_ERROR, "the check sum of a sector is wrong"},
        {ST1_NO_DATA, "a sector is not there"},
        {ST1_TRACK_END, "the track ends before the sector"},
        {ST1_OVERRUN, "data were lost, since memory was too slow"},
        {ST1_NO_ADDRESS, "there are no sectors to be seen"},
    };

    if (status->is_silent)
        return "it did not answer, or did less than it should";
    for (uint32_t i = 0; i < sizeof st1_texts / sizeof st1_texts[0]; i++) {
        if (status->st1 & st1_texts[i].mask)
            return st1_texts[i].text;
    }
    return "the command ended early";
}
