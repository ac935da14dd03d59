// SPDX-License-Identifier: MIT
#include "user/programs/disk/ata.h"

#include "user/handle.h"
#include "user/print.h"

static uint8_t ports, control_port, line, interrupts; // handles

// What an IBM PC has given the first channel.
#define ATA_LINE   14
#define FIRST_PORT 0x1f0
#define PORT_COUNT 8

// ATA-6, 7: "Interface register definitions and descriptions", a section for each register, of
// its name.
enum ata_register {
    REGISTER_DATA = 0x1f0,
    REGISTER_ERROR = 0x1f1,
    REGISTER_SECTOR_COUNT = 0x1f2,
    REGISTER_LBA_LOW = 0x1f3,
    REGISTER_LBA_MID = 0x1f4,
    REGISTER_LBA_HIGH = 0x1f5,
    REGISTER_DEVICE = 0x1f6,
    REGISTER_STATUS = 0x1f7,    // reading: the interrupt is noticed
    REGISTER_COMMAND = 0x1f7,   // writing
    REGISTER_CONTROL = 0x3f6,   // writing: "Device control"
    REGISTER_ALTERNATE = 0x3f6, // reading: "Alternate status", which leaves the interrupt alone
};

// ATA-6, 7: "Status register", and two others that stand at their bits.
#define STATUS_BUSY     0x80 // BSY
#define STATUS_FAULT    0x20 // DF
#define STATUS_REQUEST  0x08 // DRQ: data can be moved
#define STATUS_ERROR    0x01 // ERR: the error register says which
#define CONTROL_RESET   0x04 // "Device Control register": SRST
#define DEVICE_LBA      0xe0 // "Device register": LBA, and two bits that were always set; device 0
#define LBA_DEVICE_BITS 24   // of a sector's number go to the three LBA registers, four to DEVICE

// ATA-6, 8: "Command descriptions", a section for each, of the name that stands there.
enum ata_command {
    COMMAND_READ = 0xc4,         // READ MULTIPLE
    COMMAND_WRITE = 0xc5,        // WRITE MULTIPLE
    COMMAND_SET_MULTIPLE = 0xc6, // SET MULTIPLE MODE
    COMMAND_FLUSH = 0xe7,        // FLUSH CACHE
    COMMAND_IDENTIFY = 0xec,     // IDENTIFY DEVICE
};

// ATA-6, 8: "IDENTIFY DEVICE".
#define IDENTIFY_MULTIPLE 47 // word: how many sectors there can be to a block, in its lower byte
#define IDENTIFY_SECTORS  60 // word, and the next: how many sectors there are
#define SECTOR_WORDS      (SECTOR_BYTES / 2)
#define COMMAND_SECTORS   128 // at once
#define BLOCK_SECTORS     16  // with one interrupt, at most
#define TRIES             3
#define WAIT_TICKS        (10 * TICKS_PER_SECOND) // a disk may have to start turning
#define PAGE_THOUSANDTHS  (1000 / SECTORS_PER_PAGE)

// The table of partitions, in sector 0: the first entry.
#define PARTITION_FIRST   (446 + 8)  // its first sector
#define PARTITION_SECTORS (446 + 12) // how many it has
#define BOOT_JUMP         0xeb       // a file system's own boot sector begins with a jump

struct store_device ata_state;

static uint32_t block_sectors;                // that are moved with one interrupt
static uint32_t all_sectors;                  // of the disk
static uint32_t first_sector, usable_sectors; // of the part that is open

// --- registers

static void write_register(enum ata_register port, uint32_t value)
{
    io_write(port == REGISTER_CONTROL ? control_port : ports, IO_PORT_WORD(port, 1), value);
}

static uint32_t read_register(enum ata_register port)
{
    return (uint32_t)io_read(port == REGISTER_ALTERNATE ? control_port : ports, port, 1);
}

static bool wait_while_busy(void)
{
    uint32_t start = (uint32_t)clock_read();

    while (read_register(REGISTER_ALTERNATE) & STATUS_BUSY) {
        if ((uint32_t)clock_read() - start > WAIT_TICKS)
            return false;
    }
    return true;
}

static bool wait_interrupt(uint32_t ticks)
{
    struct message message = {.port = interrupts};

    if (message_receive(&message, ticks) < 0)
        return false;
    interrupt_acknowledge(line);
    return true;
}

// Whether the disk has done what it should, and, if `moves`, is ready to move a sector.
static bool is_good(bool moves)
{
    uint32_t status = read_register(REGISTER_STATUS);

    return (status & (STATUS_BUSY | STATUS_FAULT | STATUS_ERROR)) == 0 &&
           (!moves || (status & STATUS_REQUEST) != 0);
}

static bool start(enum ata_command command, uint32_t sector, uint32_t count)
{
    if (!wait_while_busy())
        return false;
    while (wait_interrupt(0)) // of a command that took too long
        continue;
    write_register(REGISTER_DEVICE, DEVICE_LBA | sector >> LBA_DEVICE_BITS);
    write_register(REGISTER_SECTOR_COUNT, count);
    write_register(REGISTER_LBA_LOW, sector);
    write_register(REGISTER_LBA_MID, sector >> 8);
    write_register(REGISTER_LBA_HIGH, sector >> 16);
    write_register(REGISTER_COMMAND, command);
    return true;
}

// --- commands

// Moves up to a block of sectors. Returns how many.
static uint32_t move_block(uint32_t port, uint32_t left, uint8_t *memory)
{
    uint32_t count = left < block_sectors ? left : block_sectors;

    for (uint32_t i = 0; i < count; i++)
        io_transfer(ports, port, memory + i * SECTOR_BYTES, SECTOR_WORDS);
    return count;
}

// ATA-6, 9.5: "PIO data-in command protocol": an interrupt before each block.
static bool take_sectors(enum ata_command command, uint32_t sector, uint32_t count, uint8_t *to)
{
    if (!start(command, sector, count))
        return false;
    for (uint32_t done = 0; done < count;) {
        if (!wait_interrupt(WAIT_TICKS) || !is_good(true))
            return false;
        done += move_block(IO_PORT_WORD(REGISTER_DATA, 2) | IO_TO_MEMORY, count - done,
                           to + done * SECTOR_BYTES);
    }
    return true;
}

// ATA-6, 9.6: "PIO data-out command protocol": an interrupt after each block.
static bool give_sectors(uint32_t sector, uint32_t count, uint8_t *from)
{
    if (!start(COMMAND_WRITE, sector, count) || !wait_while_busy())
        return false;
    for (uint32_t done = 0; done < count;) {
        if (!is_good(true))
            return false;
        done +=
            move_block(IO_PORT_WORD(REGISTER_DATA, 2), count - done, from + done * SECTOR_BYTES);
        if (!wait_interrupt(WAIT_TICKS))
            return false;
    }
    return is_good(false);
}

static bool do_without_data(enum ata_command command, uint32_t count)
{
    return start(command, 0, count) && wait_interrupt(WAIT_TICKS) && is_good(false);
}

// ATA-6, 9: "Software reset protocol".
static void reset(void)
{
    write_register(REGISTER_CONTROL, CONTROL_RESET);
    process_sleep(1);
    write_register(REGISTER_CONTROL, 0);
    process_sleep(1);
    wait_while_busy();
    do_without_data(COMMAND_SET_MULTIPLE, block_sectors);
}

static void note_failure(void)
{
    ata_state.tries++;
    ata_state.last_error = read_register(REGISTER_ALTERNATE) | read_register(REGISTER_ERROR) << 8;
    reset();
}

static int32_t complain(const char *what, uint32_t sector)
{
    print("disk     sector %u cannot be %s: the disk says status 0x%02x, error 0x%02x\n", sector,
          what, ata_state.last_error & 0xff, ata_state.last_error >> 8);
    return E_PAGER;
}

// --- the block device

static int32_t move(bool to_disk, uint32_t sector, uint32_t count, uint8_t *memory)
{
    for (uint32_t i = 0; i < TRIES; i++) {
        ata_state.commands++;
        if (to_disk ? give_sectors(sector, count, memory)
                    : take_sectors(COMMAND_READ, sector, count, memory)) {
            ata_state.pages += count * PAGE_THOUSANDTHS;
            return 0;
        }
        note_failure();
    }
    return complain(to_disk ? "written" : "read", sector);
}

static int32_t move_all(bool to_disk, uint32_t first, uint32_t count, uint8_t *memory)
{
    int32_t error = first > usable_sectors || count > usable_sectors - first ? E_PAGER : 0;

    while (error == 0 && count > 0) {
        uint32_t part = count < COMMAND_SECTORS ? count : COMMAND_SECTORS;
        error = move(to_disk, first_sector + first, part, memory);
        memory += part * SECTOR_BYTES;
        first += part;
        count -= part;
    }
    return error;
}

static int32_t read(uint32_t first, uint32_t count, void *memory)
{
    return move_all(false, first, count, memory);
}

static int32_t write(uint32_t first, uint32_t count, const void *memory)
{
    return move_all(true, first, count, (void *)memory);
}

// What was written is with the disk already.
static int32_t flush(void)
{
    return 0;
}

static int32_t sync(void)
{
    for (uint32_t i = 0; i < TRIES; i++) {
        if (do_without_data(COMMAND_FLUSH, 0))
            return 0;
        note_failure();
    }
    return complain("written for good", 0);
}

static uint32_t word_at(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int32_t open_whole(void)
{
    first_sector = 0;
    usable_sectors = ata_whole_disk.sectors = all_sectors;
    return 0;
}

static int32_t open(void)
{
    static uint8_t sector[SECTOR_BYTES];

    open_whole();
    ata_disk.sectors = all_sectors;
    int32_t error = read(0, 1, sector);
    if (error != 0 || sector[0] == BOOT_JUMP)
        return error;
    uint32_t first = word_at(sector + PARTITION_FIRST);
    uint32_t sectors = word_at(sector + PARTITION_SECTORS);
    if (first == 0 || first > all_sectors || sectors == 0 || sectors > all_sectors - first)
        return E_KIND;
    first_sector = first;
    usable_sectors = ata_disk.sectors = sectors;
    return 0;
}

static bool is_changed(void)
{
    return false; // it cannot be taken out
}

struct block_device ata_disk = {
    .is_changed = is_changed,
    .open = open,
    .read = read,
    .write = write,
    .flush = flush,
    .sync = sync,
};

struct block_device ata_whole_disk = {
    .is_changed = is_changed,
    .open = open_whole,
    .read = read,
    .write = write,
    .flush = flush,
    .sync = sync,
};

int32_t ata_start(void)
{
    static uint8_t identity[SECTOR_BYTES];

    ports = handle_take();
    control_port = handle_take();
    line = handle_take();
    interrupts = handle_take();
    int32_t error = io_create(ports, HANDLE_CORE, FIRST_PORT, PORT_COUNT);
    if (error == 0)
        error = io_create(control_port, HANDLE_CORE, REGISTER_CONTROL, 1);
    if (error == 0)
        error = port_create(interrupts);
    if (error == 0)
        error = interrupt_create(line, HANDLE_CORE, ATA_LINE);
    if (error == 0)
        error = interrupt_bind(line, interrupts);
    if (error != 0)
        return error;
    // Where there is no disk, nobody answers: all bits are set, or none are.
    write_register(REGISTER_DEVICE, DEVICE_LBA);
    uint32_t status = read_register(REGISTER_ALTERNATE);
    block_sectors = 1;
    if (status == 0 || status == 0xff || !take_sectors(COMMAND_IDENTIFY, 0, 1, identity))
        return E_STATE;
    block_sectors = identity[2 * IDENTIFY_MULTIPLE];
    if (block_sectors > BLOCK_SECTORS)
        block_sectors = BLOCK_SECTORS;
    if (block_sectors == 0 || !do_without_data(COMMAND_SET_MULTIPLE, block_sectors))
        return E_STATE;
    all_sectors = word_at(identity + 2 * IDENTIFY_SECTORS);
    return all_sectors == 0 ? E_STATE : 0;
}
