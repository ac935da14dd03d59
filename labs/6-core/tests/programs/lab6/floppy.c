// SPDX-License-Identifier: MIT
// A device with all that the core right gives: I/O ports, an interrupt, and a DMA channel. The
// least of a driver for the floppy disk controller, on which to see that they work together.
// Source: Intel 82077AA data sheet, "Register set" and "Command set".
#include "labs/6-core/tests/programs/lab6/scenarios.h"
#include "labs/6-core/tests/programs/lab6/support.h"

#define FLOPPY_LINE    6
#define FLOPPY_CHANNEL 2
#define FLOPPY_PORTS   0x3f0
#define DIGITAL_OUTPUT 0x3f2 // DOR
#define MAIN_STATUS    0x3f4 // MSR
#define DATA           0x3f5 // FIFO
#define DATA_RATE      0x3f7 // CCR

#define DOR_RESET   0x00
#define DOR_RUNNING 0x1c // motor 0, DMA, not reset, drive 0
#define MSR_READY   0x80
#define MSR_TO_HOST 0x40

#define COMMAND_SPECIFY     0x03
#define COMMAND_RECALIBRATE 0x07
#define COMMAND_SENSE       0x08
#define COMMAND_READ        0x46 // MFM

#define SECTOR_BYTES  512
#define TRACK_SECTORS 18
#define HEADS         2
#define DRIVES        4

// Handles.
#define RUN   OBJECT
#define PORTS SPARE
#define RATE  (SPARE + 1)
#define LINE  (SPARE + 2)

static uint32_t status(void)
{
    return (uint32_t)io_read(PORTS, MAIN_STATUS, 1);
}

static void send(uint32_t value)
{
    for (uint32_t i = 0; (status() & (MSR_READY | MSR_TO_HOST)) != MSR_READY; i++)
        CHECK(i, <, 1000u);
    CHECK(io_write(PORTS, IO_PORT_WORD(DATA, 1), value), ==, 0);
}

static uint32_t receive(void)
{
    for (uint32_t i = 0; (status() & (MSR_READY | MSR_TO_HOST)) != (MSR_READY | MSR_TO_HOST); i++)
        CHECK(i, <, 1000u);
    return (uint32_t)io_read(PORTS, DATA, 1);
}

static bool await_interrupt(uint32_t ticks)
{
    struct message message = {.port = PORT};
    int32_t result = message_receive(&message, ticks);

    if (result == E_TIMEOUT)
        return false;
    CHECK(result, ==, 0);
    CHECK(message.words[0], ==, 1u << FLOPPY_LINE);
    CHECK(interrupt_acknowledge(LINE), ==, 0);
    return true;
}

static void sense(void)
{
    send(COMMAND_SENSE);
    receive();
    receive();
}

static void start_floppy(void)
{
    CHECK(port_create(PORT), ==, 0);
    CHECK(io_create(PORTS, HANDLE_CORE, FLOPPY_PORTS, 6), ==, 0);
    CHECK(io_create(RATE, HANDLE_CORE, DATA_RATE, 1), ==, 0);
    CHECK(interrupt_create(LINE, HANDLE_CORE, FLOPPY_LINE), ==, 0);
    CHECK(interrupt_bind(LINE, PORT), ==, 0);
    CHECK(object_create_wired(RUN, HANDLE_CORE, 4, WIRED_RUN, FLOPPY_CHANNEL), ==, 0);
    CHECK(io_write(PORTS, IO_PORT_WORD(DIGITAL_OUTPUT, 1), DOR_RESET), ==, 0);
    CHECK(io_write(PORTS, IO_PORT_WORD(DIGITAL_OUTPUT, 1), DOR_RUNNING), ==, 0);
    CHECK(await_interrupt(50), ==, true);
    for (uint32_t drive = 0; drive < DRIVES; drive++)
        sense();
    CHECK(io_write(RATE, IO_PORT_WORD(DATA_RATE, 1), 0), ==, 0); // 500 kbit/s
    send(COMMAND_SPECIFY);
    send(0xdf);
    send(0x02); // with DMA
    send(COMMAND_RECALIBRATE);
    send(0);
    CHECK(await_interrupt(300), ==, true);
    sense();
}

static void start_reading(uint32_t sector, uint32_t sectors)
{
    uint32_t head = sector / TRACK_SECTORS % HEADS, first = sector % TRACK_SECTORS + 1;

    send(COMMAND_READ);
    send(head << 2);
    send(sector / TRACK_SECTORS / HEADS);
    send(head);
    send(first);
    send(2); // 512 bytes a sector
    send(first + sectors - 1);
    send(0x1b);
    send(0xff);
}

static uint32_t sum_of(const volatile uint8_t *bytes, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum = sum * 31 + bytes[i];
    return sum;
}

void floppy_read(const char *arguments)
{
    uint32_t sum = 0;

    (void)arguments;
    start_floppy();
    map(0, RUN, PLACE, 4, WRITE);
    for (uint32_t round = 0; round < 3; round++) {
        uint32_t sectors = 1 + test_random(8), offset = test_random(4) * 2048 + SECTOR_BYTES;
        uint32_t sector = test_random(10); // on cylinder 0, where the head is
        CHECK(dma_control(RUN, DMA_FROM_DEVICE, offset, sectors * SECTOR_BYTES), ==, 0);
        start_reading(sector, sectors);
        CHECK(await_interrupt(300), ==, true);
        for (uint32_t i = 0; i < 7; i++)
            receive();
        CHECK(dma_control(RUN, DMA_STOP, 0, 0), ==, 0); // all was done
        sum += sum_of((uint8_t *)PLACE + offset, sectors * SECTOR_BYTES);
    }
    test_report("sum", sum);
}

#define RUN_PAGES   4
#define WORDS_APART 64

static uint32_t sum_of_frames(const uint32_t frames[RUN_PAGES])
{
    uint32_t sum = 0;
    for (uint32_t page = 0; page < RUN_PAGES; page++) {
        for (uint32_t word = 0; word < PAGE_WORDS; word += WORDS_APART)
            sum = sum * 31 + (uint32_t)test_call(TEST_READ_FRAME, frames[page], word, 0);
    }
    return sum;
}

// The run is taken back while the device is about to write to it. Its frames are somebody else's
// then, who must not find the disk's bytes in them.
void floppy_late(const char *arguments)
{
    uint32_t frames[RUN_PAGES];

    (void)arguments;
    start_floppy();
    for (uint32_t page = 0; page < RUN_PAGES; page++)
        frames[page] = (uint32_t)test_call(TEST_PAGE_FRAME, RUN, page, 0);
    CHECK(dma_control(RUN, DMA_FROM_DEVICE, 0, 8 * SECTOR_BYTES), ==, 0);
    CHECK(object_destroy(RUN), ==, 0);
    uint32_t before = sum_of_frames(frames);
    start_reading(0, 8);
    CHECK(await_interrupt(100), ==, false); // it waits for its channel
    CHECK(sum_of_frames(frames), ==, before);
    test_report("done", 1);
}
