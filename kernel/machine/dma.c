// SPDX-License-Identifier: MIT
#include "kernel/machine/dma.h"

#include "kernel/abi/rights.h"
#include "kernel/machine/processor.h"

#define CHANNELS_EACH   4
#define CASCADE_CHANNEL 4
#define BYTES_LIMIT     0x10000

// The first controller's registers are at ports 0x00 to 0x0f, the second's at every other port from
// 0xc0 on. 8237A, figures "Software command codes" and "Word count and address register command
// codes".
#define SECOND_PORTS 0xc0

enum controller_register {
    REGISTER_ADDRESS = 0, // of channel n at 2n
    REGISTER_COUNT = 1,   // at 2n + 1
    REGISTER_MASK_ONE = 10,
    REGISTER_MODE = 11,
    REGISTER_FIRST_BYTE = 12, // writing clears the first/last flip-flop
};

#define MASK_SET         0x04 // in REGISTER_MASK_ONE, with the channel's number
#define MODE_TO_MEMORY   0x04 // in REGISTER_MODE; the controller's names are from the memory's side
#define MODE_FROM_MEMORY 0x08
#define MODE_SINGLE      0x40
#define MODE_CASCADE     0xc0

// PIIX4, "DMA page registers": address bits 16 to 23 of each channel.
static const uint8_t page_ports[DMA_CHANNELS] = {0x87, 0x83, 0x81, 0x82, 0x8f, 0x8b, 0x89, 0x8a};

struct object *dma_owners[DMA_CHANNELS];

static bool is_started[DMA_CHANNELS];

static bool moves_words(uint32_t channel)
{
    return channel >= CHANNELS_EACH;
}

static uint16_t port_of(uint32_t channel, uint32_t number)
{
    return (uint16_t)(moves_words(channel) ? SECOND_PORTS + 2 * number : number);
}

static void write_register(uint32_t channel, uint32_t number, uint32_t value)
{
    port_write_byte(port_of(channel, number), (uint8_t)value);
}

static uint32_t register_of(uint32_t channel, enum controller_register kind)
{
    return 2 * (channel % CHANNELS_EACH) + kind;
}

// 16 bits in two halves, the lower first.
static void write_halves(uint32_t channel, enum controller_register kind, uint32_t value)
{
    uint32_t number = register_of(channel, kind);

    write_register(channel, REGISTER_FIRST_BYTE, 0);
    write_register(channel, number, value);
    write_register(channel, number, value >> 8);
}

bool dma_is_channel(uint32_t channel)
{
    return channel < DMA_CHANNELS && channel != CASCADE_CHANNEL;
}

// (Whether all of 64 KiB or nothing is left could not be told from a channel's count.)
bool dma_can_move(uint32_t channel, uint32_t offset, uint32_t bytes)
{
    return bytes < BYTES_LIMIT && (!moves_words(channel) || (offset % 2 == 0 && bytes % 2 == 0));
}

void dma_mask(uint32_t channel)
{
    is_started[channel] = false;
    write_register(channel, REGISTER_MASK_ONE, MASK_SET | channel % CHANNELS_EACH);
}

static void unmask(uint32_t channel)
{
    write_register(channel, REGISTER_MASK_ONE, channel % CHANNELS_EACH);
}

void dma_start(uint32_t channel, uint32_t direction, physical_address start, uint32_t bytes)
{
    uint32_t unit = moves_words(channel) ? 2 : 1;
    uint32_t mode = direction == DMA_TO_DEVICE ? MODE_FROM_MEMORY : MODE_TO_MEMORY;

    dma_mask(channel);
    write_register(channel, REGISTER_MODE, MODE_SINGLE | mode | channel % CHANNELS_EACH);
    write_halves(channel, REGISTER_ADDRESS, start.value / unit);
    port_write_byte(page_ports[channel], (uint8_t)(start.value >> 16));
    write_halves(channel, REGISTER_COUNT, bytes / unit - 1);
    // The first controller's requests pass through this one, if the BIOS has not seen to it.
    write_register(CASCADE_CHANNEL, REGISTER_MODE, MODE_CASCADE);
    unmask(CASCADE_CHANNEL);
    unmask(channel);
    is_started[channel] = true;
}

// The count runs from one less than what is to do down to 0xffff.
uint32_t dma_stop(uint32_t channel)
{
    uint16_t port = port_of(channel, register_of(channel, REGISTER_COUNT));
    bool was_started = is_started[channel];

    dma_mask(channel);
    if (!was_started)
        return 0;
    write_register(channel, REGISTER_FIRST_BYTE, 0);
    uint32_t count = port_read_byte(port);
    count |= (uint32_t)port_read_byte(port) << 8;
    return ((count + 1) & 0xffff) * (moves_words(channel) ? 2 : 1);
}
