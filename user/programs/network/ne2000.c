// SPDX-License-Identifier: MIT
#include "user/programs/network/ne2000.h"

#include "common/string.h"
#include "user/handle.h"
#include "user/programs/network/ne2000_registers.h"
#include "user/programs/network/pci.h"

#define VENDOR_REALTEK 0x10ec
#define DEVICE_RTL8029 0x8029

#define POLLS_MOST     1000
#define OVERFLOW_TICKS 2 // 7.0, "Buffer Ring Overflow", step 3: 1.6 ms at least

uint8_t ne2000_address[NETWORK_ADDRESS_BYTES];

static uint32_t first_port, ring_stop, next_page;
static uint8_t ports, line; // handles

// --- registers

static void write_register(enum ne2000_port port, uint32_t value)
{
    io_write(ports, IO_PORT_WORD(first_port + port, 1), value);
}

static uint32_t read_register(enum ne2000_port port)
{
    return (uint32_t)io_read(ports, first_port + port, 1);
}

static void command(uint32_t bits)
{
    write_register(PORT_COMMAND, bits);
}

// --- the card's memory

// 9.0, "Remote DMA": `bytes`, an even number, from or to the card's memory at `address`. Where the
// ring ends the card goes on at its beginning by itself (7.0, "Packet Reception").
static void transfer(bool to_card, uint32_t address, uint8_t *memory, uint32_t bytes)
{
    uint32_t port = IO_PORT_WORD(first_port + PORT_DATA, 2) | (to_card ? 0 : IO_TO_MEMORY);

    command(COMMAND_START | COMMAND_REMOTE_NONE);
    write_register(PORT_INTERRUPT, INTERRUPT_REMOTE_DONE);
    write_register(PORT_REMOTE_COUNT_LOW, bytes);
    write_register(PORT_REMOTE_COUNT_HIGH, bytes >> 8);
    write_register(PORT_REMOTE_START_LOW, address);
    write_register(PORT_REMOTE_START_HIGH, address >> 8);
    command(COMMAND_START | (to_card ? COMMAND_REMOTE_WRITE : COMMAND_REMOTE_READ));
    for (uint32_t done = 0, words; done < bytes; done += words * 2) {
        words = (bytes - done) / 2;
        words = words < IO_TRANSFER_MOST ? words : IO_TRANSFER_MOST;
        io_transfer(ports, port, memory + done, words);
    }
    for (uint32_t i = 0; i < POLLS_MOST; i++) {
        if (read_register(PORT_INTERRUPT) & INTERRUPT_REMOTE_DONE)
            break;
    }
    write_register(PORT_INTERRUPT, INTERRUPT_REMOTE_DONE);
}

// Whether the page holds what is written to it, and not as another page of memory that comes round
// again.
static bool has_memory(uint32_t page)
{
    uint8_t pattern[2] = {0x55, 0xaa}, other[2] = {0x33, 0xcc}, read[2];

    transfer(true, page * MEMORY_PAGE_BYTES, pattern, sizeof pattern);
    transfer(true, (page - RING_STOP_SMALL + SEND_PAGE) * MEMORY_PAGE_BYTES, other, sizeof other);
    transfer(false, page * MEMORY_PAGE_BYTES, read, sizeof read);
    return read[0] == pattern[0] && read[1] == pattern[1];
}

// --- receiving

static uint32_t page_behind(uint32_t page)
{
    return page + 1 == ring_stop ? RING_PAGE : page + 1;
}

static uint32_t page_before(uint32_t page)
{
    return page == RING_PAGE ? ring_stop - 1 : page - 1;
}

static uint32_t read_current_page(void)
{
    command(COMMAND_START | COMMAND_REMOTE_NONE | COMMAND_PAGE_1);
    uint32_t page = read_register(PORT_NEXT_PAGE);
    command(COMMAND_START | COMMAND_REMOTE_NONE);
    return page;
}

// 11.0, "Initialization Procedures": an empty ring. The boundary is one page behind what is read
// next, so that a full ring is not taken for an empty one.
static void make_ring(void)
{
    command(COMMAND_STOP | COMMAND_REMOTE_NONE);
    write_register(PORT_RING_START, RING_PAGE);
    write_register(PORT_RING_STOP, ring_stop);
    write_register(PORT_BOUNDARY, RING_PAGE);
    next_page = page_behind(RING_PAGE);
    command(COMMAND_STOP | COMMAND_REMOTE_NONE | COMMAND_PAGE_1);
    write_register(PORT_NEXT_PAGE, next_page);
    command(COMMAND_START | COMMAND_REMOTE_NONE);
}

// A header that cannot be: what is in the ring is lost.
static uint32_t restart_ring(void)
{
    make_ring();
    return 0;
}

uint32_t ne2000_receive(void *packet)
{
    uint8_t header[HEADER_BYTES]; // status, page of the next packet, bytes in all

    if (next_page == read_current_page())
        return 0;
    transfer(false, next_page * MEMORY_PAGE_BYTES, header, HEADER_BYTES);
    uint32_t bytes = header[2] + ((uint32_t)header[3] << 8);
    if ((header[0] & STATUS_GOOD) == 0 || header[1] < RING_PAGE || header[1] >= ring_stop ||
        bytes < HEADER_BYTES + CHECK_BYTES)
        return restart_ring();
    // Emulators count no check sequence.
    bytes -= HEADER_BYTES;
    if (bytes > NETWORK_PACKET_BYTES + CHECK_BYTES)
        return restart_ring();
    if (bytes > NETWORK_PACKET_BYTES)
        bytes = NETWORK_PACKET_BYTES;
    transfer(false, next_page * MEMORY_PAGE_BYTES + HEADER_BYTES, packet, (bytes + 1) & ~1u);
    next_page = header[1];
    write_register(PORT_BOUNDARY, page_before(next_page));
    return bytes;
}

// 7.0, "Buffer Ring Overflow": the controller has to be stopped and started, and what was being
// sent then is sent again. The steps' numbers are the data sheet's. What is in the ring is thrown
// away (8), since its client may have no room for it: who sent it sends it again.
static void recover_from_overflow(void)
{
    bool was_sending = read_register(PORT_COMMAND) & COMMAND_SEND; // 1

    command(COMMAND_STOP | COMMAND_REMOTE_NONE); // 2
    process_sleep(OVERFLOW_TICKS);               // 3
    write_register(PORT_REMOTE_COUNT_LOW, 0);    // 4
    write_register(PORT_REMOTE_COUNT_HIGH, 0);
    bool is_sent = read_register(PORT_INTERRUPT) & (INTERRUPT_SENT | INTERRUPT_SEND_ERROR); // 5
    write_register(PORT_SEND_SETUP, SEND_SETUP_LOOPBACK);                                   // 6
    command(COMMAND_START | COMMAND_REMOTE_NONE);                                           // 7
    make_ring();                                                                            // 8
    write_register(PORT_INTERRUPT, INTERRUPT_OVERFLOW);                                     // 9
    write_register(PORT_SEND_SETUP, SEND_SETUP_NORMAL);                                     // 10
    if (was_sending && !is_sent)
        command(COMMAND_START | COMMAND_REMOTE_NONE | COMMAND_SEND); // 11
}

void ne2000_take_interrupt(void)
{
    for (uint32_t i = 0; i < POLLS_MOST; i++) {
        uint32_t why = read_register(PORT_INTERRUPT) & INTERRUPTS_WANTED;
        if (why == 0)
            break;
        if (why & INTERRUPT_OVERFLOW)
            recover_from_overflow();
        write_register(PORT_INTERRUPT, why & ~(uint32_t)INTERRUPT_OVERFLOW);
    }
    interrupt_acknowledge(line);
}

// --- sending

bool ne2000_can_send(void)
{
    return (read_register(PORT_COMMAND) & COMMAND_SEND) == 0;
}

// 8.0, "Packet Transmission".
void ne2000_send(const void *packet, uint32_t bytes)
{
    static uint8_t padded[NETWORK_PACKET_BYTES + 1];
    uint32_t all = bytes < PACKET_LEAST ? PACKET_LEAST : bytes;

    memset(padded + bytes, 0, sizeof padded - bytes);
    memcpy(padded, packet, bytes);
    transfer(true, SEND_PAGE * MEMORY_PAGE_BYTES, padded, (all + 1) & ~1u);
    write_register(PORT_SEND_PAGE, SEND_PAGE);
    write_register(PORT_SEND_COUNT_LOW, all);
    write_register(PORT_SEND_COUNT_HIGH, all >> 8);
    command(COMMAND_START | COMMAND_REMOTE_NONE | COMMAND_SEND);
}

// --- the start

static bool reset(void)
{
    write_register(PORT_RESET, read_register(PORT_RESET));
    for (uint32_t i = 0; i < POLLS_MOST; i++) {
        if (read_register(PORT_INTERRUPT) & INTERRUPT_RESET)
            return true;
    }
    return false;
}

// The card's first memory holds its address, each byte twice.
static void read_address(void)
{
    uint8_t memory[2 * NETWORK_ADDRESS_BYTES];

    transfer(false, 0, memory, sizeof memory);
    for (uint32_t i = 0; i < NETWORK_ADDRESS_BYTES; i++)
        ne2000_address[i] = memory[2 * i];
}

// 11.0, "Initialization Procedures".
static void set_up(void)
{
    command(COMMAND_STOP | COMMAND_REMOTE_NONE);
    write_register(PORT_DATA_SETUP, DATA_SETUP_WORDS);
    write_register(PORT_REMOTE_COUNT_LOW, 0);
    write_register(PORT_REMOTE_COUNT_HIGH, 0);
    write_register(PORT_RECEIVE_SETUP, RECEIVE_SETUP_MONITOR);
    write_register(PORT_SEND_SETUP, SEND_SETUP_LOOPBACK);
    read_address();
    ring_stop = has_memory(RING_STOP_LARGE - 1) ? RING_STOP_LARGE : RING_STOP_SMALL;
    command(COMMAND_STOP | COMMAND_REMOTE_NONE | COMMAND_PAGE_1);
    for (uint32_t i = 0; i < NETWORK_ADDRESS_BYTES; i++)
        write_register(PORT_ADDRESS + i, ne2000_address[i]);
    for (uint32_t i = 0; i < MULTICAST_BYTES; i++)
        write_register(PORT_MULTICAST + i, 0);
    make_ring();
    write_register(PORT_INTERRUPT, INTERRUPTS_ALL);
    write_register(PORT_INTERRUPT_MASK, INTERRUPTS_WANTED);
    write_register(PORT_SEND_SETUP, SEND_SETUP_NORMAL);
    write_register(PORT_RECEIVE_SETUP, RECEIVE_SETUP_NORMAL);
}

bool ne2000_start(uint32_t port)
{
    struct pci_device device;

    if (!pci_find(VENDOR_REALTEK, DEVICE_RTL8029, &device))
        return false;
    first_port = device.first_port;
    ports = handle_take();
    line = handle_take();
    if (io_create(ports, HANDLE_CORE, first_port, PORT_COUNT) != 0 ||
        interrupt_create(line, HANDLE_CORE, device.line) != 0 || !reset())
        return false;
    set_up();
    return interrupt_bind(line, port) == 0;
}
